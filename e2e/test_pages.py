"""The pages that people see: whole without a script, on any device."""

import time

import pytest

from browser import Browser, Page
from pictures import png

# Paths of pages that no entity names.
SIGN_IN = "/auth/sign_in"
SIGN_UP = "/auth/sign_up"


@pytest.fixture(scope="session")
def thread(server):
    """A call with two answers, and its page."""
    alice, bob = server.person("alice"), server.person("bob")
    server.api(alice).request("PATCH", "/api/v1/accounts/update_credentials", json={
        "display_name": "Alice <b>Tester</b>", "note": "I try things.", "discoverable": True})
    root = server.api(alice).status("If it happened to you, say so. <i>Everyone</i> #MeTooPage", language="en")
    first = server.api(bob).status("me too & more", in_reply_to_id=root["id"], language="en")
    second = server.api(alice).status("thank you", in_reply_to_id=first["id"])
    return {"alice": alice, "bob": bob, "root": root, "first": first, "second": second}


def page_of(server, path):
    """The page, checked for what every page must have."""
    answer = server.api().get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    assert answer.headers["Content-Type"].lower().replace(" ", "") == "text/html;charset=utf-8"
    page = Page(answer.text)
    tags = dict(page.attributes)
    assert answer.text.lstrip().lower().startswith("<!doctype html>")
    assert tags["html"].get("lang"), "no language"
    assert any(t == "meta" and a.get("name") == "viewport" for t, a in page.attributes), "no viewport"
    assert page.tags.count("title") >= 1 and page.tags.count("h1") == 1 and "main" in page.tags
    assert not any(name.startswith("on") for _, a in page.attributes for name in a), "an inline handler"
    return page, answer


def test_a_thread_reads_well(server, thread):
    page, answer = page_of(server, thread["root"]["url"])
    for words in ("If it happened to you", "me too & more", "thank you", thread["bob"].name, "#MeTooPage"):
        assert words in page.text
    assert "<i>Everyone</i>" in page.text and "<i>Everyone" not in answer.text
    assert page.text.index("If it happened") < page.text.index("me too & more") < page.text.index("thank you")
    # A reply's page shows what it answers.
    page, _ = page_of(server, thread["first"]["url"])
    assert "If it happened to you" in page.text


def test_a_profile(server, thread):
    page, answer = page_of(server, thread["root"]["account"]["url"])
    assert "Alice <b>Tester</b>" in page.text and "<b>Tester" not in answer.text
    assert "I try things." in page.text and "If it happened to you" in page.text
    assert thread["alice"].name in page.text


def test_a_tag(server, thread):
    page, _ = page_of(server, thread["root"]["tags"][0]["url"])
    assert "If it happened to you" in page.text and "metoopage" in page.text.lower()
    page, _ = page_of(server, "/tags/nobodyhasusedthis")
    assert "nobodyhasusedthis" in page.text


def test_the_front_page_and_its_style(server):
    page, _ = page_of(server, "/")
    sheets = [a["href"] for t, a in page.attributes if t == "link" and a.get("rel") == "stylesheet"]
    assert sheets
    for sheet in sheets:
        answer = server.api().get(sheet if sheet.startswith("http") else server.url + sheet)
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/css")
        assert "prefers-color-scheme" in answer.text and ":focus" in answer.text


def test_sign_in_on_the_web(server, thread):
    browser = Browser(server.url).get(SIGN_IN)
    assert browser.response.status_code == 200
    browser.sign_in(thread["bob"].email, thread["bob"].password)
    assert browser.response.status_code == 200
    cookies = [c for c in browser.session.cookies]
    assert cookies, "no session cookie"
    assert all(c.has_nonstandard_attr("HttpOnly") or c.has_nonstandard_attr("httponly") for c in cookies)
    assert thread["bob"].name in browser.page.text


