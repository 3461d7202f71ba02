"""A day in the browser: signing in, writing, replying, following, being told, calling and answering, with and without JavaScript."""

import pytest

from chromium import CHROMIUM, DRIVER, chromium
from pictures import png
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from server import ENGINES, Server

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(ENGINES[0], tmp_path_factory.mktemp("living"))
    try:
        yield running.start()
    finally:
        running.close()


def sign_in(tab, server, person, path="/"):
    tab.open(f"{server.url}/auth/sign_in?return_to={path}").type("#login", person.name).type("#password", person.password)
    tab.click(tab.find("main form button[type=submit]")).wait_for("Notifications")
    return tab


def button(tab, value):
    return tab.find(f'button[value="{value}"]')


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_day(server, tmp_path, width, scripts):
    """From the first post to the last answer; everything is seen by others as it was set."""
    alice, bob = server.person("alice"), server.person("bob")
    api = server.api(bob)
    api.request("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True})
    bobs = api.status("A question about bees #bees")
    with chromium(width=width, scripts=scripts) as tab:
        sign_in(tab, server, alice, "/home").wait_for("Follow people and tags")

        # A post with a picture, a warning and an audience.
        if width < 640:
            # On a telephone the form is behind the bar at the bottom.
            tab.click(tab.find(".places a.write")).wait_for("What would you like to say?")
        tab.type("textarea[name=text]", "First plums of the year")
        if not tab.find(".compose details.options").get_attribute("open"):
            tab.click(tab.find(".compose details.options > summary"))
        tab.type("input[name=spoiler_text]", "Fruit")
        picture = tmp_path / "plum.png"
        picture.write_bytes(png(80, 60))
        tab.find("input[type=file]").send_keys(str(picture))
        if scripts:
            tab.wait(lambda: tab.driver.find_elements(By.CSS_SELECTOR, "textarea[name^=description-]"), "no upload")
        else:
            tab.click(button(tab, "attach")).wait_for("Remove Picture 1")
        assert tab.find("textarea[name=text]").get_attribute("value") == "First plums of the year"
        tab.find("textarea[name^=description-]").send_keys("A blue plum")
        tab.click(tab.driver.find_elements(By.CSS_SELECTOR, "button[value=publish]")[-1]).wait_for("Your post is published")
        assert tab.url.split("#")[0].endswith("/home")
        posted = server.api(alice).get(f"/api/v1/accounts/{server.api(alice).me()['id']}/statuses").json()
        assert [(p["spoiler_text"], [m["description"] for m in p["media_attachments"]]) for p in posted] == [
            ("Fruit", ["A blue plum"])]

        # Somebody is followed from their profile; their post stands at home.
        tab.open(f"{server.url}/@{bob.name}")
        tab.click(tab.find('button[value^="follow."]')).wait_for("Unfollow")
        tab.open(server.url + "/home").wait_for("A question about bees")

        # What is pressed under a post stays pressed, and one is where one was.
        tab.click(button(tab, f"favourite.{bobs['id']}"))
        tab.wait(lambda: tab.driver.find_elements(By.CSS_SELECTOR, f'button[value="unfavourite.{bobs["id"]}"]'))
        assert tab.url.split("#")[0] == server.url + "/home"
        assert api.get(f"/api/v1/statuses/{bobs['id']}").json()["favourites_count"] == 1

        # A reply, in place with a script, on the way back without.
        article = tab.find(f'article[data-status="{bobs["id"]}"]')
        tab.click(article.find_element(By.CSS_SELECTOR, "[data-reply]"))
        tab.wait(lambda: tab.driver.find_elements(By.CSS_SELECTOR, f'form[data-compose="reply-{bobs["id"]}"]'))
        form = tab.find(f'form[data-compose="reply-{bobs["id"]}"]')
        words = form.find_element(By.CSS_SELECTOR, "textarea[name=text]")
        assert words.get_attribute("value") == f"@{bob.name} "
        words.send_keys("they sleep")
        tab.click(form.find_elements(By.CSS_SELECTOR, "button[value=publish]")[-1])
        tab.wait_for("they sleep")
        assert tab.url.split("#")[0] == server.url + "/home"
        assert [d["content"].count("they sleep") for d in api.descendants(bobs["id"])] == [1]

        # The other one is told, and has read it then.
        sign_out_and_in(tab, server, bob)
        assert tab.find(".unread").text.endswith("3")
        tab.open(server.url + "/notifications").wait_for("favourited your post").wait_for("follows you")
        tab.open(server.url + "/home")
        assert not tab.driver.find_elements(By.CSS_SELECTOR, ".unread")

        # Search by a word of an own post.
        tab.open(server.url + "/search").type("#q", "bees")
        tab.find("#q").send_keys(Keys.ENTER)
        tab.wait_for("A question about bees")


def sign_out_and_in(tab, server, person):
    tab.driver.delete_all_cookies()
    sign_in(tab, server, person, "/home")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_call_in_five_minutes(server, scripts):
    """A call is looked at before it is made; it is answered aloud and silently on its page, which says so where one pressed."""
    alice, bob, carol = server.person("alice"), server.person("bob"), server.person("carol")
    tag = f"plums{alice.name}"
    with chromium(width=390, scripts=scripts) as tab:
        sign_in(tab, server, alice, "/calls/new").wait_for("Start a call")
        tab.type("#prompt", "Do you water the plums?").type("#tag", tag)
        tab.type("#answer-1", "Yes").type("#answer-2", "No")
        tab.click(button(tab, "preview")).wait_for("As people will see it").wait_for("Nobody has used")
        tab.click(button(tab, "publish")).wait(lambda: "/calls/" in tab.url and not tab.url.endswith("new"))
        call = tab.url.split("#")[0]
        tab.wait_for("Do you water the plums?").wait_for("Share, embed, download")

        sign_out_and_in(tab, server, bob)
        tab.open(call)
        # On the first screen of a phone.
        answer = tab.link("Answer")
        assert answer.location["y"] < 800
        tab.click(tab.find("#choice-0")).click(tab.find('input[name=do][value=answer] ~ button')).wait_for("You are counted")
        assert "ten people at a time" in tab.text

        sign_out_and_in(tab, server, carol)
        tab.open(call)
        form = tab.find("form[data-compose]")
        form.find_element(By.CSS_SELECTOR, "textarea[name=text]").send_keys("Yes, on Tuesdays")
        tab.click(form.find_elements(By.CSS_SELECTOR, "button[value=publish]")[-1])
        tab.wait_for("your answer is in this number")
        tab.wait(lambda: tab.open(call).find("[data-live=people]").text == "1")


def test_nothing_written_is_lost(server):
    """A session that ends while one writes: the words are still there, and signing in publishes them."""
    alice = server.person("alice")
    with chromium(scripts=False) as tab:
        sign_in(tab, server, alice, "/publish")
        tab.type("textarea[name=text]", "A thought that took an hour")
        tab.driver.delete_all_cookies()
        tab.click(tab.driver.find_elements(By.CSS_SELECTOR, "button[value=publish]")[-1]).wait_for("not signed in any more")
        assert tab.find("textarea[name=text]").get_attribute("value") == "A thought that took an hour"
        tab.type("input[name=login]", alice.name).type("input[name=password]", alice.password)
        tab.click(tab.driver.find_elements(By.CSS_SELECTOR, "button[value=publish]")[-1]).wait_for("Your post is published")


def drafts(tab):
    """What the tab keeps of what was written."""
    return tab.driver.execute_script("return Object.entries(sessionStorage).filter(([key]) => key.startsWith('chorus.draft.'))")


def test_drafts(server):
    """What was published is forgotten, and no other draft; an edit is no draft of a new post."""
    alice = server.person("alice")
    posted = server.api(alice).status("A question about bees")
    with chromium() as tab:
        sign_in(tab, server, alice, "/publish")
        tab.type("textarea[name=text]", "A long thought, half written")
        tab.open(f"{server.url}/statuses/{posted['id']}/edit").find("textarea[name=text]").send_keys(" and wasps")
        tab.open(f"{server.url}/@{alice.name}/{posted['id']}")
        form = tab.find(f'form[data-compose="reply-{posted["id"]}"]')
        form.find_element(By.CSS_SELECTOR, "textarea[name=text]").send_keys("they sleep")
        tab.click(form.find_elements(By.CSS_SELECTOR, "button[value=publish]")[-1])
        tab.wait(lambda: tab.driver.find_elements(By.CSS_SELECTOR, "[data-published]"), "not published")
        assert len(drafts(tab)) == 2, drafts(tab)
        tab.open(f"{server.url}/statuses/{posted['id']}/edit")
        assert tab.find("textarea[name=text]").get_attribute("value") == "A question about bees and wasps"
        tab.open(server.url + "/publish")
        assert tab.find("textarea[name=text]").get_attribute("value") == "A long thought, half written"
        tab.click(tab.driver.find_elements(By.CSS_SELECTOR, "button[value=publish]")[-1]).wait_for("Your post is published")
        assert len(drafts(tab)) == 1, drafts(tab)
        tab.open(server.url + "/publish")
        assert tab.find("textarea[name=text]").get_attribute("value") == ""


@pytest.mark.parametrize("sensitive", [True, False], ids=["sensitive", "other"])
def test_no_draft_of_a_sensitive_call(server, sensitive):
    """A tab that is opened again has what was kept in it: nothing that was written about a sensitive call."""
    alice, bob = server.person("alice"), server.person("bob")
    call = server.api(alice).request("POST", "/api/chorus/v1/calls", json={
        "prompt": "Say so", "tag": f"plums{alice.name}", "answers": ["yes", "no"], "sensitive": sensitive}).json()["id"]
    shared = f"{server.url}/share?url={server.url}/calls/{call}"
    with chromium() as tab:
        sign_in(tab, server, bob, "/home")
        for page in [f"{server.url}/calls/{call}", shared]:
            tab.open(page)
            words = tab.find("form[data-compose] textarea[name=text]")
            before = words.get_attribute("value")
            words.send_keys("on a Tuesday")
            written = words.get_attribute("value")
            assert bool(drafts(tab)) is not sensitive, drafts(tab)
            tab.open(server.url + "/lists").open(page)
            kept = tab.find("form[data-compose] textarea[name=text]").get_attribute("value")
            assert kept == (before if sensitive else written)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_fit_and_are_light(server, width):
    """No page of who is signed in is wider than the window; the first view is below 60 KB."""
    alice = server.person("alice")
    for number in range(20):
        server.api(alice).status(f"note {number} #plums, a few words more so that it is as long as most are")
    with chromium(width=width) as tab:
        sign_in(tab, server, alice, "/home")
        for path in ["/home", "/publish", "/notifications", "/search?q=plums", "/settings/profile", "/calls/new", f"/@{alice.name}",
                     "/tags/plums", "/explore", "/lists"]:
            tab.open(server.url + path)
            over = tab.driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, f"{path} is {over} pixels too wide"
        tab.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        tab.open(server.url + "/home")
        weights = tab.driver.execute_script(
            "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".map((e) => [e.name, e.transferSize])")
        assert len(weights) <= 12, weights
        assert sum(size for _, size in weights) < 60_000, weights
