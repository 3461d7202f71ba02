"""What goes over the wire: compressed for who can read it, and never what must not be told by its length."""

import gzip
import subprocess

import brotli
import pytest
import requests

READERS = {"gzip": gzip.decompress, "br": brotli.decompress}


def raw(server, path, accepted=None, person=None, method="GET", **headers):
    """(answer, the body as it came)."""
    headers["Accept-Encoding"] = accepted
    if person:
        headers["Authorization"] = f"Bearer {person.token}"
    answer = requests.request(method, server.url + path, headers=headers, stream=True, timeout=20)
    return answer, answer.raw.read(decode_content=False)


def follow(server, follower, followed):
    answer = server.api(follower).post(f"/api/v1/accounts/{server.api(followed).me()['id']}/follow")
    assert answer.status_code == 200, answer.text


@pytest.fixture(scope="session")
def crowd(server):
    """Somebody whose home has a page of posts, and a call with its tag."""
    alice, bob = server.person("alice"), server.person("bob")
    follow(server, alice, bob)
    server.api(bob).request("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True})
    call = server.api(bob).status("A choir for the quarter #ChoirByCompression", language="en")
    for number in range(20):
        server.api(bob).status(f"Voice {number} sings along #ChoirByCompression", in_reply_to_id=call["id"])
    return {"alice": alice, "bob": bob, "call": call}


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_every_kind_is_the_same_compressed(server, crowd, coding):
    thread = crowd["call"]["url"].removeprefix(server.url)
    for path, person in (
        ("/", None), ("/tags/choirbycompression", None), (thread, None), ("/assets/chorus.css", None),
        ("/assets/movement.js", None), ("/tags/choirbycompression.rss", None),
        ("/api/v1/timelines/tag/choirbycompression", None),
        ("/api/v2/instance", None), ("/api/v1/timelines/home", crowd["alice"]),
    ):
        plain, body = raw(server, path, person=person)
        packed, small = raw(server, path, coding, person)
        assert plain.status_code == packed.status_code == 200, path
        assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == coding, path
        assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in packed.headers["Vary"], path
        assert int(packed.headers["Content-Length"]) == len(small) < len(body) // 2, path
        assert READERS[coding](small) == body, path
        head, nothing = raw(server, path, coding, person, method="HEAD")
        assert nothing == b"" and head.headers["Content-Encoding"] == coding, path
        assert set(head.headers) == set(packed.headers), path


def test_curl_reads_it(server, crowd):
    asked = ["curl", "-sS", "--compressed", "--noproxy", "*", crowd["call"]["url"]]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True, timeout=20)
    assert "Voice 0 sings" in answer.stdout and "</html>" in answer.stdout


def test_who_has_it_is_told_so(server, crowd):
    path = "/assets/chorus.css"
    packed, _ = raw(server, path, "gzip")
    tag = packed.headers["ETag"]
    assert tag.startswith('W/"')
    again, body = raw(server, path, "gzip", **{"If-None-Match": tag})
    assert again.status_code == 304 and body == b"" and again.headers["ETag"] == tag
    assert "Accept-Encoding" in again.headers["Vary"] and "Content-Encoding" not in again.headers
    plain, _ = raw(server, path)
    assert plain.headers["ETag"] == tag.removeprefix("W/")


def test_no_length_tells_of_votes_letters_and_sessions(server, crowd):
    alice, bob = crowd["alice"], crowd["bob"]
    carol = server.person("carol")
    follow(server, carol, bob)
    poll = server.api(bob).status("Tea or coffee? #ChoirByCompression",
                                  poll={"options": ["Tea", "Coffee"], "expires_in": 3600})
    home, _ = raw(server, "/api/v1/timelines/home", "br", carol)
    assert "Content-Encoding" not in home.headers
    voted = server.api(carol).post(f"/api/v1/polls/{poll['poll']['id']}/votes", json={"choices": [1]})
    assert voted.status_code == 200, voted.text
    home, body = raw(server, "/api/v1/timelines/home", "br", carol)
    assert "Content-Encoding" not in home.headers and b'"own_votes":[1]' in body
    server.api(bob).status(f"@{alice.name} between us " + "only " * 60, visibility="direct")
    letters, body = raw(server, "/api/v1/conversations", "br", alice)
    assert "Content-Encoding" not in letters.headers and len(body) > 1024
    # A page of somebody who is signed in holds the proof of their forms.
    page, _ = raw(server, "/auth/sign_in", "br")
    assert page.status_code == 200 and "Content-Encoding" not in page.headers
    page, _ = raw(server, "/", "br", Cookie="chorus_session=" + "x" * 43)
    assert page.status_code == 200 and "Content-Encoding" not in page.headers


def test_bodies_that_would_have_to_be_expanded_are_refused(server, crowd):
    bomb = gzip.compress(b"status=" + b"a" * 2_000_000)
    answer = server.api(crowd["alice"]).post("/api/v1/statuses", data=bomb, headers={
        "Content-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 415
