"""Calls with a real client: Mastodon.py reads one, answers by vote, by reply and by tag, and counts once."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request

import mastodon
import pytest
from mastodon import Mastodon


def client(server, person):
    return Mastodon(access_token=person.token, api_base_url=server.url, ratelimit_method="throw")


def ask(server, method, path, person=None, **fields):
    """One request to Chorus's own API: status, and JSON."""
    body = urllib.parse.urlencode(fields, doseq=True).encode() if method == "POST" else None
    request = urllib.request.Request(server.url + path, data=body, method=method)
    if person:
        request.add_header("Authorization", f"Bearer {person.token}")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def magnitude(server, call):
    """People, spoke and silent as everybody is shown them."""
    # Figures are at most a second old.
    time.sleep(1.1)
    status, found = ask(server, "GET", f"/api/chorus/v1/calls/{call}/magnitude")
    assert status == 200
    return found["people"], found["spoke"], found["silent"]


@pytest.fixture(scope="session")
def admin(server):
    return server.person("admin", scopes="read admin:read", admin=True)


def exact(server, admin, call):
    """People, spoke and silent as they are, which only an admin reads."""
    status, found = ask(server, "GET", f"/api/chorus/v1/admin/calls/{call}/magnitude", admin)
    assert status == 200, found
    return found["people"], found["spoke"], found["silent"]


@pytest.fixture
def call(server):
    """A call with a tag of its own, by a person of its own."""
    caller = server.person("caller")
    tag = f"answer{time.time_ns()}"
    fields = {"prompt": "If it happened to you, say so", "tag": tag, "answers[]": ["Me too", "I stand with you"]}
    status, made = ask(server, "POST", "/api/chorus/v1/calls", caller, **fields)
    assert status == 200, made
    return caller, made


def test_one_person_counts_once_however_they_answer(server, call, admin):
    _, made = call
    person = server.person("answerer")
    app = client(server, person)
    status = app.status(made["status_id"])
    assert [option.title for option in status.poll.options] == ["Me too", "I stand with you"]
    assert not status.poll.expired and not status.poll.voted
    assert magnitude(server, made["id"]) == (0, 0, None)
    poll = app.poll_vote(status.poll.id, 0)
    assert poll.voted and poll.own_votes == [0]
    # Nobody sees that somebody has voted; that it is counted, the admin does.
    assert magnitude(server, made["id"]) == (0, 0, None)
    assert exact(server, admin, made["id"]) == (1, 0, 1)
    reply = app.status_post("Me too", in_reply_to_id=status.id)
    assert magnitude(server, made["id"]) == (1, 1, None)
    assert exact(server, admin, made["id"]) == (1, 1, 1)
    tagged = app.status_post(f"I say it here, too. #{made['tag']['name']}")
    assert magnitude(server, made["id"]) == (1, 1, None)
    app.status_delete(reply.id)
    assert exact(server, admin, made["id"]) == (1, 1, 1)
    app.status_delete(tagged.id)
    assert magnitude(server, made["id"]) == (0, 0, None)
    assert exact(server, admin, made["id"]) == (1, 0, 1)
    with pytest.raises(mastodon.MastodonAPIError):
        app.poll_vote(status.poll.id, 1)
    code, taken = ask(server, "POST", f"/api/chorus/v1/calls/{made['id']}/withdraw", person)
    assert code == 200 and taken == {"withdrawn": True, "deleted_posts": [], "remaining_posts": []}
    assert exact(server, admin, made["id"]) == (0, 0, 0)
    assert ask(server, "GET", f"/api/chorus/v1/admin/calls/{made['id']}/magnitude", person)[0] == 403
    assert not app.poll(status.poll.id).voted


def test_taking_back_can_take_the_posts_along(server, call):
    _, made = call
    person = server.person("leaver")
    app = client(server, person)
    posts = [app.status_post("Me too", in_reply_to_id=made["status_id"]).id for _ in range(2)]
    assert magnitude(server, made["id"]) == (1, 1, None)
    code, taken = ask(server, "POST", f"/api/chorus/v1/calls/{made['id']}/withdraw", person, delete_posts="true")
    assert code == 200 and sorted(taken["deleted_posts"]) == sorted(str(post) for post in posts)
    for post in posts:
        with pytest.raises(mastodon.MastodonNotFoundError):
            app.status(post)
    assert magnitude(server, made["id"]) == (0, 0, None)


