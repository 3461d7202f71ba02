"""Under a storm, against the built binary: who may reply, a hidden reply, a shield, and taking back by a job."""

from server import eventually


def told(api, kinds="mention"):
    return [line["status"]["id"] for line in api.get(f"/api/v1/notifications?types[]={kinds}").json()]


def test_a_storm_is_held_and_taken_back(server):
    alice, bob = (server.api(server.person(name)) for name in ("alice", "bob"))
    closed = alice.status("Mine", reply_policy="nobody")
    assert closed["interaction_policy"]["can_reply"]["always"] == ["author", "me"]
    refused = bob.post("/api/v1/statuses", data={"status": "So", "in_reply_to_id": closed["id"]})
    assert refused.status_code == 403, refused.text

    post = alice.status("Ours #there")
    reply = bob.status("Loud", in_reply_to_id=post["id"])
    assert told(alice) == [reply["id"]]
    assert alice.post(f"/api/chorus/v1/statuses/{reply['id']}/hide_reply").status_code == 200
    assert alice.get(f"/api/v1/statuses/{post['id']}/context").json()["descendants"] == []
    assert [line["id"] for line in bob.get(f"/api/v1/statuses/{post['id']}/context").json()["descendants"]] == [reply["id"]]
    assert told(alice) == []

    assert alice.post("/api/chorus/v1/shield").json()["until"]
    bob.status("@alice so")
    assert told(alice) == []
    assert alice.delete("/api/chorus/v1/shield").json()["until"] is None

    wish = alice.post("/api/chorus/v1/take_backs", data={"tag": "there", "act": "delete"})
    assert wish.status_code == 200 and wish.json()["total"] == 1, wish.text
    eventually(lambda: alice.get("/api/chorus/v1/take_backs").json()[0]["finished_at"])
    assert alice.get(f"/api/v1/statuses/{post['id']}").status_code == 404
