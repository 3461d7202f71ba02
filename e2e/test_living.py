"""What is written in the browser stays: over the end of a session, as a draft, and never where it must not; and home is light."""

import pytest

from chromium import NEEDS_CHROMIUM, chromium
from selenium.webdriver.common.by import By
from server import ENGINES, Server

pytestmark = NEEDS_CHROMIUM


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


@pytest.mark.parametrize("place, scripts", [
    ("post", False), ("reply", True), ("answer", True), ("answer", False), ("call", True), ("call", False),
])
def test_nothing_written_is_lost(server, place, scripts):
    """A session that ends while one writes: the words are still there, and signing in goes on with them."""
    alice, bob = server.person("alice"), server.person("bob")
    post = server.api(bob).status("A question about bees")
    asked = server.api(bob).post("/api/chorus/v1/calls", json={
        "prompt": "Say so", "tag": f"bees{bob.name}", "answers": ["Yes", "No"], "sensitive": True, "visibility": "public"}).json()
    path, form, field = {
        "post": ("/publish", "form.compose", "textarea[name=text]"),
        "reply": (f"/@{bob.name}/{post['id']}", f"form[data-compose='reply-{post['id']}']", "textarea[name=text]"),
        "answer": (f"/calls/{asked['id']}", "form.compose", "textarea[name=text]"),
        "call": ("/calls/new", "form.calling", "#prompt"),
    }[place]
    words, send = f"{form} {field}", f"{form} > .actions button"
    with chromium(scripts=scripts) as tab:
        sign_in(tab, server, alice, path)
        if place == "call":
            tab.type("#tag", f"plums{alice.name}")
        tab.find(words).send_keys("A thought that took an hour")
        tab.driver.delete_all_cookies()
        tab.click(tab.find(send)).wait_for("not signed in any more")
        assert "A thought that took an hour" in tab.find(words).get_attribute("value")
        tab.type("input[name=login]", alice.name).type("input[name=password]", alice.password)
        tab.click(tab.find(send))
        if place == "call":
            tab.wait_for("As people will see it")
            tab.click(button(tab, "publish"))
        api = server.api(alice)
        tab.wait(lambda: len(api.get(f"/api/v1/accounts/{api.me()['id']}/statuses").json()) == 1, "it was not published")
        assert "A thought that took an hour" in api.get(f"/api/v1/accounts/{api.me()['id']}/statuses").json()[0]["content"]


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


def test_the_first_view_is_light(server):
    """Of a full home, and of a long thread: below 60 KB, in twelve requests."""
    alice, bob = server.person("alice"), server.person("bob")
    api = server.api(alice)
    for number in range(20):
        api.status(f"note {number} #plums, a few words more so that it is as long as most are")
    root = api.status("how many plums?")["id"]
    for number in range(60):
        server.api(bob if number % 2 else alice).status(f"{number}, and a few words more", in_reply_to_id=root)
    with chromium(width=390) as tab:
        sign_in(tab, server, alice, "/home")
        for path in ["/home", f"/@{alice.name}/{root}"]:
            tab.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
            tab.open(server.url + path)
            weights = tab.driver.execute_script(
                "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
                ".map((e) => [e.name, e.transferSize])")
            assert len(weights) <= 12, weights
            assert sum(size for _, size in weights) < 60_000, weights