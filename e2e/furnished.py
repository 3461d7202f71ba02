"""A server that has one of everything which pages show, and a walk over all of its pages."""

import re
import urllib.parse

from browser import Browser
from pictures import png

# Where one does not come by a link of a page that has been read.
BEGINNINGS = ["/", "/home", "/settings", "/moderation", "/publish", "/notifications", "/explore", "/search?q=plums", "/calls/new",
              "/settings/two_factor/new_codes", "/settings/two_factor/off", "/settings/passkeys/new", "/notifications/requests"]
STRANGE = ["/", "/auth/sign_in", "/auth/sign_up", "/auth/password/new"]


def furnish(server):
    """A moderator, who has one of everything that pages show."""
    server.dana, server.bob = server.person("dana", admin=True), server.person("bob")
    dana, bob = server.api(server.dana), server.api(server.bob)
    for api in (dana, bob):
        api.request("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True, "indexable": True})
    post = bob.status("Plums are ripe #plums", poll={"options": ["Yes", "No"], "expires_in": 3600})
    media = dana.post("/api/v2/media", files={"file": ("a.png", png(90, 60), "image/png")}).json()
    mine = dana.status("Pears, too #plums", media_ids=[media["id"]])
    bob.status(f"@{server.dana.name} and apples", in_reply_to_id=mine["id"])
    asked = dana.status("Who has quinces?", reply_policy="mentioned_or_approved")
    bob.status("I have some", in_reply_to_id=asked["id"])
    dana.post("/api/chorus/v1/calls", json={"prompt": "Do you water the plums?", "tag": "plums", "answers": ["Yes", "No"],
                                            "visibility": "public"})
    dana.post(f"/api/v1/accounts/{bob.me()['id']}/follow")
    dana.request("PATCH", "/api/v1/accounts/update_credentials", json={"locked": True})
    bob.post(f"/api/v1/accounts/{dana.me()['id']}/follow")
    friends = dana.post("/api/v1/lists", json={"title": "Friends"}).json()
    dana.post(f"/api/v1/lists/{friends['id']}/accounts", json={"account_ids": [bob.me()["id"]]})
    dana.post("/api/v2/filters", json={"title": "Wasps", "context": ["home"], "keywords_attributes": [{"keyword": "wasps"}]})
    dana.post("/api/v1/statuses", json={"status": "Later", "scheduled_at": "2099-01-01T00:00:00Z"})
    dana.post("/api/v1/tags/plums/follow")
    dana.post("/api/v1/reports", json={"account_id": bob.me()["id"], "status_ids": [post["id"]], "comment": "Not kind"})
    bob.post("/api/v1/statuses", json={"status": "Call the bakery: +44 7700 900123"})
    return server


def signed_in(server, person):
    browser = Browser(server.url).get("/auth/sign_in").sign_in(person.name, person.password)
    assert person.name in browser.page.text
    return browser


def shape(address):
    """An address without what differs from one post, person or time to another."""
    path = urllib.parse.urlsplit(address).path
    return re.sub(r"/@[^/]+", "/@somebody", re.sub(r"/\d+", "/1", path))


def walk(browser, beginnings):
    """Every page that links lead to, one of each shape: (address, page)."""
    waiting, known = list(beginnings), set()
    while waiting:
        address = waiting.pop(0)
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(browser.base + "/", address))
        if f"{parts.scheme}://{parts.netloc}" != browser.base or shape(parts.path) in known:
            continue
        known.add(shape(parts.path))
        if parts.path.startswith(("/api/", "/leave", "/almanac", "/return", "/assets/")) or parts.path.endswith((".csv", ".rss", ".png")):
            continue
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        browser.get(path)
        assert browser.response.status_code < 500, path
        if browser.page.tags:
            yield path, browser.page
            waiting += [values["href"] for tag, values in browser.page.attributes if tag == "a" and values.get("href")]