def test_nobody_learns_who_was_silent(server, call):
    caller, made = call
    person = server.person("quietone")
    code, own = ask(server, "POST", f"/api/chorus/v1/calls/{made['id']}/answer", person, answer=1)
    assert code == 200 and own["own_answer"] == {"answer": 1, "silent": True, "posts": []}
    app = client(server, caller)
    seen = [
        json.dumps(app.status(made["status_id"]), default=str),
        json.dumps(app.poll(made["poll_id"]), default=str),
        json.dumps(app.notifications(), default=str),
        json.dumps(ask(server, "GET", f"/api/chorus/v1/calls/{made['id']}", caller)[1]),
        json.dumps(ask(server, "GET", f"/api/chorus/v1/calls/{made['id']}/magnitude")[1]),
    ]
    me = client(server, person).me()
    for text in seen:
        assert person.name not in text and str(me.id) not in text
    assert person.name not in server.log() and str(me.id) not in server.log()


def test_errors_say_what_is_wrong(server, call):
    caller, made = call
    person = server.person("tester")
    path = f"/api/chorus/v1/calls/{made['id']}"
    for fields in (
        {"prompt": "a", "answers[]": ["x", "y"]},
        {"prompt": "a", "tag": "b", "answers[]": ["x"]},
        {"prompt": "a", "tag": "b", "answers[]": [str(n) for n in range(1000)]},
        {"prompt": "a", "tag": "b" * 10_000, "answers[]": ["x", "y"]},
    ):
        code, error = ask(server, "POST", "/api/chorus/v1/calls", caller, **fields)
        assert code == 422 and error["error"].startswith("Validation failed: "), error
    code, error = ask(server, "POST", path + "/withdraw", person)
    assert (code, error["error"]) == (422, "Validation failed: You have not answered this call")
    assert ask(server, "POST", path + "/close", person)[0] == 403
    assert ask(server, "POST", path + "/close", caller)[1]["closed"]
    code, error = ask(server, "POST", path + "/answer", person, answer=0)
    assert (code, error["error"]) == (422, "Validation failed: This call is closed")


def test_an_app_that_knows_no_calls_may_edit_one(server, call):
    caller, made = call
    person = server.person("early")
    assert ask(server, "POST", f"/api/chorus/v1/calls/{made['id']}/answer", person, answer=0)[0] == 200
    app = client(server, caller)
    edited = app.status_update(made["status_id"], f"If it happened to you, say it\n\n#{made['tag']['name']}")
    assert [option.title for option in edited.poll.options] == made["answers"]
    # One silent answer alone is in no figure: numbers, of those who spoke.
    assert edited.poll.votes_count == 0 and [option.votes_count for option in edited.poll.options] == [0, 0]
    code, found = ask(server, "GET", f"/api/chorus/v1/calls/{made['id']}")
    assert code == 200 and found["prompt"] == "If it happened to you, say it"
    assert magnitude(server, made["id"]) == (0, 0, None)


def test_a_poll_edited_with_mastodon_py_keeps_its_id(server):
    author, voter = client(server, server.person("editor")), client(server, server.person("reader"))
    status = author.status_post("Which?", poll=author.make_poll(["Tea", "Coffee"], expires_in=600))
    voter.poll_vote(status.poll.id, 0)
    other = author.make_poll(["Milk", "Water"], expires_in=600)
    edited = author.status_update(status.id, "Which now?", poll=other)
    assert edited.poll.id == status.poll.id and edited.poll.votes_count == 0
    assert voter.poll_vote(status.poll.id, 1).options[1].votes_count == 1
    assert [edit.poll.options[0].title for edit in author.status_history(status.id)] == ["Tea", "Milk"]


def test_an_ordinary_poll_with_mastodon_py(server):
    author, voter = client(server, server.person("author")), client(server, server.person("voter"))
    poll = author.make_poll(["Tea", "Coffee"], expires_in=600, multiple=True)
    status = author.status_post("Which?", poll=poll)
    assert status.poll.multiple and [option.title for option in status.poll.options] == ["Tea", "Coffee"]
    voted = voter.poll_vote(status.poll.id, [0, 1])
    assert voted.votes_count == 2 and voted.voters_count == 1 and sorted(voted.own_votes) == [0, 1]
    assert author.poll(status.poll.id).votes_count == 2
