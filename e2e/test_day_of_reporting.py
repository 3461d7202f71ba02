"""The day of somebody at a newspaper: a number, where it comes from, its figures, and the same number in an article elsewhere."""

import contextlib
import csv
import http.server
import io
import threading

import pytest
import requests

from chromium import NEEDS_CHROMIUM
from days import ONE, a_day, a_server, found

pytestmark = NEEDS_CHROMIUM

PROMPT = "Do you take the bicycle when it rains?"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = a_server(tmp_path_factory, "reporting")
    yield running
    running.close()


@pytest.fixture
def call(server):
    caller, *people = (found(server, server.person(name)) for name in ("caller", "bob", "carol", "dora"))
    made = server.api(caller).post("/api/chorus/v1/calls", json={
        "prompt": PROMPT, "tag": f"Rain{caller.name}", "answers": ["Yes", "Only home"], "visibility": "public"}).json()
    for person in people:
        server.api(person).status("with a cape", in_reply_to_id=made["status_id"])
    return made


class Newspaper:
    """A page of another site, which has in it what it was given."""

    def __init__(self):
        paper = self

        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = paper.article.encode() if self.path == "/article" else b""
                self.send_response(200 if body else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.url = f"http://127.0.0.1:{self.server.server_port}/article"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def print(self, snippet, surroundings):
        direction = "rtl" if surroundings.language == "ar" else "ltr"
        self.article = (
            f"<!doctype html><html lang='{surroundings.language}' dir='{direction}'><meta charset='utf-8'>"
            "<meta name='viewport' content='width=device-width'><meta name='color-scheme' content='light dark'>"
            f"<title>News</title><main><h1>News</h1>{snippet}</main></html>")


@pytest.fixture
def newspaper():
    paper = Newspaper()
    yield paper
    paper.server.shutdown()
    paper.server.server_close()


@contextlib.contextmanager
def frame(day, place):
    """What is done within stays within one of the frames of the article."""
    day.tab.driver.switch_to.frame(day.all("iframe")[place])
    yield
    day.tab.driver.switch_to.default_content()


@pytest.mark.parametrize("surroundings", ONE, ids=str)
def test_a_day(server, call, newspaper, surroundings):
    path = f"/calls/{call['id']}"
    with a_day(server, surroundings) as day:
        # What is asked stands on the front page; whoever signs up comes back to what they read.
        day.open("/").eventually(lambda: day.has(f".asked a[href='{path}']"), "the call is not on the front page")
        day.shoot("paper-1-front")
        day.press(f".asked a[href='{path}']").sign_up()
        assert day.path == path
        day.eventually(lambda: day.number("[data-live=people]") == 3, "three people spoke")

        # The same number in the figures, in the table and under the curve, with the time it is of.
        day.unfold("figure.curve details").look()
        assert day.text("figure.curve tbody tr:last-child td") == day.text("[data-live=people]") and day.has(".asof time[datetime]")
        day.shoot("paper-2-call")
        files = day.script("return [...document.querySelectorAll('section[aria-labelledby=share] a')].map((link) => link.href)")
        [table] = [file for file in files if file.endswith(".csv")]
        [figures] = [file for file in files if file.endswith("/magnitude")]
        answer = requests.get(table, timeout=20)
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert list(csv.reader(io.StringIO(answer.text)))[-1][-1] == "3"
        assert requests.get(figures, timeout=20).json()["people"] == 3
        for picture in [file for file in files if file.endswith(".png")]:
            assert requests.get(picture, timeout=20).content.startswith(b"\x89PNG")

        # In an article of another site, in each of its sizes.
        day.unfold("details.more:has([id^=embed-])")
        snippets = [field.get_attribute("value") for field in day.all("[id^=embed-]")]
        newspaper.print("".join(snippets), surroundings)
        day.tab.open(newspaper.url)
        for place in range(len(snippets)):
            with frame(day, place):
                day.until(lambda: day.number("[data-live=people]") == 3, "the frame has another number").look()
        with frame(day, place):
            assert day.text(".asks") == PROMPT and server.host in day.text(".source")
        day.shoot("paper-3-article")
        server.api(server.person("eve")).status("never", in_reply_to_id=call["status_id"])
        if surroundings.scripts:
            with frame(day, place):
                day.until(lambda: day.number("[data-live=people]") == 4, "the number in the frame stands still")

        # Followed, written about, and still true when the day is over.
        day.open(f"/tags/{call['tag']['name'].lower()}").press("form.follow-tag button[value=follow]")
        day.again()
        assert day.has("form.follow-tag button[value=unfollow]")
        assert [tag["name"].lower() for tag in day.api.get("/api/v1/followed_tags").json()] == [call["tag"]["name"].lower()]
        day.shoot("paper-4-tag")
        day.open(path).eventually(lambda: day.number("[data-live=people]") == 4, "four people spoke")
        day.press("a[href^='/share?']")
        assert f"{server.url}{path}" in day.value("textarea[name=text]")
        day.press("form.compose > .actions button[value=publish]")
        [post] = day.posts()
        day.open(f"/@{day.name}/{post['id']}")
        assert f"{server.url}{path}" in post["content"] and day.has("article.focus")
        day.shoot("paper-5-post")
        day.sign_out()
