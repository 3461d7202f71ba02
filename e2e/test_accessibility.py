"""axe-core over the main pages in Chromium, light and dark, wide and narrow: nothing serious is found."""

import importlib.util
import pathlib

import pytest

from chromium import CHROMIUM, DRIVER, chromium
from pictures import png
from server import ENGINES, Server

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed")

# Found without being imported: its package would import Playwright, which is not needed.
AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with a call, answers, a picture, a poll and a warning: (server, alice, paths)"""
    server = Server(ENGINES[0], tmp_path_factory.mktemp("axe"))
    try:
        server.start()
        alice, bob = server.person("alice"), server.person("bob")
        for person in (alice, bob):
            server.api(person).request("PATCH", "/api/v1/accounts/update_credentials", json={
                "discoverable": True, "note": "Plums and #gardens", "fields_attributes": [{"name": "Tea", "value": "Yes"}]})
        call = server.api(alice).post("/api/chorus/v1/calls", json={
            "prompt": "Do you water the plums?", "tag": "Plums", "answers": ["Yes", "No"], "visibility": "public",
            "resources": [{"country": "DE", "language": "de", "name": "A garden line", "phone": "0000"}],
        }).json()
        server.api(bob).status("yes, on Tuesdays #plums", in_reply_to_id=call["status_id"])
        media = server.api(bob).post("/api/v2/media", files={"file": ("a.png", png(90, 60), "image/png")},
                                     data={"description": "Two bees"}).json()
        post = server.api(bob).status("Bees #plums", media_ids=[media["id"]])
        server.api(alice).status("Which?", in_reply_to_id=post["id"], spoiler_text="Insects")
        server.api(alice).post("/api/v1/statuses", json={
            "status": "Tea? #plums", "poll": {"options": ["yes", "no"], "expires_in": 3600}})
        yield server, alice, {
            "front": "/", "tag": "/tags/plums", "call": f"/calls/{call['id']}", "call as a post": f"/@{alice.name}/{call['id']}",
            "post": f"/@{bob.name}/{post['id']}", "profile": f"/@{alice.name}", "sign-up": "/auth/sign_up",
            "sign-in": "/auth/sign_in", "explore": "/explore", "calls": "/calls", "about": "/about", "nothing": "/tags/none",
        }
    finally:
        server.close()


def findings(tab):
    """Rule, place and words of each serious finding."""
    tab.driver.execute_script(AXE.read_text())
    found = tab.driver.execute_async_script(
        "const [rules, done] = arguments; axe.run(document, rules).then(done, (error) => done({error: `${error}`}))",
        RULES)
    assert "error" not in found, found
    assert found["passes"], "axe has looked at nothing"
    return [
        (rule["id"], node["target"], node["failureSummary"])
        for rule in found["violations"] if rule["impact"] in ("serious", "critical") for node in rule["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_serious_is_found(site, width, dark):
    server, alice, paths = site
    faults = {}
    with chromium(width=width, dark=dark) as tab:
        for name, path in paths.items():
            tab.open(server.url + path)
            faults[name] = findings(tab)
        tab.open(server.url + "/auth/sign_in").type("#login", alice.name).type("#password", "not this one")
        tab.click(tab.find("main form button[type=submit]")).wait_for("is wrong")
        faults["sign-in refused"] = findings(tab)
        tab.type("#login", alice.name).type("#password", alice.password)
        tab.click(tab.find("main form button[type=submit]")).wait_for("Notifications")
        for path in ["/settings", "/settings/password", "/settings/expiry", "/settings/import", "/settings/profile", "/home",
                     "/public/local", "/publish", "/notifications", "/notifications/mentions", "/notifications/requests",
                     "/search?q=plums", "/bookmarks", "/favourites", "/lists", "/followed_tags", "/filters", "/follow_requests",
                     "/blocks", "/mutes", "/calls/new", f"/@{alice.name}/followers", paths["call"], paths["profile"],
                     paths["post"], paths["post"].rsplit("/", 1)[0], paths["tag"], paths["call as a post"]]:
            tab.open(server.url + path).wait_for("Notifications")
            faults[f"signed in: {path}"] = findings(tab)
    assert {name: found for name, found in faults.items() if found} == {}
