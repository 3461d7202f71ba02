"""The day of somebody who calls: a question, a look at it, its page, people who answer, help lines, a later end, the end."""

import pytest

from chromium import NEEDS_CHROMIUM
from days import OTHER, a_day, a_server, found

pytestmark = NEEDS_CHROMIUM

PROMPT = "Do the lamps in your street work?"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = a_server(tmp_path_factory, "calling")
    yield running
    running.close()


@pytest.mark.parametrize("surroundings", OTHER, ids=str)
def test_a_day(server, surroundings):
    bob = found(server, server.person("bob"))
    with a_day(server, surroundings) as day:
        day.open("/").sign_up().open("/home")
        assert len(day.all(".steps li")) == 3
        day.shoot("call-1-welcome")
        day.unfold("header details.mine").press("header a[href='/calls/new']")

        # What cannot be is said, and nothing that was written is lost.
        day.write("#prompt", PROMPT).write("#tag", "two words").write("#answer-1", "Yes").write("#answer-2", "Some of them")
        day.press("button[value=preview]", refused=True)
        assert ("The tag must be one word" in day.text("main [role=alert]")) == (surroundings.language == "en")
        assert day.value("#prompt") == PROMPT and day.value("#answer-2") == "Some of them"
        day.shoot("call-2-refused")

        # As people will see it, with a help line.
        tag = f"Lamps{day.name}"
        day.write("#tag", tag).unfold("form.calling details.more")
        day.write("#resource-1", "Lamp repairs").write("#country-1", "DE").write("#phone-1", "+49 30 0000000")
        day.press("button[value=preview]")
        assert day.text(".preview .prompt") == PROMPT and "+49 30 0000000" in day.text(".preview .resources")
        # What the tag has been so far is said; nothing is published yet.
        assert day.has("main .notice[role=status]") and day.posts() == []
        day.shoot("call-3-preview")
        day.press("button[value=publish]")
        call = day.path.rsplit("/", 1)[1]
        assert day.path == f"/calls/{call}" and day.number("[data-live=people]") == 0

        # To be passed on: its address, its picture, its table, and three sizes for other pages.
        assert day.value("#page-address") == f"{server.url}/calls/{call}"
        day.unfold("details.more:has([id^=embed-])").look()
        snippets = [field.get_attribute("value") for field in day.all("[id^=embed-]")]
        assert len(snippets) == 3 and all(f"{server.url}/embed/calls/{call}" in snippet for snippet in snippets)
        day.shoot("call-4-page")

        # Somebody answers: the number moves by itself where scripts run.
        said = server.api(bob).status(f"Every second one #{tag}", in_reply_to_id=call)
        if surroundings.scripts:
            day.until(lambda: day.number("[data-live=people]") == 1, "the number did not move")
        else:
            day.eventually(lambda: day.number("[data-live=people]") == 1, "the number did not move")
        day.again()
        assert day.number("[data-live=people]") == 1 and "Every second one" in day.tab.text
        day.press("nav a[href='/notifications']")
        assert "Every second one" in day.text(".told-line")
        day.shoot("call-5-told")
        thanks = f"button[value='favourite.{said['id']}']"
        day.press(thanks, until=lambda: day.has(f"button[value='unfavourite.{said['id']}']"))
        assert server.api(bob).get(f"/api/v1/statuses/{said['id']}").json()["favourites_count"] == 1

        # One more help line, a later end, and the end: what was answered stays.
        day.open(f"/calls/{call}").unfold("#keeping ~ form details.more")
        day.write("#resource-2", "The town hall").write("#country-2", "FR").write("#phone-2", "+33 0 00 00 00 00")
        day.press("button[value=help]")
        assert len(day.all("section[aria-labelledby=help] .resources li")) == 2
        end = "return document.querySelector('.pace > div:last-child time').dateTime"
        before = day.script(end)
        day.press("#end ~ form button")
        assert day.script(end) > before
        day.unfold("#keeping ~ form details.more:has([value=close])").press("button[value=close]")
        assert not day.has("#choice-0") and not day.has("form.compose")
        day.shoot("call-6-closed")
        day.again()
        assert day.number("[data-live=people]") == 1 and not day.has("#choice-0")
        late = server.api(server.person("carol")).post(f"/api/chorus/v1/calls/{call}/answer", json={"answer": 0})
        assert late.status_code == 422
        day.sign_out()
