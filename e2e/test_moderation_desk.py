"""The desk of moderators and the page of whom they decide about, in a real browser: by keyboard, narrow and wide."""

import os
import pathlib

import pytest

from chromium import CHROMIUM, DRIVER, chromium
from pictures import png
from server import Server
from test_accessibility import findings

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed")
# Where pictures of the pages are kept for who wants to look at them.
SHOTS = os.environ.get("DESK_SHOTS")


@pytest.fixture
def desk(engine, tmp_path):
    running = Server(engine, tmp_path, options=["--guard", "hold"])
    try:
        yield running.start()
    finally:
        running.close()


def sign_in(tab, server, person):
    tab.open(server.url + "/auth/sign_in").type("#login", person.name).type("#password", person.password)
    tab.click(tab.find("main form button[type=submit]"))
    tab.wait(lambda: "/auth/sign_in" not in tab.url)
    return tab


def shoot(tab, name):
    if SHOTS:
        tab.screenshot(pathlib.Path(SHOTS) / f"{name}.png", whole=True)


def press(tab, keys):
    for key in keys:
        tab.driver.switch_to.active_element.send_keys(key)


def fill(server):
    """Two reports about bob with a picture, a held post of his: (admin, alice, bob)"""
    admin, alice, bob = server.person("dana", admin=True), server.person("alice"), server.person("bob")
    api = server.api(bob)
    media = api.post("/api/v2/media", files={"file": ("a.png", png(90, 60), "image/png")}, data={"description": "Two bees"}).json()
    post = api.status("You are all plums", media_ids=[media["id"]])
    for reporter in (alice, admin):
        answer = server.api(reporter).post("/api/v1/reports", json={
            "account_id": api.me()["id"], "status_ids": [post["id"]], "comment": "Not kind", "category": "other"})
        assert answer.status_code == 200, answer.text
    api.status("Call Ann: +44 7700 900123")
    return admin, alice, bob


def test_a_moderator_decides_by_keyboard_and_the_person_reads_why_and_appeals(desk):
    server = desk
    admin, alice, bob = fill(server)
    with chromium() as tab:
        sign_in(tab, server, admin).open(server.url + "/moderation").wait_for("Not kind")
        shoot(tab, "queue-1280")
        assert findings(tab) == []
        # By j and Enter to the first, by a to the form.
        tab.find("body").send_keys("j")
        assert bob.name in tab.driver.switch_to.active_element.text
        press(tab, "\n")
        tab.wait_for("You are all plums")
        assert "Show the file: Two bees" in tab.text
        picture = tab.find(".veil img")
        tab.wait(lambda: tab.driver.execute_script("return arguments[0].naturalWidth > 0", picture))
        assert "blur" in picture.value_of_css_property("filter")
        tab.click(tab.find(".veil input"))
        assert picture.value_of_css_property("filter") == "none"
        shoot(tab, "person-1280")
        assert findings(tab) == []
        tab.find("body").send_keys("?")
        assert tab.find("[data-keys]").get_attribute("open")
        tab.find("body").send_keys("a")
        assert tab.driver.switch_to.active_element.get_attribute("name") == "kind"
        tab.driver.execute_script("document.querySelector('#kind').value = 'suspend'")
        tab.type("#text", "Please be kinder")
        tab.click(tab.find("button[value=decide]")).wait_for("+44 7700 900123")
        held = tab.find("a[href^='/moderation/held/']")
        tab.click(held).wait_for("phone_number")
        tab.find("body").send_keys("r")
        press(tab, "\n")
        tab.wait_for("Nothing is waiting.")
        tab.open(server.url + "/moderation/log").wait_for("Suspended")
        shoot(tab, "log-1280")
        assert findings(tab) == []
    with chromium(width=390) as tab:
        sign_in(tab, server, bob).wait_for("Please be kinder")
        shoot(tab, "standing-390")
        assert findings(tab) == []
        assert tab.open(server.url + "/settings/profile").url.endswith("/settings/standing")
        # The older one: the newest is about the held post.
        measure = "article.measure:last-of-type "
        tab.find(measure + "textarea").send_keys("It was a joke")
        tab.click(tab.find(measure + "button[name=appeal]")).wait_for("A moderator has not decided yet.")
    with chromium(width=390, scripts=False) as tab:
        # Without a script, too.
        sign_in(tab, server, admin).open(server.url + "/moderation").wait_for("It was a joke")
        shoot(tab, "queue-390")
        tab.click(tab.find("a[href^='/moderation/appeals/']")).wait_for("Please be kinder")
        shoot(tab, "appeal-390")
        tab.type("#text", "It was")
        tab.click(tab.find("button[value=grant]")).wait_for("Nothing is waiting.")
    assert server.api(alice).get(f"/api/v1/accounts/lookup?acct={bob.name}").json().get("suspended") is None
    server.doctor()
