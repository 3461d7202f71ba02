"""Previews of links: the real binary looks at a small web server on the loopback, as a setting for tests allows."""

import contextlib
import http.server
import struct
import threading
import time

import pytest
import requests

from pictures import png
from server import ENGINES, Server

PAGE = b"""<html lang=en><head><title>Plain</title><meta property="og:title" content="A garden &amp; its bees">
<meta property="og:site_name" content="News"><meta property="og:image" content="/picture.png"></head><body>""" + b"<p>long</p>" * 200_000


PICTURES = {
    "/picture.png": ("image/png", png(900, 600)),
    "/svg": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
    "/page": ("text/html", png(9, 9)),
    "/disguised": ("image/png", b"<html><script>alert(1)</script>"),
    "/bomb": ("image/png", png(9, 9).replace(struct.pack(">II", 9, 9), struct.pack(">II", 60000, 60000), 1)),
    "/endless": ("image/png", png(9, 9) + b"\0" * (9 << 20)),
}


class Web(http.server.BaseHTTPRequestHandler):
    looks = []

    def do_GET(self):
        Web.looks.append(self.path)
        if self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "/loop" if self.path == "/moved/loop" else "/garden")
            self.end_headers()
            return
        if self.path == "/loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        if self.path in PICTURES:
            kind, body = PICTURES[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)
            return
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "application/pdf" if self.path == "/pdf" else "text/html")
        self.end_headers()
        try:
            if self.path == "/latin":
                self.wfile.write('<meta charset="iso-8859-1"><title>Möwe</title>'.encode("latin-1"))
            elif self.path.startswith("/with/"):
                self.wfile.write(f'<title>Odd</title><meta property=og:image content="{self.path[5:]}">'.encode())
            else:
                self.wfile.write(PAGE)
        except OSError:
            pass  # The reader has had enough.

    def log_message(self, *_):
        pass


@pytest.fixture(params=[engine for engine in ENGINES if engine == "sqlite"])
def stand(request, tmp_path):
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    Web.looks = []
    threading.Thread(target=web.serve_forever, daemon=True).start()
    servers = []

    def start(previews):
        (tmp_path / previews).mkdir()
        server = Server(request.param, tmp_path / previews, options=["--link-previews", previews])
        servers.append(server)
        return server.start()

    yield start, f"http://127.0.0.1:{web.server_port}"
    for server in servers:
        server.close()
    web.shutdown()


def card(api, status, seconds=10):
    """The card of a status, once it has come."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = api.get(f"/api/v1/statuses/{status['id']}").json()["card"]
        if found:
            return found
        time.sleep(0.1)
    return None


def test_a_card_comes_from_the_page(stand):
    start, web = stand
    server = start("private")
    alice, bob = server.api(server.person()), server.api(server.person("bob"))
    posts = [api.status(f"See {web}/garden {number}") for number, api in enumerate((alice, alice, bob))]
    found = card(alice, posts[0])
    assert found["title"] == "A garden & its bees"
    assert found["provider_name"] == "News"
    assert found["type"] == "link" and found["html"] == ""
    picture = requests.get(found["image"], timeout=30)
    assert found["image"].startswith(f"{server.url}/media/cards/") and found["blurhash"]
    assert picture.headers["Content-Type"] == "image/jpeg" and len(picture.content) > 100
    assert found["width"] / found["height"] == pytest.approx(1.5, abs=0.01)
    assert all(card(bob, post)["url"] == f"{web}/garden" for post in posts)
    assert Web.looks == ["/garden", "/picture.png"]
    assert card(alice, alice.status(f"{web}/moved/garden"))["title"].startswith("A garden")
    assert card(alice, alice.status(f"{web}/latin"))["title"] == "Möwe"
    refused = [alice.status(f"{web}{path}") for path in ("/moved/loop", "/gone", "/pdf")]
    links = bob.get("/api/v1/trends/links").json()
    assert [link["url"] for link in links] == [f"{web}/garden"]
    assert links[0]["history"][0]["accounts"] == "2"
    assert len(bob.get("/api/v1/timelines/link", params={"url": f"{web}/garden"}).json()) == 3
    assert all(card(alice, post, seconds=1) is None for post in refused)
    assert Web.looks.count("/loop") == 3


def test_a_hostile_picture_leaves_the_card_without_one(stand):
    start, web = stand
    server = start("private")
    alice = server.api(server.person("alice"))
    names = [name for name in PICTURES if name != "/picture.png"]
    posts = [alice.status(f"{web}/with{name}") for name in names]
    for name, post in zip(names, posts):
        found = card(alice, post)
        assert found["title"] == "Odd" and found["image"] is None and found["blurhash"] is None, name
        assert name in Web.looks
    assert not list((server.data / "media/cards").glob("**/*.*"))


def test_private_addresses_are_not_looked_at(stand):
    start, web = stand
    server = start("on")
    alice = server.api(server.person())
    posts = [alice.status(f"{address}/garden") for address in (web, web.replace("127.0.0.1", "localhost"))]
    assert all(card(alice, post, seconds=2.5) is None for post in posts)
    assert Web.looks == []
