"""What a client notices of search, of suggestions, and of somebody who leaves."""

import time
import uuid

from mastodon import Mastodon

from browser import Browser


def client(server, person):
    return Mastodon(access_token=person.token, api_base_url=server.url, ratelimit_method="throw")


def test_search_finds_words_in_every_script(server):
    alice, bob = (client(server, server.person(name)) for name in ("alice", "bob"))
    word = "w" + uuid.uuid4().hex[:10]
    first = alice.status_post(f"Ünïted {word} gardens")
    second = alice.status_post(f"{word} 東京都の庭")
    found = lambda who, text, **more: [status.id for status in who.search(text, **more).statuses]
    assert found(alice, word.upper()) == [second.id, first.id]
    assert found(alice, f"united {word}") == [first.id]
    assert found(alice, f"{word} 都の庭") == [second.id]
    assert found(alice, f"{word} -gardens") == [second.id]
    assert found(bob, word) == []
    bob.status_favourite(first.id)
    assert found(bob, word) == [first.id]
    alice.status_update(first.id, "something else")
    assert found(bob, word) == []
    alice.status_delete(second.id)
    assert found(alice, word) == []


def test_public_posts_are_found_once_their_author_says_so(server):
    person, bob = server.person("alice"), client(server, server.person("bob"))
    word = "w" + uuid.uuid4().hex[:10]
    status = client(server, person).status_post(f"a {word}")
    assert bob.search(word).statuses == []
    answer = server.api(person).request("PATCH", "/api/v1/accounts/update_credentials", json={"indexable": True})
    assert answer.status_code == 200, answer.text
    for _ in range(100):
        if bob.search(word).statuses:
            break
        time.sleep(0.2)
    assert [found.id for found in bob.search(word).statuses] == [status.id]


def test_who_leaves_is_gone_and_every_count_follows(own_server):
    server = own_server
    alice, bob = server.person("alice"), server.person("bob")
    api, other = server.api(alice), server.api(bob)
    root = other.status("Hello #garden")
    for number in range(30):
        api.status(f"me too {number} #garden", in_reply_to_id=root["id"])
    api.post(f"/api/v1/statuses/{root['id']}/favourite")
    browser = Browser(server.url)
    browser.get("/auth/sign_in")
    browser.sign_in(alice.name, alice.password)
    browser.get("/settings/delete")
    browser.submit(browser.form_with("current_password"), {"current_password": alice.password})
    assert "Good-bye" in browser.page.text
    for _ in range(150):
        found = other.request("GET", f"/api/v1/statuses/{root['id']}").json()
        if (found["replies_count"], found["favourites_count"]) == (0, 0):
            break
        time.sleep(0.2)
    assert (found["replies_count"], found["favourites_count"]) == (0, 0)
    for _ in range(100):
        if other.request("GET", f"/api/v1/accounts/lookup?acct={alice.name}").status_code == 404:
            break
        time.sleep(0.2)
    assert other.request("GET", f"/api/v1/accounts/lookup?acct={alice.name}").status_code == 404
    server.stop()
    server.doctor()
