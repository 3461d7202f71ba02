"""Silent answers: no byte that others can fetch moves with one of them; they appear together, in steps."""

import re
import threading
import time

import pytest
import requests

from server import API, Person

ANSWERS = ["Me too", "I stand with you"]


@pytest.fixture
def crowd(own_server, tmp_path):
    """A call, and people who have been here for months: (the call, people, an admin)."""
    tokens = tmp_path / "tokens.tsv"
    own_server.cli("replay", "prepare", "--accounts", "34", "--output", str(tokens))
    rows = [line.split("\t") for line in tokens.read_text().splitlines() if line and line[0] != "#"]
    found = {part: [Person(name, "", "", token) for kind, _, name, token in rows if kind == part]
             for part in ("person", "admin")}
    caller = own_server.person("caller")
    call = own_server.api(caller).post("/api/chorus/v1/calls", json={
        "prompt": "If it happened to you, say so", "tag": "harvest", "answers": ANSWERS}).json()
    return call, found["person"], found["admin"][0]


def answer(server, call, person, choice):
    reply = server.api(person).post(f"/api/chorus/v1/calls/{call['id']}/answer", json={"answer": choice})
    assert reply.status_code == 200, reply.text


def magnitude(server, call):
    return requests.get(f"{server.url}/api/chorus/v1/calls/{call['id']}/magnitude", timeout=30).json()


def without_clocks(text):
    """The text as it is at any time: of curves, which have more steps every minute, what is not a quiet end."""
    text = re.sub(r'"(at|last_status_at)":"[^"]*"', "", text)
    text = re.sub(r'"rate":\{[^}]*\}', "", text)
    # People of a tag are counted minute by minute, those of a call so far.
    text = re.sub(r'"(people|posts)":\[([\d,]+?)(?:,0)*\]', r'"\1":[\2]', text)
    text = re.sub(r'"people":\[(?:\d+,)*(\d+)\]', r"\1", text)
    text = re.sub(r"(?s)^start,people\r\n.*,(\d+)\r\n$", r"\1", text)
    text = re.sub(r"(?s)<(time|svg|script|dd|noscript|table)\b.*?</\1>", "", text)
    # What a post is called says how old it is.
    text = re.sub(r'aria-label="Post by [^"]*"', "", text)
    return re.sub(r'name="csrf" value="[^"]*"|csrf-token" content="[^"]*"', "", text)


def everything(server, call, viewers):
    """What others can fetch of a call, by address and reader."""
    number = call["id"]
    paths = [
        f"/api/chorus/v1/calls/{number}", "/api/chorus/v1/calls", f"/api/chorus/v1/calls/{number}/magnitude",
        f"/api/chorus/v1/calls/{number}/magnitude.csv", f"/api/v1/statuses/{number}", f"/api/v1/polls/{call['poll_id']}",
        f"/api/v1/statuses/{number}/context", f"/api/v1/statuses/{number}/history", "/api/v1/timelines/tag/harvest",
        "/api/v1/timelines/public", "/api/v1/trends/tags", "/api/v1/trends/statuses", "/api/chorus/v1/trends",
        "/api/chorus/v1/tags/harvest/magnitude", "/api/v1/instance/activity", "/api/v2/instance",
        f"/api/v1/accounts/{call['account']['id']}", f"/api/v1/accounts/{call['account']['id']}/statuses",
        f"/api/oembed?url={call['url']}", f"/calls/{number}", "/calls", "/explore", "/", f"/embed/calls/{number}",
        f"/calls/{number}/share.png", "/tags/harvest", f"/@{call['account']['username']}/{number}",
        f"/@{call['account']['username']}", f"/@{call['account']['username']}.rss",
    ]
    # What is kept for a second, twice.
    time.sleep(2.2)
    found = {}
    for viewer in viewers:
        api = API(server.url, viewer and viewer.token)
        for path in [*paths, *(["/api/v1/notifications", "/api/v1/timelines/home"] if viewer else [])]:
            reply = api.get(path)
            body = reply.content.hex() if path.endswith("png") else without_clocks(reply.text)
            found[viewer and viewer.name, path] = (reply.status_code, body)
    return found


