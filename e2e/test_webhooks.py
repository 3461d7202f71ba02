"""A room of the moderators hears that something waits, signed, and again where it did not take it."""

import hashlib
import hmac
import http.server
import json
import queue
import threading

import pytest


@pytest.fixture
def room():
    """An address, what came to it, and the statuses that it answers with before it takes everything."""
    came, refusals = queue.Queue(), []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.put((self.headers, body))
            self.send_response(refusals.pop() if refusals else 204)
            self.end_headers()

        def log_message(self, *words):
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_address[1]}/room", came, refusals
    listening.shutdown()


def test_a_room_hears_what_waits(server, room):
    address, came, refusals = room
    refusals.append(500)
    added = server.cli("webhooks", "add", address, "--events", "report.created").stdout
    number, secret = added.split()[1], added.split()[-1]
    try:
        alice, bob = server.person("alice"), server.person("bob")
        target = server.api(bob).me()["id"]
        report = server.api(alice).post("/api/v1/reports", json={"account_id": target, "comment": "a quiet word"}).json()
        deliveries = set()
        for _ in range(2):  # refused, and sent again after a quarter of a minute
            headers, body = came.get(timeout=60)
            code = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            assert headers["X-Hub-Signature"] == f"sha256={code}"
            deliveries.add(headers["X-Chorus-Delivery"])
            told = json.loads(body)
            assert told["event"] == "report.created" and told["object"]["id"] == report["id"]
            assert told["object"]["url"].endswith(f"/moderation/people/{target}") and told["object"]["url"] in told["text"]
            assert b"quiet" not in body and bob.name.encode() not in body
        assert len(deliveries) == 1, "what is sent again can be known by its number"
        server.cli("webhooks", "test", number)
        assert json.loads(came.get(timeout=60)[1])["event"] == "test"
        assert address in server.cli("webhooks", "list").stdout
    finally:
        server.cli("webhooks", "remove", number)
    assert server.cli("webhooks", "remove", number, check=False).returncode != 0
    refused = server.cli("webhooks", "add", address, "--events", "rain", check=False)
    assert refused.returncode != 0 and '"rain" is not an event' in refused.stderr
