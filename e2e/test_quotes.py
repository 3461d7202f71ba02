"""Quotes with the real binary: consent, how they look, and that they end at once."""


def test_a_quote_is_shown_counted_and_taken_back(server):
    alice, bob, charlie = (server.api(server.person(name)) for name in ("alice", "bob", "charlie"))
    post = alice.status("Good morning", quote_approval_policy="followers")
    refused = bob.post("/api/v1/statuses", json={"status": "Look", "quoted_status_id": post["id"]})
    assert refused.status_code == 404
    assert bob.post(f"/api/v1/accounts/{post['account']['id']}/follow").status_code == 200
    assert bob.get(f"/api/v1/statuses/{post['id']}").json()["quote_approval"] == {
        "automatic": ["followers"], "manual": [], "current_user": "automatic"}
    quote = bob.status("Look", quoted_status_id=post["id"])
    assert quote["quote"]["state"] == "accepted"
    assert quote["quote"]["quoted_status"]["id"] == post["id"]
    assert quote["content"].startswith('<p class="quote-inline">RE: ')
    assert alice.get("/api/v1/notifications").json()[0]["type"] == "quote"
    listed = charlie.get(f"/api/v1/statuses/{post['id']}/quotes").json()
    assert [status["id"] for status in listed] == [quote["id"]]
    assert charlie.get(f"/api/v1/statuses/{post['id']}").json()["quotes_count"] == 1
    revoked = alice.post(f"/api/v1/statuses/{post['id']}/quotes/{quote['id']}/revoke").json()
    assert revoked["quote"] == {"state": "revoked", "quoted_status": None}
    assert charlie.get(f"/api/v1/statuses/{quote['id']}").json()["quote"]["state"] == "revoked"
    again = bob.status("Look again", quoted_status_id=post["id"])
    assert alice.delete(f"/api/v1/statuses/{post['id']}").status_code == 200
    gone = charlie.get(f"/api/v1/statuses/{again['id']}").json()
    assert gone["quote"] == {"state": "deleted", "quoted_status": None}
    server.doctor()
