"""Previews of links: the real binary looks at a small web server on the loopback, as a setting for tests allows."""

import contextlib
import gzip
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


HOPS = {f"/hop/{n}": f"/hop/{n - 1}" for n in range(1, 7)} | {"/hop/0": "/garden", "/space": "/with a space"}
WORDS = {
    "windows-1251": "Привет", "koi8-r": "Привет", "iso-8859-2": "Čeština", "windows-1250": "Čeština",
    "iso-8859-5": "Привет", "iso-8859-7": "Γειά", "windows-1253": "Γειά", "windows-1254": "Şığ", "iso-8859-9": "Şığ",
    "windows-1255": "שלום", "windows-1256": "مرحبا", "iso-8859-15": "€uro", "shift_jis": "日本語", "euc-jp": "日本語",
    "iso-2022-jp": "日本語", "gbk": "你好", "gb18030": "你好", "big5": "你好", "euc-kr": "안녕",
}

PICTURES = {
    "/a%20b.png": ("application/octet-stream", png(90, 60)), "/up.png": ("image/png", png(90, 60)),
    "/picture.png": ("image/png", png(900, 600)),
    "/svg": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
    "/page": ("text/html", png(9, 9)),
    "/disguised": ("image/png", b"<html><script>alert(1)</script>"),
    "/bomb": ("image/png", png(9, 9).replace(struct.pack(">II", 9, 9), struct.pack(">II", 60000, 60000), 1)),
    "/endless": ("image/png", png(9, 9) + b"\0" * (9 << 20)),
}


class Web(http.server.BaseHTTPRequestHandler):
    looks = []
    creator = ""

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
        if self.path in HOPS:
            self.send_response(302)
            self.send_header("Location", HOPS[self.path])
            self.end_headers()
            return
        if self.path == "/packed":
            body = gzip.compress(b"<title>Packed</title>" + b"<p>long</p>" * 200_000)
            self.send_response(200)
            for name, value in (("Content-Type", "text/html"), ("Content-Encoding", "gzip"),
                                ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)
            return
        if self.path.startswith("/charset/"):
            _, _, how, name = self.path.split("/")
            meta = f"<meta charset={name}>" if how == "meta" else ""
            self.send_response(200)
            self.send_header("Content-Type", "text/html" + (f"; charset={name}" if how == "header" else ""))
            self.end_headers()
            self.wfile.write(f"<html>{meta}<title>{WORDS[name]}</title>".encode(name))
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
            elif self.path == "/deep/er/page":
                self.wfile.write(b"<title>Deep &lbrace;&rbrace; Informaci&oacute;n</title>"
                                 b"<meta property=og:image content='../../up.png'>")
            elif self.path == "/with%20a%20space":
                self.wfile.write(b"<title>Space</title><meta property=og:image content='/a b.png'>")
            elif self.path.startswith("/creator"):
                self.wfile.write(f'<title>Written</title><meta name=fediverse:creator content="{Web.creator}">'.encode())
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

    def start(previews, more=()):
        (tmp_path / previews).mkdir()
        server = Server(request.param, tmp_path / previews, options=["--link-previews", previews, *more])
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
    # A circle is left where it closes.
    assert Web.looks.count("/loop") == 1


def test_a_hostile_picture_leaves_the_card_without_one(stand):
    start, web = stand
    server = start("private")
    alice = server.api(server.person("alice"))
    names = ["/svg", "/disguised", "/bomb", "/endless"]
    posts = [alice.status(f"{web}/with{name}") for name in names]
    for name, post in zip(names, posts):
        found = card(alice, post)
        assert found["title"] == "Odd" and found["image"] is None and found["blurhash"] is None, name
        assert name in Web.looks
    assert not list((server.data / "media/cards").glob("**/*.*"))


def test_pages_in_every_encoding_behind_redirects_and_packed_have_cards(stand):
    start, web = stand
    server = start("private")
    alice = server.api(server.person("alice"))
    paths = {f"/charset/{how}/{name}": words for how in ("header", "meta") for name, words in WORDS.items()}
    paths |= {"/packed": "Packed", "/hop/4": "A garden & its bees", "/space": "Space",
              "/deep/er/page": "Deep {} Información"}
    posts = {path: alice.status(f"{web}{path}") for path in paths}
    far = alice.status(f"{web}/hop/5")
    found = {path: (card(alice, posts[path], seconds=30) or {}).get("title") for path in paths}
    assert found == paths
    for path, name in (("/space", "/a%20b.png"), ("/deep/er/page", "/up.png")):
        assert card(alice, posts[path])["image"].startswith(f"{server.url}/media/cards/"), path
        assert name in Web.looks
    assert card(alice, far, seconds=2) is None  # the sixth redirect


def test_what_a_server_calls_a_picture_matters_not(stand):
    start, web = stand
    server = start("private")
    alice = server.api(server.person("alice"))
    assert card(alice, alice.status(f"{web}/with/page"))["image"]


def test_an_author_is_named_by_page_and_profile(stand):
    start, web = stand
    server = start("private")
    person = server.person("alice")
    alice = server.api(person)
    Web.creator = f"@{person.name}@{server.host}"
    unnamed = card(alice, alice.status(f"{web}/creator?1"))
    assert unnamed["title"] == "Written" and unnamed["authors"] == []
    done = alice.request("PATCH", "/api/v1/accounts/update_credentials", json={"attribution_domains": ["127.0.0.1"]})
    assert done.status_code == 200, done.text
    status = alice.status(f"{web}/creator?2")
    assert card(alice, status)["authors"][0]["account"]["username"] == person.name
    alice.request("PATCH", "/api/v1/accounts/update_credentials", json={"attribution_domains": []})
    assert card(alice, status)["authors"] == []


def test_private_addresses_are_not_looked_at(stand):
    start, web = stand
    server = start("on")
    alice = server.api(server.person())
    posts = [alice.status(f"{address}/garden") for address in (web, web.replace("127.0.0.1", "localhost"))]
    assert all(card(alice, post, seconds=2.5) is None for post in posts)
    assert Web.looks == []
