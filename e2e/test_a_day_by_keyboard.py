"""A person's day by the keyboard alone, in English, Arabic and Japanese, on a phone and a desk, with and without JavaScript: signing in,
two-factor sign-in, a post, one for later, an edit with its history. Each page fits and axe finds nothing in it."""

import base64
import contextlib
import datetime
import hashlib
import hmac
import struct
import time

import pytest

from axe import findings
from chromium import NEEDS_CHROMIUM, chromium
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from server import ENGINES, PASSWORD, Server

pytestmark = NEEDS_CHROMIUM

NEW_PAGES = ["/settings/two_factor", "/settings/two_factor/new_codes", "/settings/two_factor/off", "/settings/passkeys/new"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(ENGINES[0], tmp_path_factory.mktemp("keyboard"))
    try:
        yield running.start()
    finally:
        running.close()


def time_code(key, ahead=0):
    """RFC 6238, of the text that people type into their app."""
    secret = base64.b32decode(key.replace(" ", ""))
    mac = hmac.new(secret, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Keyboard:
    """What somebody does who has no pointer."""

    def __init__(self, tab):
        self.tab = tab

    def press(self, keys):
        webdriver.ActionChains(self.tab.driver).send_keys(keys).perform()
        return self

    def go_to(self, css, most=80):
        """Presses Tab until the first element of that kind has the focus, which has to be seen then."""
        for _ in range(most):
            # A page that is being replaced has other elements a moment later.
            with contextlib.suppress(StaleElementReferenceException, NoSuchElementException):
                wanted = self.tab.find(css)
                if self.tab.driver.switch_to.active_element == wanted:
                    look = "return getComputedStyle(arguments[0]).outlineStyle"
                    outline = self.tab.driver.execute_script(look, wanted)
                    assert outline != "none", f"{css} does not show that it has the focus"
                    return self
            self.press(Keys.TAB)
        raise AssertionError(f"{css} cannot be reached by the keyboard on {self.tab.url}")

    def submit(self, until):
        self.press(Keys.ENTER)
        def came():
            # A page that is being replaced has no elements for a moment.
            with contextlib.suppress(Exception):
                return until()
            return False

        self.tab.wait(came, f"nothing came of it on {self.tab.url}")
        return self


def path_of(tab):
    return tab.url.split("://", 1)[1].partition("/")[2].partition("?")[0].partition("#")[0]


def give_password(tab, keys, server, person):
    tab.open(f"{server.url}/auth/sign_in?return_to=/home")
    keys.go_to("#login").press(person.name).go_to("#password").press(PASSWORD)


@pytest.mark.parametrize("language, width, scripts", [
    ("en", 1280, True), ("en", 390, False), ("ar", 390, True), ("ja", 1280, False),
])
def test_a_day(server, language, width, scripts):
    person = server.person("alice")
    api = server.api(person)
    with chromium(width=width, scripts=scripts, dark=language == "ja") as tab:
        keys = Keyboard(tab)
        tab.open(server.url + "/auth/sign_in")
        keys.go_to("#site-language")
        tab.driver.execute_script("arguments[0].value = arguments[1]", tab.find("#site-language"), language)
        keys.go_to(".site-language button").submit(lambda: tab.find("html").get_attribute("lang") == language)
        assert tab.find("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")

        give_password(tab, keys, server, person)
        keys.submit(lambda: path_of(tab) == "home")

        # A post.
        if width < 640:
            keys.go_to(".places a.write").submit(lambda: path_of(tab) == "publish")
        keys.go_to("textarea[name=text]").press("Plums are ripe")
        keys.go_to(".compose .actions button[value=publish]")
        keys.submit(lambda: tab.driver.find_elements(By.CSS_SELECTOR, ".said [role=status]"))
        [post] = api.get(f"/api/v1/accounts/{api.me()['id']}/statuses").json()

        # Two-factor sign-in, set up with a key that an app would have.
        tab.open(server.url + "/settings")
        keys.go_to('a[href="/settings/two_factor"]').submit(lambda: path_of(tab) == "settings/two_factor")
        keys.go_to("#current_password").press(PASSWORD)
        keys.submit(lambda: path_of(tab) == "settings/two_factor/set_up")
        key = tab.find(".code code").text
        look_at(tab, scripts)
        keys.go_to("#code").press(time_code(key))
        keys.submit(lambda: path_of(tab) == "settings/two_factor/codes")
        codes = [code.text for code in tab.driver.find_elements(By.CSS_SELECTOR, ".codes code")]
        assert len(codes) == 10
        look_at(tab, scripts)
        tab.driver.delete_all_cookies()
        give_password(tab, keys, server, person)
        keys.submit(lambda: path_of(tab) == "auth/two_factor")
        look_at(tab, scripts)
        # Of the step after the one that is used already: clocks may differ so far.
        keys.go_to("#code").press(time_code(key, ahead=1))
        keys.submit(lambda: path_of(tab) == "home")

        # A post for later is moved out of the way.
        tab.open(server.url + "/publish")
        keys.go_to("textarea[name=text]").press("Good morning")
        keys.go_to("#compose-when summary").press(Keys.ENTER)
        moment = datetime.datetime.now() + datetime.timedelta(days=3)
        tab.driver.execute_script(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
            tab.find("#compose-later"), moment.strftime("%Y-%m-%dT%H:%M"))
        keys.go_to(".compose > .actions button[value=publish]", most=400)
        keys.submit(lambda: tab.driver.find_elements(By.CSS_SELECTOR, '.said a[href="/scheduled"]'))
        assert len(api.get("/api/v1/scheduled_statuses").json()) == 1
        tab.open(server.url + "/scheduled")
        assert "Good morning" in tab.find(".waiting").text
        look_at(tab, scripts)
        keys.go_to(".waiting details:last-of-type summary").press(Keys.ENTER)
        keys.go_to("button[value=cancel]").submit(lambda: not tab.driver.find_elements(By.CSS_SELECTOR, ".waiting"))
        assert api.get("/api/v1/scheduled_statuses").json() == []

        # An edit, and what it changed.
        edited = api.request("PUT", f"/api/v1/statuses/{post['id']}", json={"status": "Pears are ripe"})
        assert edited.status_code == 200, edited.text
        tab.open(f"{server.url}/@{person.name}/{post['id']}")
        history = f"/@{person.name}/{post['id']}/history"
        keys.go_to(f'a[href="{history}"]').submit(lambda: tab.url.endswith("/history"))
        assert (tab.find(".versions del").text, tab.find(".versions ins").text) == ("Plums", "Pears")
        look_at(tab, scripts)
        for path in NEW_PAGES:
            tab.open(server.url + path)
            look_at(tab, scripts)


def look_at(tab, scripts):
    """The page fits on the narrowest telephone, too, and nothing serious is found in it."""
    size = tab.driver.execute_script("return [window.innerWidth, window.innerHeight]")
    for width in {320, size[0]}:
        tab.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": size[1], "deviceScaleFactor": 1, "mobile": width < 500})
        over = tab.driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{tab.url} is {over} pixels too wide at {width}"
    tab.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 500})
    if scripts:
        assert findings(tab) == [], tab.url