class Ticks(threading.Thread):
    """Listens to the stream of a magnitude, and keeps what it says."""

    def __init__(self, server, call):
        super().__init__(daemon=True)
        self.found = []
        self.reply = requests.get(f"{server.url}/api/chorus/v1/calls/{call['id']}/magnitude/stream", stream=True,
                                  timeout=200)
        self.start()

    def run(self):
        try:
            for line in self.reply.iter_lines():
                if line.startswith(b"data:"):
                    self.found.append(without_clocks(line.decode()))
        except (requests.RequestException, OSError, AttributeError):
            pass


def test_silent_answers_move_nothing_until_they_appear_together(own_server, crowd):
    server, (call, people, admin) = own_server, crowd
    path = f"/api/chorus/v1/calls/{call['id']}"
    server.api(people[0]).status("me too", in_reply_to_id=call["status_id"])
    viewers = [None, people[1]]
    ticks = Ticks(server, call)
    before = everything(server, call, viewers)
    quiet = len(ticks.found)

    # Fewer than can make a step: given, changed, given by the poll, taken back; one also spoke.
    answer(server, call, people[2], 0)
    answer(server, call, people[2], 1)
    answer(server, call, people[0], 1)
    vote = server.api(people[3]).post(f"/api/v1/polls/{call['poll_id']}/votes", json={"choices": [0]})
    assert vote.status_code == 200 and vote.json()["own_votes"] == [0] and vote.json()["votes_count"] == 1
    answer(server, call, people[4], 1)
    assert server.api(people[4]).post(f"{path}/withdraw").status_code == 200
    after = everything(server, call, viewers)
    assert {key for key in before if before[key] != after[key]} == set()
    assert len(set(ticks.found[quiet - 1:])) <= 1, "the stream tells of a silent answer"
    exact = server.api(admin).get(f"/api/chorus/v1/admin/calls/{call['id']}/magnitude").json()
    assert [exact[name] for name in ("people", "spoke", "silent", "together")] == [3, 1, 3, 1]
    assert server.api(people[1]).get(f"/api/chorus/v1/admin/calls/{call['id']}/magnitude").status_code == 403

    # All of them at once, well before the next minute begins.
    if time.time() % 60 > 40:
        time.sleep(61 - time.time() % 60)
    for place, person in enumerate(people[2:26]):
        answer(server, call, person, place % 2)
    assert server.api(people[0]).post(f"{path}/withdraw").status_code == 200
    shown = magnitude(server, call)
    assert (shown["silent"], shown["silent_as_of"]) == (None, None)
    until = time.time() + 80
    while magnitude(server, call)["silent"] is None and time.time() < until:
        time.sleep(0.5)
    shown = magnitude(server, call)
    assert (shown["people"], shown["spoke"], shown["silent"], shown["together"]) == (24, 0, 24, 0)
    assert [part["silent"] for part in shown["answers"]] == [12, 12] and shown["silent_as_of"]
    poll = server.api().get(f"/api/v1/polls/{call['poll_id']}").json()
    assert (poll["voters_count"], poll["votes_count"]) == (24, 24)
    assert [option["votes_count"] for option in poll["options"]] == [12, 12]
    time.sleep(2.2)
    page = server.api().get(f"/calls/{call['id']}").text
    assert "24" in page and "Silent answers as of" in page
    assert server.api().get(f"{path}/magnitude.csv").text.rstrip().endswith(",24")
    assert len(set(ticks.found)) > 1, "the stream tells of the step"
    stepped = everything(server, call, viewers)
    moved = {key for (viewer, key) in before if viewer is None and before[None, key] != stepped[None, key]}
    number = call["id"]
    assert moved >= {path, f"{path}/magnitude", f"{path}/magnitude.csv", f"/api/v1/polls/{call['poll_id']}",
                     f"/api/v1/statuses/{number}", f"/calls/{number}", "/calls", f"/embed/calls/{number}"}

    # Whoever speaks is one more, and moves nothing that is silent: one of the silent, and one who was not.
    for spoke, person in enumerate([people[2], people[30]], 1):
        server.api(person).status("me too", in_reply_to_id=call["status_id"])
        time.sleep(1.2)
        shown = magnitude(server, call)
        assert (shown["people"], shown["spoke"], shown["silent"]) == (24 + spoke, spoke, 24)
    server.doctor()
