"""Previews of links: the real binary looks at a small web server on the loopback, as a setting for tests allows."""

import http.server
import threading
import time

import pytest

from server import ENGINES, Server

PAGE = b"""<html lang=en><head><title>Plain</title><meta property="og:title" content="A garden &amp; its bees">
<meta property="og:site_name" content="News"></head><body>""" + b"<p>long</p>" * 200_000


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
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "application/pdf" if self.path == "/pdf" else "text/html")
        self.end_headers()
        try:
            if self.path == "/latin":
                self.wfile.write('<meta charset="iso-8859-1"><title>Möwe</title>'.encode("latin-1"))
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
    assert found["type"] == "link" and found["image"] is None and found["html"] == ""
    assert all(card(bob, post)["url"] == f"{web}/garden" for post in posts)
    assert Web.looks == ["/garden"]
    assert card(alice, alice.status(f"{web}/moved/garden"))["title"].startswith("A garden")
    assert card(alice, alice.status(f"{web}/latin"))["title"] == "Möwe"
    refused = [alice.status(f"{web}{path}") for path in ("/moved/loop", "/gone", "/pdf")]
    links = bob.get("/api/v1/trends/links").json()
    assert [link["url"] for link in links] == [f"{web}/garden"]
    assert links[0]["history"][0]["accounts"] == "2"
    assert len(bob.get("/api/v1/timelines/link", params={"url": f"{web}/garden"}).json()) == 3
    assert all(card(alice, post, seconds=1) is None for post in refused)
    assert Web.looks.count("/loop") == 3


def test_private_addresses_are_not_looked_at(stand):
    start, web = stand
    server = start("on")
    alice = server.api(server.person())
    posts = [alice.status(f"{address}/garden") for address in (web, web.replace("127.0.0.1", "localhost"))]
    assert all(card(alice, post, seconds=2.5) is None for post in posts)
    assert Web.looks == []
