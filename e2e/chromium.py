"""A real browser: Debian's Chromium without a screen, driven by Selenium, with or without JavaScript."""

import contextlib
import os
import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
# On a test, or as `pytestmark` of a file, that needs a browser.
NEEDS_CHROMIUM = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed")


@contextlib.contextmanager
def chromium(scripts=True, width=1280, height=900, dark=False, language=None):
    """A browser of its own, with an empty profile, closed at the end; `language` is what it asks pages for."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.add_argument("--headless=new")
    options.add_argument(f"--window-size={width},{height}")
    options.add_argument("--disable-dev-shm-usage")
    # A machine without a mouse says so to style sheets; these are its kinds of pointer: 4 is fine, 2 can hover.
    kinds = "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"
    options.add_argument(f"--blink-settings={kinds}")
    if os.geteuid() == 0:
        # Chromium's sandbox refuses root, which containers of CI run as.
        options.add_argument("--no-sandbox")
    # What its console says is kept.
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    preferences = {}
    if not scripts:
        # What a person sets in the browser's own settings: 2 is "block".
        preferences["profile.managed_default_content_settings.javascript"] = 2
    if language:
        preferences["intl.accept_languages"] = language
    options.add_experimental_option("prefs", preferences)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        driver.set_page_load_timeout(60)
        if width < 500:
            # Its window is never narrower; a telephone's page is.
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": True})
        if dark:
            driver.execute_cdp_cmd(
                "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        yield Tab(driver)
    finally:
        driver.quit()


class Tab:
    """One tab, as a person sees it: words, title, address, and how many steps back there are."""

    def __init__(self, driver):
        self.driver = driver

    @property
    def url(self):
        return self.driver.current_url

    @property
    def title(self):
        return self.driver.title

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    @property
    def history(self):
        """Addresses of the entries of this tab, the oldest first; works without JavaScript, too."""
        return [entry["url"] for entry in self.driver.execute_cdp_cmd("Page.getNavigationHistory", {})["entries"]]

    def open(self, url):
        """As if its address was typed."""
        self.driver.get(url)
        return self

    def back(self):
        self.driver.back()
        return self

    def wait(self, condition, words=""):
        WebDriverWait(self.driver, 20, poll_frequency=0.05).until(lambda _: condition(), words)
        return self

    def wait_for(self, words):
        """Until the page says so; a page that is being replaced has no body for a moment."""
        def says():
            with contextlib.suppress(Exception):
                return words in self.text
            return False
        return self.wait(says, f"{words!r} is not on {self.url}")

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def link(self, words):
        return self.driver.find_element(By.PARTIAL_LINK_TEXT, words)

    def click(self, element):
        """Clicks what a person sees: in the middle of the window, where nothing fixed lies over it."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()
        return self

    def type(self, css, text):
        field = self.find(css)
        field.clear()
        field.send_keys(text)
        return self

    def press_shift(self, times):
        for _ in range(times):
            webdriver.ActionChains(self.driver).key_down(Keys.SHIFT).key_up(Keys.SHIFT).perform()
        return self

    def screenshot(self, path, whole=False):
        """The part in view, or the whole page."""
        import base64

        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": whole})
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))
