"""The day of somebody who lives here: from sign-up over a name, people, posts, a poll, lists and search to leaving for good."""

import pytest

from chromium import NEEDS_CHROMIUM
from days import OTHER, a_day, a_server, found
from pictures import png
from server import PASSWORD

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def server(tmp_path_factory):
    """One for each day: whom one could follow is kept for a while."""
    running = a_server(tmp_path_factory, "living")
    yield running
    running.close()


@pytest.mark.parametrize("surroundings", OTHER, ids=str)
def test_a_day(server, tmp_path, surroundings):
    bob = found(server, server.person("bob"))
    api = server.api(bob)
    asked = api.status("Tea or coffee?", poll={"options": ["Tea", "Coffee"], "expires_in": 3600})
    (tmp_path / "plum.png").write_bytes(png(160, 120))
    with a_day(server, surroundings) as day:
        day.open("/").sign_up().open("/home").shoot("live-1-welcome")

        # Who one is, whom one follows: two of the first steps are done then.
        day.press(".steps a[href='/settings/profile']")
        day.write("#display_name", "Plum").write("#note", "Fruit and trains").tick("#indexable")
        day.tab.find("#avatar").send_keys(str(tmp_path / "plum.png"))
        day.press("main form button[type=submit]").shoot("live-2-profile")
        assert day.value("#display_name") == "Plum" and day.api.me()["display_name"] == "Plum"
        day.open("/home").press(".steps a[href='/explore/people']")
        follow = f"button[value='follow.{api.me()['id']}']"
        day.shoot("live-3-people")
        day.press(follow, until=lambda: not day.has(follow)).open("/home")
        assert len(day.all(".steps li.done")) == 2 and "Tea or coffee?" in day.tab.text

        # A vote, a favourite, a bookmark: they stay as they were pressed.
        day.tick(f"input[name='choice-{asked['id']}'][value='1']")
        vote, poll = f"button[value='vote.{asked['id']}']", f"article[data-status='{asked['id']}'] .poll"
        day.press(vote, until=lambda: day.has(poll) and not day.has(vote))
        for act in ("favourite", "bookmark"):
            day.press(f"button[value='{act}.{asked['id']}']", until=lambda: day.has(f"button[value='un{act}.{asked['id']}']"))
        assert day.path == "/home"
        day.again()
        assert day.has(f"button[value='unfavourite.{asked['id']}']") and not day.has(vote)
        seen = api.get(f"/api/v1/statuses/{asked['id']}").json()
        assert (seen["favourites_count"], [option["votes_count"] for option in seen["poll"]["options"]]) == (1, [0, 1])
        day.shoot("live-4-home")

        # A post with a warning and a picture, which says what is in it.
        day.open("/publish").write("textarea[name=text]", "First plums of the year #plums").write("input[name=spoiler_text]", "Fruit")
        day.tab.find("input[type=file]").send_keys(str(tmp_path / "plum.png"))
        if not surroundings.scripts:
            day.press("button[value=attach]")
        day.until(lambda: day.has("textarea[name^=description-]"), "the picture is not there")
        assert day.value("textarea[name=text]") == "First plums of the year #plums"
        day.write("textarea[name^=description-]", "A blue plum").look().shoot("live-5-publish")
        day.press("form.compose > .actions button[value=publish]")
        [post] = day.posts()
        assert (post["spoiler_text"], post["media_attachments"][0]["description"]) == ("Fruit", "A blue plum")
        own = f"article[data-status='{post['id']}']"
        day.open("/home").again()
        assert day.has(own) and not day.has(".steps")

        # A reply, and the answer to it among what one is told.
        reply = f"form[data-compose='reply-{asked['id']}']"
        day.press(f"article[data-status='{asked['id']}'] [data-reply]", until=lambda: day.has(reply))
        day.type_after(f"{reply} textarea[name=text]", "Water")
        day.press(f"{reply} > .actions button[value=publish]", until=lambda: day.has(".replied") or not day.has(reply))
        assert day.path == "/home"
        [said] = api.descendants(asked["id"])
        assert "Water" in said["content"]
        api.status(f"@{day.name} a wise choice", in_reply_to_id=said["id"])
        day.open("/home")
        assert day.has(".unread")
        day.press("nav a[href='/notifications']").shoot("live-6-told")
        assert "a wise choice" in day.tab.text
        day.open(f"/@{bob.name}/{asked['id']}").shoot("live-7-thread")
        assert "Water" in day.tab.text

        # Found by a word; changed, and what changed; a list with bob on it.
        day.press("nav a[href='/search']").write("#q", "plums").press("form.seek button")
        assert day.has(own)
        day.shoot("live-8-found")
        day.open(f"/statuses/{post['id']}/edit").write("textarea[name=text]", "First pears of the year #pears")
        day.press("form.compose > .actions button[value=publish]").open(f"/@{day.name}/{post['id']}/history")
        # Behind its warning.
        assert "plums" in day.tab.find(".versions del").get_attribute("textContent")
        day.shoot("live-9-history")
        day.open("/lists").write("#title", "Tea drinkers").press("main form button[type=submit]")
        tea = day.path
        day.open(f"/@{bob.name}").unfold("details.own-words:last-of-type").tick("input[name=list]")
        day.press("button[value^='lists.']").open(tea)
        assert "Tea or coffee?" in day.tab.text
        day.shoot("live-10-list")

        # Deleted, one post; then everything.
        day.open(f"/statuses/{post['id']}/delete").press("main form button[type=submit]").open(f"/@{day.name}")
        assert not day.has(own)
        day.unfold("header details.mine").press("header a[href='/settings']").shoot("live-11-settings")
        day.press("a[href='/settings/delete']").write("input[type=password]", PASSWORD)
        day.press("main form button[type=submit]").shoot("live-12-gone")
        assert not day.has("header .me") and (day.text("h1") == "Good-bye") == (surroundings.language == "en")
        gone = server.api().get("/api/v1/accounts/lookup", params={"acct": day.name})
        assert gone.status_code in (404, 410)
