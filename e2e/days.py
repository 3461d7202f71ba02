"""People's days in a real browser: in which surroundings somebody goes through one, by which hand, and what has to be true of every page.

Steps name fields, buttons and addresses, never words, so that a day is the same in every language."""

import contextlib
import dataclasses
import itertools
import os
import pathlib
import time
import urllib.parse

from axe import findings
from browser import PACE
from chromium import chromium
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from server import ENGINES, PASSWORD, Server

# Where pictures of the pages are kept for who wants to look at them.
SHOTS = os.environ.get("DAY_SHOTS")

_serial = itertools.count(1)
_looked_at = set()


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """What somebody has before them. `keys`: there is no pointer."""

    language: str
    width: int
    scripts: bool = True
    dark: bool = False
    keys: bool = False

    def __str__(self):
        words = [self.language, str(self.width), "dark" if self.dark else "light"]
        return "-".join(words + ["scripts" if self.scripts else "plain"] + ["keys"] * self.keys)


# Each has all three languages, both widths, both colours, with and without a script, and a day by keys alone; together they have each
# pair of language, width, colours and scripts.
ONE = [Surroundings("en", 390), Surroundings("ar", 1280, dark=True, keys=True), Surroundings("ja", 1280, scripts=False)]
OTHER = [Surroundings("en", 1280, scripts=False, dark=True, keys=True), Surroundings("ar", 390, scripts=False),
         Surroundings("ja", 390, dark=True)]


