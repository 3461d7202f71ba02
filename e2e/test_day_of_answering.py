"""The day of somebody who answers a call: a link from a friend, a sign-up on the way, silently, aloud, otherwise, taken back, and gone."""

import time

import pytest

from browser import PACE
from chromium import NEEDS_CHROMIUM
from days import ONE, OTHER, a_day, a_server, found

pytestmark = NEEDS_CHROMIUM

PROMPT = "If you ever took the long way home because the short one was dark, say so here."


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = a_server(tmp_path_factory, "answering")
    yield running
    running.close()


@pytest.fixture
def call(server):
    """With a warning, a help line and two people who spoke."""
    caller, bob, carol = (found(server, server.person(name)) for name in ("caller", "bob", "carol"))
    made = server.api(caller).post("/api/chorus/v1/calls", json={
        "prompt": PROMPT, "tag": f"LongWay{caller.name}", "answers": ["Me too", "I stand with you"], "visibility": "public",
        "spoiler_text": "Walking at night", "sensitive": True,
        "resources": [{"country": "DE", "language": "de", "name": "A night line", "phone": "+49 30 0000000"}]}).json()
    for person in (bob, carol):
        server.api(person).status("me too", in_reply_to_id=made["status_id"])
    return made


@pytest.mark.parametrize("surroundings", ONE + OTHER[1:2], ids=str)
def test_a_day(server, call, surroundings):
    path = f"/calls/{call['id']}"
    with a_day(server, surroundings) as day:
        def people():
            return day.number("[data-live=people]")

        def own_answer():
            return day.api.get(f"/api/chorus/v1/calls/{call['id']}").json()["own_answer"]

        # What may hurt is behind its warning; a way out and somebody to talk to are there before anything is asked.
        day.open(path).eventually(lambda: people() == 2, "two people spoke")
        assert PROMPT not in day.tab.text and day.tab.find(".leave-button").is_displayed()
        assert day.has("a[href='tel:+49300000000']")
        # On the first screen of a telephone.
        assert day.tab.find("a[href='#part']").location["y"] < 800
        day.shoot("answer-1-call")
        day.unfold("details.cw").look()
        assert PROMPT in day.tab.text

        # Signing up lies on the way, and leads back. A name that is taken costs nothing that was written.
        day.press("main a[href^='/auth/sign_in']").press(".after a[href^='/auth/sign_up']")
        day.write("#username", call["account"]["username"]).write("#email", "somebody@example.test")
        day.write("#password", "correct horse battery staple")
        time.sleep(PACE)
        day.press("main form button[type=submit]", refused=True)
        assert day.has("#username-error") and day.value("#email") == "somebody@example.test"
        day.shoot("answer-2-taken")
        day.fill_in_sign_up()
        assert day.path == path

        # Silently: counted, as the page says; the number does not move, so that nobody can tell who.
        day.tick("#choice-0").press("form:has(#choice-0) button")
        assert day.has("#figures .notice[role=status]") and day.has(".with-you") and people() == 2
        day.shoot("answer-3-counted")
        day.again()
        assert day.tab.find("#choice-0").is_selected() and day.has(".with-you") and people() == 2
        assert own_answer() == {"answer": 0, "silent": True, "posts": []}

        # Otherwise.
        day.tick("#choice-1").press("form:has(#choice-1) button")
        assert own_answer()["answer"] == 1 and day.tab.find("#choice-1").is_selected()

        # Aloud: the warning is proposed; one is in the number, and not among those who are shown, for nobody chose that.
        assert day.value("form.compose input[name=spoiler_text]") == "Walking at night"
        day.write("form.compose textarea[name=text]", "On a Wednesday").press("form.compose > .actions button[value=publish]")
        [post] = day.posts()
        assert "On a Wednesday" in post["content"] and post["spoiler_text"] == "Walking at night"
        day.eventually(lambda: people() == 3, "who speaks is in the number")
        day.shoot("answer-4-aloud")
        assert not day.has(f"article a[href='/@{day.name}']") and day.has(".with-you")
        day.open(f"/@{day.name}/with_replies")
        assert day.has(f"article[data-status='{post['id']}']")

        # Found again in the settings; taken back on its page with what was posted.
        day.unfold("header details.mine").press("header a[href='/settings']").press("a[href='/settings/take_back']")
        assert day.has(f"a[href='/settings/take_back?call={call['id']}']")
        day.open(path).tick("#delete").press("form.withdraw button")
        assert day.has("#figures .notice[role=status]") and not day.has(".with-you")
        assert own_answer() is None and day.posts() == []
        day.eventually(lambda: people() == 2, "what is taken back leaves the number")

        # Gone: an almanac, and nothing else behind it.
        day.press(".leave-button", until=lambda: day.path == "/almanac")
        day.shoot("answer-5-almanac")
        day.tab.back()
        shown = day.tab.title + day.tab.text
        assert PROMPT not in shown and day.name not in shown and call["tag"]["name"] not in shown
