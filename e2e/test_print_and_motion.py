"""On paper the question, the number and the answers, black on white; with reduced motion nothing moves."""

import pytest

from axe import findings
from chromium import NEEDS_CHROMIUM, chromium
from days import found
from server import ENGINES, Server

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A call with an answer, and a post: (server, who is signed in, paths by name)"""
    server = Server(ENGINES[0], tmp_path_factory.mktemp("paper"))
    try:
        server.start()
        alice, bob = found(server, server.person("alice")), found(server, server.person("bob"))
        call = server.api(alice).post("/api/chorus/v1/calls", json={
            "prompt": "Do you water the plums?", "tag": "Plums", "answers": ["Yes", "No"], "visibility": "public"}).json()
        server.api(bob).status("yes, on Tuesdays #plums", in_reply_to_id=call["status_id"])
        post = server.api(bob).status("Bees #plums")
        yield server, alice, {"call": f"/calls/{call['id']}", "tag": "/tags/plums", "post": f"/@{bob.name}/{post['id']}",
                              "profile": f"/@{bob.name}"}
    finally:
        server.close()


def emulate(tab, media="", **features):
    tab.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "media": media, "features": [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]})


def sign_in(tab, server, person):
    tab.open(server.url + "/auth/sign_in").type("#login", person.name).type("#password", person.password)
    tab.click(tab.find("main form button[type=submit]")).wait_for("Notifications")


def test_paper(site):
    server, alice, paths = site
    shown = {"call": ["h1", ".magnitude", ".answers", ".asof", "#page-address"], "tag": ["h1", ".magnitude", "article .content"],
             "post": ["article.focus .content"], "profile": ["h1", "article"]}
    with chromium() as tab:
        for person in (None, alice):
            if person:
                sign_in(tab, server, person)
            for name, wanted in shown.items():
                tab.open(server.url + paths[name])
                # Who reads on a dark screen prints on white paper.
                emulate(tab, "print", prefers_color_scheme="dark")
                for css in wanted:
                    assert tab.find(css).is_displayed(), (name, css)
                for css in ["nav", "form", ".button", ".acts", ".leave-button", ".site-foot"]:
                    for element in tab.driver.find_elements("css selector", css):
                        assert not element.is_displayed(), (name, css)
                paper, ink = tab.driver.execute_script(
                    "const look = getComputedStyle(document.body); return [look.backgroundColor, look.color]")
                assert (paper, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)"), name
                assert findings(tab) == [], name
                pdf = tab.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})
                assert len(pdf["data"]) > 5000, name
                emulate(tab)


MOVES = """
    const look = (element, part) => { const style = getComputedStyle(element, part);
        return [style.transitionDuration, style.animationName, style.scrollBehavior]; };
    return [...document.querySelectorAll("*")].flatMap((one) => [null, "::before", "::after"].map((part) => [one, look(one, part)]))
        .filter(([, [lasts, name, scroll]]) => !/^0s(, 0s)*$/.test(lasts) || name !== "none" || scroll !== "auto")
        .map(([one, [...how]]) => `${one.localName}.${one.className}: ${how}`);
"""


def test_nothing_moves_where_nothing_should(site):
    server, alice, paths = site
    with chromium() as tab:
        tab.open(server.url + paths["call"])
        emulate(tab, prefers_reduced_motion="no-preference")
        assert tab.driver.execute_script(MOVES), "nothing moves for anybody: this test would find nothing"
        emulate(tab, prefers_reduced_motion="reduce")
        pages = [paths["call"], paths["tag"], paths["post"], "/", "/auth/sign_up"]
        for path in pages:
            assert tab.open(server.url + path).driver.execute_script(MOVES) == [], path
        sign_in(tab, server, alice)
        for path in [*pages, "/home", "/publish", "/notifications", "/settings", paths["profile"]]:
            assert tab.open(server.url + path).driver.execute_script(MOVES) == [], path