class Day:
    """One person at one browser. Every step ends on a page that has been looked at."""

    def __init__(self, tab, server, surroundings):
        self.tab = tab
        self.server = server
        self.surroundings = surroundings
        self.name = f"person{next(_serial)}x{server.port}"
        # What the browser may complain about, since the step does what is refused.
        self.refused = 0

    # Where one is.

    @property
    def path(self):
        return urllib.parse.urlsplit(self.tab.url).path

    def all(self, css):
        return self.tab.driver.find_elements(By.CSS_SELECTOR, css)

    def has(self, css):
        return bool(self.all(css))

    def text(self, css):
        return self.tab.find(css).text

    def value(self, css):
        return self.tab.find(css).get_attribute("value")

    def number(self, css):
        """A number as it stands there, with the digits of any language."""
        return int("".join(str(int(sign)) for sign in self.text(css) if sign.isdigit()) or -1)

    def script(self, text, *arguments):
        return self.tab.driver.execute_script(text, *arguments)

    # What one does.

    def open(self, path, refused=False):
        """As if its address was typed, or came by a link from elsewhere."""
        self.refused += refused
        self.tab.open(path if "://" in path else self.server.url + path)
        return self.look()

    def again(self):
        """The page is loaded again: what it said before is true still."""
        self.tab.driver.refresh()
        return self.glance()

    def write(self, css, text):
        field = self.tab.find(css)
        if self.surroundings.keys:
            self.go_to(css)
            self.with_control("a").type(Keys.DELETE + text)
        else:
            self.tab.click(field)
            field.clear()
            field.send_keys(text)
        return self

    def type_after(self, css, text):
        """Writes on after what stands there."""
        if self.surroundings.keys:
            self.go_to(css).with_control(Keys.END).type(text)
        else:
            self.tab.click(self.tab.find(css)).find(css).send_keys(text)
        return self

    def choose(self, css, value):
        """One of a list, by its value; a person with keys goes down to it."""
        field = self.tab.find(css)
        if self.surroundings.keys:
            self.go_to(css)
            places = "return [arguments[0].selectedIndex, [...arguments[0].options].findIndex((o) => o.value === arguments[1])]"
            here, there = self.script(places, field, value)
            self.type((Keys.ARROW_DOWN if there > here else Keys.ARROW_UP) * abs(there - here))
        else:
            self.tab.click(field.find_element(By.CSS_SELECTOR, f'option[value="{value}"]'))
        assert field.get_attribute("value") == value
        return self

    def tick(self, css):
        """A box, or one of several answers."""
        if self.surroundings.keys:
            # Of several answers the keyboard comes to the one that is chosen, or to the first; arrows lead on.
            field = self.tab.find(css)
            if field.get_attribute("type") == "radio":
                group = f'input[type=radio][name="{field.get_attribute("name")}"]'
                places = ("const all = [...document.querySelectorAll(arguments[1])];"
                          "return [Math.max(0, all.findIndex((one) => one.checked)), all.indexOf(arguments[0])]")
                here, there = self.script(places, field, group)
                self.go_to(f"{group}:checked" if self.has(f"{group}:checked") else group)
                self.type((Keys.ARROW_DOWN if there > here else Keys.ARROW_UP) * abs(there - here) or Keys.SPACE)
            else:
                self.go_to(css).type(Keys.SPACE)
        else:
            self.tab.click(self.tab.find(css))
        assert self.tab.find(css).is_selected()
        return self

    def unfold(self, css):
        """Opens what is folded, unless it is open."""
        if self.tab.find(css).get_attribute("open") is None:
            self.hit(css + " > summary")
        return self

    def hit(self, css):
        """Presses a link or button, and waits for nothing."""
        if self.surroundings.keys:
            self.go_to(css).type(Keys.ENTER)
        else:
            self.tab.click(self.tab.find(css))
        return self

    def press(self, css, until=None, refused=False):
        """Presses a link or button that leads to a page; `until` says how one knows the page, where it is not simply another one."""
        # A page that takes the place of this one has another body.
        self.script("document.body.dataset.seen = 'yes'")
        self.refused += refused
        self.hit(css)
        self.until(until or (lambda: not self.has("body[data-seen]")), f"nothing came of {css}")
        return self.look()

    def until(self, condition, words="it never was so"):
        def is_so():
            # A page that is being replaced has no elements for a moment.
            with contextlib.suppress(WebDriverException):
                return self.script("return document.readyState") == "complete" and condition()
            return False

        self.tab.wait(is_so, f"{words}, on {self.tab.url}")
        return self

    def eventually(self, condition, words):
        """Until the page that is loaded again says so: figures are a second old."""
        return self.until(lambda: condition() or self.tab.driver.refresh(), words).glance()

    def type(self, keys):
        webdriver.ActionChains(self.tab.driver).send_keys(keys).perform()
        return self

    def with_control(self, key):
        webdriver.ActionChains(self.tab.driver).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()
        return self

    def go_to(self, css, most=150):
        """Presses Tab until the element has the focus, which has to be seen then."""
        wanted = self.tab.find(css)
        ahead = self.script(STOPS_BETWEEN, wanted)
        if ahead > 3:
            self.type(Keys.TAB * (ahead - 2))
        for _ in range(most):
            if self.tab.driver.switch_to.active_element == wanted:
                outline = self.script("return getComputedStyle(arguments[0]).outlineStyle", wanted)
                assert outline != "none", f"{css} does not show that it has the focus"
                return self
            self.type(Keys.TAB)
        raise AssertionError(f"{css} cannot be reached by the keyboard on {self.tab.url}")

    # What every day begins and ends with.

    def sign_up(self):
        """From the page one is on; on a telephone there is room for the way in alone, from where one goes on."""
        door = "header a[href^='/auth/sign_up']"
        if not self.tab.find(door).is_displayed():
            self.press("header a[href^='/auth/sign_in']")
            door = ".after a[href^='/auth/sign_up']"
        return self.press(door).fill_in_sign_up()

    def fill_in_sign_up(self):
        self.write("#username", self.name).write("#email", f"{self.name}@example.test").write("#password", PASSWORD)
        if self.has("#agreement"):
            self.tick("#agreement")
        time.sleep(PACE)
        self.press("main form button[type=submit]")
        assert self.has("header .me"), self.tab.text[:500]
        return self

    def sign_in(self, name):
        self.press("header a[href^='/auth/sign_in']").write("#login", name).write("#password", PASSWORD)
        return self.press("main form:not([hidden]) button[type=submit]")

    @property
    def api(self):
        """As this person, by an app: what the pages have done."""
        if not hasattr(self, "_api"):
            self._api = self.server.api(self.server.token(self.name))
        return self._api

    def posts(self):
        return self.api.get(f"/api/v1/accounts/{self.api.me()['id']}/statuses").json()

    def sign_out(self):
        self.unfold("header details.mine")
        self.press("form[action='/auth/sign_out'] button")
        assert not self.has("header .me")
        return self

    # What has to be true of every page.

    def look(self):
        """With axe, too, unless a page of the same parts was looked at in the same surroundings."""
        self.glance()
        parts = (self.surroundings, self.script(PARTS))
        if parts in _looked_at:
            return self
        _looked_at.add(parts)
        with running_scripts(self.tab, self.surroundings.scripts):
            found = findings(self.tab)
        assert found == [], f"{self.tab.url}: {found}"
        return self

    def glance(self):
        """The page is in the language of who reads it, fits on the narrowest telephone, too, and no script has failed."""
        self.until(lambda: True)
        where, surroundings = self.tab.url, self.surroundings
        page = self.tab.find("html")
        direction = "rtl" if surroundings.language == "ar" else "ltr"
        assert (page.get_attribute("lang"), page.get_attribute("dir")) == (surroundings.language, direction), where
        for width in (320, surroundings.width):
            set_width(self.tab, width)
            over = self.script("return document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, f"{where} is {over} pixels too wide at {width}"
        complaints = [entry for entry in self.tab.driver.get_log("browser") if entry["level"] == "SEVERE"]
        if self.refused:
            # A page that refuses a form comes with a status of 4xx, which the browser notes.
            complaints = [entry for entry in complaints if "status of 4" not in entry["message"]]
            self.refused = 0
        assert complaints == [], f"{where}: {complaints}"
        return self

    def shoot(self, name):
        if SHOTS:
            self.tab.screenshot(pathlib.Path(SHOTS) / f"{name}-{self.surroundings}.png", whole=True)
        return self


# How many elements the Tab key would stop at before this one: an estimate, the last of them are pressed one by one.
STOPS_BETWEEN = """
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, iframe, [tabindex]")].filter((one) =>
        one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
    return stops.indexOf(arguments[0]) - stops.indexOf(document.activeElement);
"""

# What a page is made of, however often and with whatever words.
PARTS = """
    const kind = (one) => [one.localName, one.getAttribute("class"), one.type, one.getAttribute("role"), one.disabled, one.open].join();
    return [...new Set([...document.querySelectorAll("*")].map(kind))].sort().join(";");
"""


def set_width(tab, width, height=900):
    tab.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})


def set_scripts(tab, run):
    tab.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not run})


@contextlib.contextmanager
def running_scripts(tab, always):
    """For axe, which is a script itself: those of the page have not run by then, and do not begin to."""
    if not always:
        set_scripts(tab, True)
    try:
        yield
    finally:
        if not always:
            set_scripts(tab, False)


@contextlib.contextmanager
def a_day(server, surroundings):
    with chromium(width=surroundings.width, dark=surroundings.dark, language=surroundings.language) as tab:
        set_scripts(tab, surroundings.scripts)
        yield Day(tab, server, surroundings)


def a_server(tmp_path_factory, name, *options):
    """A started server of the first database: that pages show the same on both is shown elsewhere."""
    server = Server(ENGINES[0], tmp_path_factory.mktemp(name), options=options)
    return server.start()


def found(server, person):
    """Somebody whom pages may show."""
    server.api(person).request("PATCH", "/api/v1/accounts/update_credentials", json={
        "display_name": person.name.title(), "discoverable": True, "indexable": True})
    return person
