"""Hosts that take connections and never say anything hold up nobody but those who wait for them."""

import contextlib
import datetime
import queue
import socket
import socketserver
import sqlite3
import threading
import time

import pytest

from browser import Browser
from server import ENVIRONMENT
from test_cards import card, stand  # noqa: F401 (a fixture)
from test_push import App, PushService


@pytest.fixture
def silent_port():
    """A port that is silent at every address of the loopback."""
    with socket.socket() as silent:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        silent.bind(("0.0.0.0", 0))
        silent.listen(1024)
        yield silent.getsockname()[1]


@pytest.fixture
def letters():
    """A mail server: its port, and the moments when letters came."""
    came = queue.Queue()

    class Mail(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 ready\r\n")
            for line in self.rfile:
                word = line.strip().upper()
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    for part in self.rfile:
                        if part.strip() == b".":
                            break
                    came.put(time.monotonic())
                if word == b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                self.wfile.write(b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail) as mail:
        threading.Thread(target=mail.serve_forever, daemon=True).start()
        yield mail.server_address[1], came
        mail.shutdown()


@pytest.fixture
def push(monkeypatch):
    """A push service, at an address that servers started from now on send to."""
    monkeypatch.setitem(ENVIRONMENT, "CHORUS_PUSH_PRIVATE_ADDRESSES", "on")
    service = PushService()
    yield service
    service.close()


def make_due(server, kind):
    """Has the jobs of a kind done now instead of in five minutes, the least that a post can wait."""
    with contextlib.closing(sqlite3.connect(server.data / "chorus.sqlite", timeout=20)) as database, database:
        done = database.execute("UPDATE jobs SET run_at = 0 WHERE kind = ? AND leased_by IS NULL", (kind,))
        assert done.rowcount > 0, f"no job of the kind {kind}"


def wait_for(condition, seconds):
    """What `condition` finds, and how long that took."""
    began = time.monotonic()
    while not (found := condition()):
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.1)
    return found, time.monotonic() - began


def test_links_to_them_hold_up_no_mail_no_push_and_no_post(stand, silent_port, letters, push):  # noqa: F811
    """240 of them, each in a network of its own, so that all the room for cards is theirs."""
    start, web = stand
    port, came = letters
    server = start("private", ["--smtp-host", "127.0.0.1", "--smtp-port", str(port), "--smtp-tls", "none",
                               "--smtp-from", "server@chorus.example"])
    person, bob = server.person("alice"), server.api(server.person("bob"))
    alice = server.api(person)
    app = App(alice, push, "/app", True)
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=6)
    later = alice.post("/api/v1/statuses", json={"status": "Now", "scheduled_at": moment.isoformat()})
    assert later.status_code == 200, later.text
    for number in range(240):
        alice.status(f"http://127.{1 + number}.0.1:{silent_port}/")

    began = time.monotonic()
    browser = Browser(server.url)
    browser.get("/auth/password/new")
    browser.submit(browser.form_with("email"), {"email": person.email})
    bob.status(f"@{person.name} hello")
    make_due(server, "post-scheduled")
    assert app.read(*push.next(15)[1:])["notification_type"] == "mention"
    assert came.get(timeout=15) - began < 15
    me = alice.me()["id"]
    wait_for(lambda: "Now" in alice.get(f"/api/v1/accounts/{me}/statuses?limit=1").json()[0]["content"], 15)
    # Another link waits for them, and comes.
    assert card(alice, alice.status(f"{web}/garden"), seconds=150)["title"].startswith("A garden")


def test_one_owner_of_many_names_takes_one_share(stand, silent_port, push):  # noqa: F811
    """240 addresses of one network, as 240 names under one domain: two of them at once, and there is room for others."""
    start, web = stand
    server = start("private")
    person, bob = server.person("alice"), server.api(server.person("bob"))
    alice = server.api(person)
    for number in range(240):
        alice.status(f"http://127.7.7.{1 + number}:{silent_port}/")
    garden = alice.status(f"{web}/garden")
    found, seconds = wait_for(lambda: card(alice, garden, seconds=0.5), 30)
    assert found["title"].startswith("A garden") and seconds < 8, seconds

    class Slow:
        def __init__(self, number):
            self.origin = f"http://127.7.8.{number}:{silent_port}"

    for number in range(1, 41):
        App(server.api(server.token(person.name)), Slow(number), "/app", True)
    other = server.person("charlie")
    app = App(server.api(other), push, "/app", True)
    bob.status(f"@{person.name} hello")
    bob.status(f"@{other.name} hello")
    began = time.monotonic()
    assert app.read(*push.next(30)[1:])["notification_type"] == "mention"
    assert time.monotonic() - began < 8, "one share of the room is theirs, not all of it"