def test_sign_up_on_the_web(server):
    browser = Browser(server.url).get(SIGN_UP)
    assert browser.response.status_code == 200
    form = browser.form_with("username", "email", "password")
    name = f"dora{server.port}"
    values = {"username": name, "email": f"{name}@example.test", "password": "correct horse battery staple"}
    for extra in form.names - set(values):
        if extra in form.boxes:
            values[extra] = form.boxes[extra]
    browser.submit(form, values, form.buttons[0])
    assert browser.response.status_code == 200, browser.page.text[:400]
    assert server.api().get("/api/v1/accounts/lookup", params={"acct": name}).status_code == 200
    # The same name again is refused on the page, in words.
    browser = Browser(server.url).get(SIGN_UP)
    browser.submit(browser.form_with("username", "email", "password"), values, form.buttons[0])
    assert "taken" in browser.page.text.lower()


def test_a_private_or_unknown_page_is_404_in_html(server, thread):
    private = server.api(thread["alice"]).status("for followers", visibility="private")
    for path in (private["url"], f"{thread['root']['account']['url']}/1", "/@nobody_of_this_name", "/no/such/page"):
        answer = server.api().get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404, path
        assert "text/html" in answer.headers["Content-Type"]
        assert "for followers" not in answer.text


def test_pages_forbid_what_they_do_not_need(server, thread):
    headers = server.api().get(thread["root"]["url"]).headers
    assert headers.get("X-Content-Type-Options") == "nosniff"
    assert "default-src" in headers.get("Content-Security-Policy", "")
    assert "Referrer-Policy" in headers


def test_health_and_metrics(server):
    assert server.api().get("/health").text == "OK"
    asked = server.api().get("/health", headers={"Accept": "application/json"})
    assert asked.headers["Content-Type"].startswith("application/json") and asked.json() == {"status": "OK"}
    assert server.api().get("/metrics").status_code == 404  # the world sees none
    answer = server.api().get(f"http://127.0.0.1:{server.metrics_port}/metrics")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain")
    assert "# TYPE " in answer.text


def page_saying(server, path, words, seconds=10):
    """The page once it says so: strangers see pages that are a moment old."""
    until = time.monotonic() + seconds
    while words not in (page := page_of(server, path)[0]).text:
        assert time.monotonic() < until, page.text
        time.sleep(0.2)
    return page


def test_what_stands_within_posts_is_on_the_page(server, thread):
    """Poll, quote, emoji, pictures with their descriptions, and a call's number: the same as the API says."""
    alice, bob = server.api(thread["alice"]), server.api(thread["bob"])

    def picture(words):
        files = {"file": ("a.png", png(60, 40), "image/png")}
        answer = alice.post("/api/v2/media", files=files, data={"description": words, "focus": "-1,1"})
        assert answer.status_code in (200, 202), answer.text
        return answer.json()["id"]

    poll = alice.status("Which flowers?", poll={"options": ["Linden", "Clover & <b>rape</b>"], "expires_in": 3600})
    assert bob.post(f"/api/v1/polls/{poll['poll']['id']}/votes", json={"choices": [1]}).status_code == 200
    page, answer = page_of(server, poll["url"])
    assert "1 person has voted" in page.text and "Clover & <b>rape</b>" in page.text and "100 %" in page.text
    assert "<b>rape" not in answer.text

    pictures = alice.status("three pictures", media_ids=[picture(f"A garden <{n}>") for n in range(3)])
    page, answer = page_of(server, pictures["url"])
    links = [a["href"] for t, a in page.attributes if t == "a" and "/media/" in a.get("href", "")]
    assert len(links) == 3 and "of-3" in answer.text and "fx-0 fy-0" in answer.text
    large, _ = page_of(server, links[1].split("#")[0])
    assert "A garden <1>" in large.text and "Picture 2 of 3" in large.text
    shown = [a["src"] for t, a in large.attributes if t == "img" and a.get("alt") == "A garden <1>"]
    assert len(shown) == 1 and server.api().get(shown[0]).headers["Content-Type"] == "image/png"

    quote = bob.status("what she said", quoted_status_id=pictures["id"])
    page, _ = page_of(server, quote["url"])
    assert "three pictures" in page.text
    counts = server.api().get(f"/api/v1/statuses/{pictures['id']}").json()
    assert counts["quotes_count"] == 1
    page_saying(server, pictures["url"], "1 quote")
    assert alice.post(f"/api/v1/statuses/{pictures['id']}/quotes/{quote['id']}/revoke").status_code == 200
    page = page_saying(server, quote["url"], "took it out of this quote")
    assert "three pictures" not in page.text
