"""The day of a moderator: a report with a covered picture, a held post, an appeal, the log; and who is concerned reads why."""

import pytest
import requests

from chromium import NEEDS_CHROMIUM
from days import ONE, a_day, a_server, found
from pictures import png

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def server(tmp_path_factory):
    """One for each day: whoever appeals is heard by another moderator, where there is one."""
    running = a_server(tmp_path_factory, "moderating", "--guard", "hold")
    yield running
    running.close()


@pytest.mark.parametrize("surroundings", ONE, ids=str)
def test_a_day(server, surroundings):
    alice, bob = found(server, server.person("alice")), found(server, server.person("bob"))
    api = server.api(bob)
    media = api.post("/api/v2/media", files={"file": ("a.png", png(90, 60), "image/png")}, data={"description": "Two bees"}).json()
    post = api.status("You are all plums", media_ids=[media["id"]])
    report = {"account_id": api.me()["id"], "status_ids": [post["id"]], "comment": "Not kind", "category": "other"}
    assert server.api(alice).post("/api/v1/reports", json=report).status_code == 200
    held = api.status("Call the bakery: +44 7700 900123")
    with a_day(server, surroundings) as day:
        day.open("/").sign_up()
        assert not day.has("a[href='/moderation']")
        server.cli("account", "role", day.name, "moderator")
        day.open("/home").unfold("header details.mine").press("header a[href='/moderation']")
        day.shoot("desk-1-queue")

        # The words first, the picture when one wants to see it. The desk has keys of its own.
        person, shortcuts = f"a[href^='/moderation/people/{api.me()['id']}']", surroundings.keys and surroundings.scripts
        if shortcuts:
            day.tab.find("body").send_keys("j")
            assert day.tab.driver.switch_to.active_element == day.tab.find(person)
        day.press(person)
        assert "You are all plums" in day.tab.text and "Not kind" in day.tab.text
        picture = day.tab.find(".veil img")
        assert "blur" in picture.value_of_css_property("filter")
        day.tick(".veil input")
        assert picture.value_of_css_property("filter") == "none"
        day.look().shoot("desk-2-person")
        if shortcuts:
            day.tab.find("body").send_keys("?")
            assert day.tab.find("[data-keys]").get_attribute("open")
            day.tab.find("body").send_keys("a")
            assert day.tab.driver.switch_to.active_element == day.tab.find("#kind")

        # A held post is published; for the other one its author is suspended, with a reason.
        day.open("/moderation").press(f"a[href^='/moderation/held/{held['id']}']")
        assert "+44 7700 900123" in day.tab.text
        day.shoot("desk-3-held").press("button[value=approve]")
        posts = server.api().get(f"/api/v1/accounts/{api.me()['id']}/statuses").json()
        assert any("900123" in post["content"] for post in posts)
        day.open("/moderation").press(person)
        day.choose("#kind", "suspend").write("#text", "Please be kinder").press("button[value=decide]")
        assert is_suspended(server, bob) and not day.open("/moderation").has(".desk-card[data-item]")

        # Who is concerned reads why wherever they turn, and appeals; who reported reads what came of it.
        day.sign_out().sign_in(bob.name)
        assert day.path == "/settings/standing" and "Please be kinder" in day.tab.text
        day.shoot("desk-4-standing").write(".measure textarea", "It was a joke").press("button[name=appeal]")
        assert "It was a joke" in day.tab.text and not day.has("button[name=appeal]")
        day.sign_out().open("/auth/sign_in?return_to=/settings/standing").sign_in(alice.name)
        assert f"@{bob.name}" in day.tab.text

        # The appeal is granted; every act stands in the log, for good.
        day.sign_out().sign_in(day.name).open("/moderation").press("a[href^='/moderation/appeals/']")
        assert "It was a joke" in day.tab.text and "Two bees" in day.tab.text
        # Their pictures are at no address; moderators see them all the same, covered first, and nobody else does.
        assert requests.get(media["preview_url"], timeout=10).status_code == 404
        picture = day.tab.find(".veil img")
        assert "blur" in picture.value_of_css_property("filter")
        day.tick(".veil input")
        assert picture.value_of_css_property("filter") == "none"
        if surroundings.scripts:
            day.tab.wait(lambda: day.tab.driver.execute_script("return arguments[0].naturalWidth", picture) == 90)
        for reader in (None, alice, bob):
            assert server.api(reader).get(picture.get_attribute("src").removeprefix(server.url)).status_code == 404
        day.shoot("desk-5-appeal").write("#text", "So it was").press("button[value=grant]").open("/moderation")
        assert not day.has(".desk-card[data-item]") and not is_suspended(server, bob)
        day.press("nav a[href='/moderation/log']").again()
        assert len(day.all(".desk-table tbody tr")) >= 4 and "Please be kinder" in day.tab.text and "So it was" in day.tab.text
        day.shoot("desk-6-log")
        day.press("nav a[href='/moderation/accounts']").write("#q", bob.name).press("form[role=search] button")
        assert day.has(person)
        day.sign_out().open("/moderation", refused=True)
        assert not day.has(".desk")
    server.doctor()


def is_suspended(server, person):
    return server.api().get(f"/api/v1/accounts/lookup?acct={person.name}").json().get("suspended") is True
