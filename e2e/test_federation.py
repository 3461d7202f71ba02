"""Two Chorus servers know each other by ActivityPub alone: follows, posts, replies, favourites, boosts, edits, deletions, and
answers to a call go across and are counted."""

import time

import pytest
import requests

from browser import Browser
from pictures import png
from server import Server, eventually

OPTIONS = ["--federation", "on", "--outbound-private", "127.0.0.0/8"]
DOCUMENT = {"Accept": 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'}


@pytest.fixture(scope="module")
def pair(engine, tmp_path_factory):
    """Two servers that have never met, on the same kind of database."""
    servers = []
    try:
        for name in ("one", "two"):
            servers.append(Server(engine, tmp_path_factory.mktemp(f"federation-{name}-{engine}"), OPTIONS))
            servers[-1].start()
        yield servers
    finally:
        for server in servers:
            server.close()


def resolve(api, what, kind):
    answer = api.get("/api/v2/search", params={"q": what, "resolve": "true"})
    assert answer.status_code == 200, answer.text
    found = answer.json()[kind]
    assert len(found) == 1, f"{what}: {answer.text}"
    return found[0]


def follow(follower_api, acct):
    """The account as the follower's server knows it, followed."""
    account = resolve(follower_api, acct, "accounts")
    answer = follower_api.post(f"/api/v1/accounts/{account['id']}/follow")
    assert answer.status_code == 200, answer.text

    def follows():
        answer = follower_api.get("/api/v1/accounts/relationships", params={"id[]": account["id"]})
        return answer.json()[0]["following"]

    eventually(follows)
    return account


@pytest.fixture(scope="module")
def people(pair):
    """alice on one and bob on two, who follow each other: (api, their account as the other knows it) each."""
    one, two = pair
    alice, bob = one.person("alice"), two.person("bob")
    alice_api, bob_api = one.api(alice), two.api(bob)
    alice_there = follow(bob_api, f"{alice.name}@{one.host}")
    bob_here = follow(alice_api, f"{bob.name}@{two.host}")
    return (alice, alice_api, alice_there), (bob, bob_api, bob_here)


def at_home(api, uri):
    """The status with that URI, when it has come to the home timeline."""
    def look():
        answer = api.get("/api/v1/timelines/home")
        assert answer.status_code == 200, answer.text
        return next((status for status in answer.json() if status["uri"] == uri), None)
    return eventually(look)


def same(api, status, check, seconds=20):
    def look():
        answer = api.get(f"/api/v1/statuses/{status['id']}")
        return answer.status_code == 200 and check(answer.json()) and answer.json()
    return eventually(look, seconds)


def test_who_is_here_can_be_found(pair):
    one, _ = pair
    person = one.person("carol")
    finger = requests.get(one.url + "/.well-known/webfinger", params={"resource": f"acct:{person.name}@{one.host}"})
    assert finger.status_code == 200 and finger.headers["Content-Type"].startswith("application/jrd+json")
    actor = next(link["href"] for link in finger.json()["links"] if link["rel"] == "self")
    answer = requests.get(actor, headers=DOCUMENT)
    assert answer.headers["Content-Type"].startswith("application/activity+json")
    found = answer.json()
    assert (found["id"], found["type"], found["preferredUsername"]) == (actor, "Person", person.name)
    assert found["publicKey"]["owner"] == actor and "BEGIN PUBLIC KEY" in found["publicKey"]["publicKeyPem"]
    assert requests.get(actor, headers={"Accept": "text/html"}).headers["Content-Type"].startswith("text/html")
    assert requests.get(one.url + "/actor", headers=DOCUMENT).json()["type"] == "Application"
    for resource, status in (("", 400), ("alice", 400), ("acct:nobody@" + one.host, 404), ("acct:a@elsewhere.test", 404)):
        assert requests.get(one.url + "/.well-known/webfinger", params={"resource": resource}).status_code == status


def test_people_follow_each_other(people):
    (_, alice_api, alice_there), (_, bob_api, bob_here) = people
    assert alice_there["acct"].startswith("alice") and "@localhost:" in alice_there["acct"]
    followers = eventually(lambda: alice_api.get(f"/api/v1/accounts/{alice_api.me()['id']}/followers").json())
    assert [account["id"] for account in followers] == [bob_here["id"]]
    assert alice_api.me()["followers_count"] == 1
    assert bob_api.me()["following_count"] == 1


def test_a_post_and_all_that_is_done_with_it(people):
    (_, alice_api, _), (_, bob_api, _) = people
    post = alice_api.status("Good morning from one #tea", language="en")
    there = at_home(bob_api, post["uri"])
    assert "Good morning" in there["content"] and there["language"] == "en"
    assert [tag["name"] for tag in there["tags"]] == ["tea"]

    reply = bob_api.status("Good morning from two", in_reply_to_id=there["id"])
    eventually(lambda: alice_api.descendants(post["id"]))
    same(alice_api, post, lambda status: status["replies_count"] == 1)
    assert bob_api.post(f"/api/v1/statuses/{there['id']}/favourite").status_code == 200
    same(alice_api, post, lambda status: status["favourites_count"] == 1)
    assert bob_api.post(f"/api/v1/statuses/{there['id']}/reblog").status_code == 200
    same(alice_api, post, lambda status: status["reblogs_count"] == 1)
    kinds = eventually(lambda: {n["type"] for n in alice_api.get("/api/v1/notifications").json()} >= {"favourite", "reblog"})
    assert kinds

    edited = alice_api.request("PUT", f"/api/v1/statuses/{post['id']}", json={"status": "Good evening from one #tea"})
    assert edited.status_code == 200, edited.text
    same(bob_api, there, lambda status: "Good evening" in status["content"] and status["edited_at"])

    bob_api.post(f"/api/v1/statuses/{there['id']}/unfavourite")
    same(alice_api, post, lambda status: status["favourites_count"] == 0)
    bob_api.post(f"/api/v1/statuses/{there['id']}/unreblog")
    same(alice_api, post, lambda status: status["reblogs_count"] == 0)

    assert bob_api.delete(f"/api/v1/statuses/{reply['id']}").status_code == 200
    same(alice_api, post, lambda status: status["replies_count"] == 0)
    assert alice_api.delete(f"/api/v1/statuses/{post['id']}").status_code == 200
    eventually(lambda: bob_api.get(f"/api/v1/statuses/{there['id']}").status_code == 404)


def test_a_post_for_followers_goes_to_them_and_nobody_else(pair, people):
    (_, alice_api, _), (_, bob_api, _) = people
    post = alice_api.status("For those who follow me", visibility="private")
    there = at_home(bob_api, post["uri"])
    assert there["visibility"] == "private"
    assert requests.get(post["uri"], headers=DOCUMENT).status_code == 404
    stranger = pair[1].api(pair[1].person("dave"))
    assert stranger.get(f"/api/v1/statuses/{there['id']}").status_code == 404


def test_answers_to_a_call_are_counted_here_and_there(people):
    (_, alice_api, _), (_, bob_api, _) = people
    tag = f"morning{time.time_ns()}"
    call = alice_api.post("/api/chorus/v1/calls", json={
        "prompt": "Say so if you like mornings", "tag": tag, "answers": ["Me too", "I stand with you"]}).json()
    status = alice_api.get(f"/api/v1/statuses/{call['id']}").json()
    there = at_home(bob_api, status["uri"])
    assert [option["title"] for option in there["poll"]["options"]] == ["Me too", "I stand with you"]
    # What it says of its numbers and where they are is read there, too, and once.
    for content in (status["content"], there["content"]):
        assert content.count(f'href="{call["url"]}"') == 1 and content.count("that does not mean none") == 1, content
    assert bob_api.post(f"/api/v1/polls/{there['poll']['id']}/votes", json={"choices": [0]}).status_code == 200
    bob_api.status("Me too", in_reply_to_id=there["id"])

    def people_counted():
        found = alice_api.get(f"/api/chorus/v1/calls/{call['id']}/magnitude").json()
        return found["people"] == 1 and found
    found = eventually(people_counted)
    # One person, however often and by whatever way they answer.
    time.sleep(1.5)
    assert alice_api.get(f"/api/chorus/v1/calls/{call['id']}/magnitude").json()["people"] == 1, found


def test_unfollowing_ends_it_on_both_sides(pair):
    one, two = pair
    erin, frank = one.person("erin"), two.person("frank")
    erin_api, frank_api = one.api(erin), two.api(frank)
    there = follow(frank_api, f"{erin.name}@{one.host}")
    eventually(lambda: erin_api.me()["followers_count"] == 1)
    assert frank_api.post(f"/api/v1/accounts/{there['id']}/unfollow").status_code == 200
    eventually(lambda: erin_api.me()["followers_count"] == 0)


def test_files_of_others_are_read_here(pair, people):
    one, two = pair
    (_, alice_api, _), (_, bob_api, bob_here) = people
    answer = bob_api.request("PATCH", "/api/v1/accounts/update_credentials",
                             files={"avatar": ("a.png", png(400, 400), "image/png")})
    assert answer.status_code == 200, answer.text
    media = bob_api.post("/api/v2/media", files={"file": ("b.png", png(300, 200), "image/png")}).json()
    post = bob_api.status("Look", media_ids=[media["id"]])
    there = at_home(alice_api, post["uri"])
    file = there["media_attachments"][0]
    assert file["remote_url"].startswith(two.url)

    def avatar():
        found = alice_api.get(f"/api/v1/accounts/{bob_here['id']}").json()["avatar"]
        return found.startswith(one.url + "/proxy/") and found
    for url in (file["url"], file["preview_url"], eventually(avatar)):
        assert url.startswith(one.url + "/proxy/")
        got = requests.get(url)
        assert got.status_code == 200 and got.headers["Content-Type"].startswith("image/"), got.text
        assert "sandbox" in got.headers["Content-Security-Policy"]
        again = requests.get(url, headers={"If-None-Match": got.headers["ETag"]})
        assert again.status_code == 304
        # Nobody else can make such an address.
        size, signature, address = url.removeprefix(one.url + "/proxy/").split("/")
        assert requests.get(f"{one.url}/proxy/{size}/{signature[::-1]}/{address}").status_code == 404


def test_a_forwarded_report_comes_without_a_name(pair, people):
    _, two = pair
    (_, alice_api, _), (_, bob_api, bob_here) = people
    admin = two.api(two.person("admin", scopes="read write follow push admin:read", admin=True))
    post = bob_api.status("Not kind")
    there = at_home(alice_api, post["uri"])
    words = f"Look at this {time.time_ns()}"
    answer = alice_api.post("/api/v1/reports", json={
        "account_id": bob_here["id"], "status_ids": [there["id"]], "comment": words, "forward": True})
    assert answer.status_code == 200 and answer.json()["forwarded"], answer.text

    def report():
        return next((r for r in admin.get("/api/v1/admin/reports").json() if r["comment"] == words), None)
    found = eventually(report)
    assert [status["uri"] for status in found["statuses"]] == [post["uri"]]
    assert "alice" not in found["account"]["username"]


def test_what_is_deleted_answers_gone(people):
    (_, alice_api, _), _ = people
    post = alice_api.status("Soon gone")
    assert requests.get(post["uri"], headers=DOCUMENT).status_code == 200
    assert alice_api.delete(f"/api/v1/statuses/{post['id']}").status_code == 200
    gone = requests.get(post["uri"], headers=DOCUMENT)
    assert gone.status_code == 410 and gone.json()["type"] == "Tombstone"


def test_somebody_moves_and_followers_go_along(pair):
    one, two = pair
    gina, henry, ivy = one.person("gina"), two.person("henry"), two.person("ivy")
    gina_api, henry_api, ivy_api = one.api(gina), two.api(henry), two.api(ivy)
    there = follow(ivy_api, f"{gina.name}@{one.host}")
    move = {"moved_to_uri": f"@{henry.name}@{two.host}", "password": gina.password}
    assert gina_api.post("/api/v1/accounts/move", json=move).status_code == 422
    answer = henry_api.post("/api/v1/accounts/alias", json={"also_known_as_uris": [f"{gina.name}@{one.host}"]})
    assert answer.status_code == 200 and len(answer.json()["also_known_as_uris"]) == 1, answer.text
    answer = gina_api.post("/api/v1/accounts/move", json=move)
    assert answer.status_code == 200, answer.text

    def moved():
        found = ivy_api.get(f"/api/v1/accounts/{there['id']}").json()
        return found.get("moved", {}).get("acct") == henry.name
    eventually(moved)
    eventually(lambda: henry_api.me()["followers_count"] == 1)
    assert gina_api.get(f"/api/v1/accounts/{gina_api.me()['id']}").json()["moved"]["username"] == henry.name


def test_a_thread_is_completed_when_it_is_opened(pair):
    one, two = pair
    # Somebody who follows nobody finds the post alone.
    judy = two.api(two.person("judy"))
    stranger = one.person("kim")
    other = one.api(stranger).status("A question of mine")
    replies = [one.api(stranger).status(f"More {number}", in_reply_to_id=other["id"]) for number in range(3)]
    there = resolve(judy, other["uri"], "statuses")
    opened = judy.get(f"/api/v1/statuses/{there['id']}/context")
    refresh = opened.headers["Mastodon-Async-Refresh"].split('"')[1]

    def finished():
        answer = judy.get(f"/api/v1_alpha/async_refreshes/{refresh}")
        assert answer.status_code == 200, answer.text
        found = answer.json()["async_refresh"]
        return found["status"] == "finished" and found
    assert eventually(finished)["result_count"] == 3
    assert {status["uri"] for status in judy.descendants(there["id"])} == {reply["uri"] for reply in replies}


def test_a_quote_is_agreed_to_by_the_other_server(people):
    (_, alice_api, _), (_, bob_api, _) = people
    post = alice_api.status("Quote me", quote_approval_policy="public")
    there = at_home(bob_api, post["uri"])
    quoting = bob_api.status("Look at this", quoted_status_id=there["id"])
    same(bob_api, quoting, lambda status: status["quote"]["state"] == "accepted")
    same(alice_api, post, lambda status: status["quotes_count"] == 1)
    here = at_home(alice_api, quoting["uri"])
    same(alice_api, here, lambda status: status["quote"]["state"] == "accepted")
    answer = alice_api.post(f"/api/v1/statuses/{post['id']}/quotes/{here['id']}/revoke")
    assert answer.status_code == 200, answer.text
    same(bob_api, quoting, lambda status: status["quote"]["state"] == "revoked")


def test_both_count_right(pair, people):
    for server in pair:
        server.doctor()


@pytest.mark.parametrize("body,kind,status", [
    (b"{}", "application/activity+json", 400), (b"not json", "application/activity+json", 400),
    (b'{"type":"Like","actor":5}', "application/activity+json", 400), (b"{}", "application/json", 415),
    (b'{"id":5,"type":"Like","actor":"http://two.example/a"}', "application/activity+json", 401),
    (b'{"type":"Like","actor":"http://two.example/a","@graph":[]}', "application/activity+json", 400),
    (b'{"type":"Like","actor":"http://two.example/a","object":"http://x.example"}', "application/activity+json", 401),
    (b'{"type":"Delete","actor":"http://two.example/a","object":"http://two.example/a"}', "application/activity+json", 202),
    (b'{"a":"' + b"x" * 1_000_000 + b'"}', "application/activity+json", 413),
])
def test_the_inbox_refuses_what_is_nothing(pair, body, kind, status):
    answer = requests.post(pair[0].url + "/inbox", data=body, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text


def test_somebody_moves_by_the_pages_and_who_follows_comes_along(pair):
    one, two = pair
    old, new, friend = one.person("mover"), two.person("moved"), two.person("friend")
    friend_api = two.api(friend)
    follow(friend_api, f"{old.name}@{one.host}")

    def signed_in(server, person):
        browser = Browser(server.url)
        browser.get("/auth/sign_in")
        return browser.sign_in(person.name, person.password)

    here = signed_in(one, old).get("/settings/move")
    wish = {"moved_to": f"@{new.name}@{two.host}", "current_password": old.password}
    here.submit(here.form_with("moved_to"), wish)
    assert here.response.status_code == 422 and "also known as this one" in here.page.text
    there = signed_in(two, new).get("/settings/aliases")
    there.submit(there.form_with("aliases"), {"aliases": f"@{old.name}@{one.host}\n"})
    assert there.response.status_code == 200, there.page.text
    here.submit(here.form_with("moved_to"), {**wish, "current_password": "not this one at all"})
    assert here.response.status_code == 422
    here.submit(here.form_with("moved_to"), wish)
    assert here.response.status_code == 200, here.page.text
    assert f"has moved to @{new.name}@{two.host}" in here.get("/settings/move").page.text

    account = friend_api.get("/api/v1/accounts/lookup", params={"acct": new.name}).json()

    def follows():
        return friend_api.get("/api/v1/accounts/relationships", params={"id[]": account["id"]}).json()[0]["following"]

    eventually(follows)
