"""`--guard hold`: a private number is seen by its author and moderators alone, on pages, in feeds, embeds, streams and exports."""

import pytest
import requests

from server import Server, eventually

NUMBER = "+44 7700 900123"
SIGN = "900123"


@pytest.fixture
def holding(engine, tmp_path):
    running = Server(engine, tmp_path, options=["--guard", "hold"])
    try:
        yield running.start()
    finally:
        running.close()


def test_a_held_post_is_on_no_page_until_it_is_approved(holding):
    server = holding
    author, reader = server.person("author"), server.person("reader")
    api = server.api(author)
    api.request("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True})
    parent = api.status("Tea on the square #teatime")
    held = api.post("/api/v1/statuses", json={"status": f"Ann has tea: {NUMBER} #teatime", "in_reply_to_id": parent["id"]})
    assert held.status_code == 200 and held.json()["held_for"] == ["phone_number"]
    name, id = author.name, held.json()["id"]
    places = [
        f"/@{name}", f"/@{name}.rss", f"/@{name}/{id}", f"/@{name}/{parent['id']}", "/tags/teatime", "/tags/teatime.rss",
        "/embed/tags/teatime", "/explore", f"/api/oembed?url={server.url}/@{name}/{id}",
        f"/api/v1/statuses/{id}", f"/api/v1/statuses/{parent['id']}/context", "/api/v1/timelines/public",
        "/api/v1/timelines/tag/teatime", f"/api/v1/accounts/lookup?acct={name}", "/api/chorus/v1/tags/teatime/magnitude.csv",
    ]
    for place in places:
        for token in (None, reader.token):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = requests.get(server.url + place, headers=headers, timeout=20)
            assert answer.status_code < 500 and SIGN not in answer.text, place
    assert SIGN in api.get(f"/api/v1/statuses/{id}").json()["content"]
    assert SIGN not in server.log(10_000)

    assert f"{id}\t" in server.cli("held", "list").stdout
    server.cli("held", "approve", id)
    assert server.cli("held", "list").stdout.strip() == "Nothing is held."
    eventually(lambda: any(SIGN in post["content"] for post in api.get("/api/v1/timelines/tag/teatime").json()))
    server.doctor()


def test_a_rejected_post_never_was(holding):
    server = holding
    api = server.api(server.person("author"))
    held = api.post("/api/v1/statuses", json={"status": f"Write to {NUMBER}"}).json()
    server.cli("held", "reject", held["id"], "--reason", "It is hers")
    assert api.get(f"/api/v1/statuses/{held['id']}").status_code == 404
    assert api.get("/api/v1/notifications").json()[0]["type"] == "moderation_warning"
    server.doctor()