def test_a_browser_reads_offline_what_may_be_kept(server):
    """Installed as an app, the last home is there without a network, unless it shows a sensitive call; leaving forgets it."""
    alice = server.person("alice")
    api = server.api(alice)
    api.status("Plums for everybody")
    with chromium(width=390) as tab:
        tab.open(f"{server.url}/auth/sign_in?return_to=/home").type("#login", alice.name).type("#password", PASSWORD)
        tab.click(tab.find("main form button[type=submit]")).wait_for("Plums for everybody")
        registered = tab.driver.execute_async_script(
            "const done = arguments[0]; navigator.serviceWorker.register('/sw.js')"
            ".then(() => navigator.serviceWorker.ready).then(() => done(true), (error) => done(`${error}`))")
        assert registered is True, registered

        def look(path, words):
            # Without a server there is no network either, for page and worker alike.
            server.stop()
            try:
                tab.open(server.url + path).wait_for(words)
            finally:
                server.start()

        tab.open(server.url + "/home").wait_for("Plums for everybody")
        look("/home", "Plums for everybody")
        look("/search", "You are offline")
        api.post("/api/chorus/v1/calls", json={
            "prompt": "Say so", "tag": f"hard{alice.name}", "answers": ["Yes", "No"], "visibility": "public", "sensitive": True})
        tab.open(server.url + "/home").wait_for("Say so")
        look("/home", "You are offline")
