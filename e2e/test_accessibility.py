"""axe-core over every page in Chromium: nothing is found, be it light or dark, wide or narrow, from left to right or from right to left."""

import pytest

from axe import findings
from browser import Browser
from chromium import NEEDS_CHROMIUM, chromium
from furnished import BEGINNINGS, STRANGE, furnish, signed_in, walk
from server import ENGINES, Server

pytestmark = NEEDS_CHROMIUM

# Pages that no link leads to.
ERRORS = ["/no/such/page", "/tags/none", "/offline"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with one of everything."""
    server = Server(ENGINES[0], tmp_path_factory.mktemp("axe"), options=["--guard", "hold"])
    try:
        yield furnish(server.start())
    finally:
        server.close()


@pytest.mark.parametrize("width, dark, language", [(390, False, "en"), (1280, True, "ar"), (320, True, "ja")])
def test_nothing_is_found_on_any_page(site, width, dark, language):
    faults = {}
    with chromium(width=width, dark=dark, language=language) as tab:
        for person, beginnings, fewest in [(None, STRANGE, 15), (site.dana, BEGINNINGS, 60)]:
            browser = signed_in(site, person) if person else Browser(site.url)
            paths = [path for path, _ in walk(browser, beginnings)] + ERRORS
            assert len(paths) >= fewest, paths
            tab.open(site.url + "/offline")
            for cookie in browser.session.cookies:
                tab.driver.add_cookie({"name": cookie.name, "value": cookie.value, "path": "/"})
            for path in paths:
                tab.open(site.url + path)
                if person and path not in ERRORS:
                    assert tab.find("header .me"), path
                assert tab.find("html").get_attribute("lang") == language, path
                over = tab.driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
                faults[path] = findings(tab) + ([f"{over} pixels too wide"] if over > 0 else [])
    assert {path: found for path, found in faults.items() if found} == {}
