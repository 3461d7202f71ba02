"""The day of somebody who looks at replies first: a post, replies that wait, one let in, two kept out, and minds changed."""

import pytest

from chromium import NEEDS_CHROMIUM
from days import ONE, a_day, a_server, found

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = a_server(tmp_path_factory, "approving")
    yield running
    running.close()


@pytest.mark.parametrize("surroundings", ONE, ids=str)
def test_a_day(server, surroundings):
    bob = found(server, server.person("bob"))
    api = server.api(bob)

    def act(day, name, reply):
        button = f"button[value='{name}.{reply['id']}']"
        return day.press(button, until=lambda: not day.has(button))

    with a_day(server, surroundings) as day:
        day.open("/").sign_up().open("/publish").write("textarea[name=text]", "Who has quinces?")
        day.choose("select[name=reply_policy]", "mentioned_or_approved").look().shoot("approve-1-publish")
        day.press("form.compose > .actions button[value=publish]")
        [post] = day.posts()
        path = f"/@{day.name}/{post['id']}"

        # Three words of a stranger: they stand nowhere in the thread, and one is told once, with how many there are.
        kind, loud, dull = (
            api.status(text, in_reply_to_id=post["id"]) for text in ("I have some", "Quinces are pears", "Who has not"))
        assert server.api().descendants(post["id"]) == []
        day.open(path)
        assert "I have some" not in day.tab.text
        assert day.has(".unread")
        day.press("nav a[href='/notifications']").shoot("approve-2-told")
        assert "I have some" in day.tab.text and "Quinces are pears" not in day.tab.text
        assert day.number(".notice a[href='/replies']") == 3
        day.press(".notice a[href='/replies']").shoot("approve-3-replies")

        # One is let in, the others are not.
        act(day, "approve", kind)
        day.open("/replies")
        assert "I have some" not in day.tab.text
        act(day, "keep_out", loud)
        act(day.open("/replies"), "keep_out", dull)
        day.open("/replies").shoot("approve-4-none")
        assert not day.has("article")
        assert [line["id"] for line in server.api().descendants(post["id"])] == [kind["id"]]
        day.open(path).shoot("approve-5-thread")
        assert "I have some" in day.tab.text and "Quinces are pears" not in day.tab.text

        # And the other way round.
        day.open("/replies").press("nav.choose a[href='/hidden_replies']")
        act(day, "approve", loud)
        day.open(path)
        assert "Quinces are pears" in day.tab.text
        day.unfold(f"article[data-status='{kind['id']}'] details.menu")
        act(day, "hide", kind)
        assert [line["id"] for line in server.api().descendants(post["id"])] == [loud["id"]]
        # Whoever wrote them sees all of them still.
        assert [line["id"] for line in api.descendants(post["id"])] == [kind["id"], loud["id"], dull["id"]]
