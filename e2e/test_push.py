"""Web Push: an app's endpoint that decrypts what it is sent in both encodings, and checks who sent it."""

import base64
import http.server
import json
import os
import queue
import threading
import time

import http_ece
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server import Server

POINT = (Encoding.X962, PublicFormat.UncompressedPoint)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PushService:
    """Takes what is posted to it on a port of the loopback and answers with a status of the test's choice."""

    def __init__(self):
        self.received = queue.Queue()
        self.answers = []
        self.connections = set()
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                service.connections.add(self.client_address)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = service.answers.pop(0) if service.answers else 201
                self.send_response(status)
                if status in (301, 307):
                    self.send_header("Location", service.origin + "/elsewhere")
                self.send_header("Content-Length", "3")
                self.end_headers()
                self.wfile.write(b"ok\n")
                service.received.put((self.path, self.headers, body))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self, seconds=30):
        return self.received.get(timeout=seconds)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class App:
    """Keys of an app, its subscription, and what it does with a message."""

    def __init__(self, api, service, path, standard, **data):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        answer = api.post("/api/v1/push/subscription", json={
            "subscription": {
                "endpoint": service.origin + path,
                "keys": {"p256dh": b64(self.key.public_key().public_bytes(*POINT)), "auth": b64(self.auth)},
                "standard": standard,
            },
            "data": {"alerts": {"mention": True, "favourite": True, "poll": True}, **data},
        })
        assert answer.status_code == 200, answer.text
        self.subscription = answer.json()
        self.origin = service.origin

    def read(self, headers, body):
        """The message in clear, after the proof of its sender was checked."""
        key = self.subscription["server_key"]
        if headers["Content-Encoding"] == "aes128gcm":
            scheme, rest = headers["Authorization"].split(" ", 1)
            parts = dict(part.split("=", 1) for part in rest.replace(" ", "").split(","))
            assert (scheme, parts["k"]) == ("vapid", key)
            self.check(parts["t"])
            text = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        else:
            assert headers["Content-Encoding"] == "aesgcm"
            scheme, token = headers["Authorization"].split(" ", 1)
            parts = dict(part.split("=", 1) for part in headers["Crypto-Key"].split(";"))
            assert (scheme, parts["p256ecdsa"]) == ("WebPush", key)
            self.check(token)
            salt = headers["Encryption"].removeprefix("salt=")
            text = http_ece.decrypt(
                body, salt=unb64(salt), private_key=self.key, dh=unb64(parts["dh"]), auth_secret=self.auth,
                version="aesgcm")
        return json.loads(text)

    def check(self, token):
        signed, _, signature = token.rpartition(".")
        header, claims = (json.loads(unb64(part)) for part in signed.split("."))
        assert header == {"typ": "JWT", "alg": "ES256"}
        assert claims["aud"] == self.origin
        assert time.time() < claims["exp"] <= time.time() + 24 * 3600
        assert claims["sub"].startswith(("mailto:", "http"))
        raw = unb64(signature)
        der = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        public = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), unb64(self.subscription["server_key"]))
        public.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
        with pytest.raises(InvalidSignature):
            public.verify(der, signed.encode() + b"x", ec.ECDSA(hashes.SHA256()))


@pytest.fixture
def service():
    running = PushService()
    yield running
    running.close()


@pytest.fixture
def push_server(engine, tmp_path):
    """A server that may send to this machine."""
    running = Server(engine, tmp_path)
    running.environment = {"CHORUS_PUSH_PRIVATE_ADDRESSES": "on"}
    try:
        yield running.start()
    finally:
        running.close()


@pytest.mark.parametrize("standard", [True, False], ids=["aes128gcm", "aesgcm"])
def test_a_message_reaches_the_app_and_no_one_else(push_server, service, standard):
    alice, bob = (push_server.person(name) for name in ("alice", "bob"))
    app = App(push_server.api(alice), service, "/secret-path", standard)
    assert app.subscription["standard"] is standard
    instance = push_server.api().get("/api/v2/instance").json()
    assert instance["configuration"]["vapid"]["public_key"] == app.subscription["server_key"]

    text = f"@{alice.name} me too. " + "Word 👩‍👩‍👧‍👦 " * 60
    status = push_server.api(bob).status(text)
    path, headers, body = service.next()
    assert path == "/secret-path"
    assert headers["TTL"] == str(48 * 3600) and len(body) <= 4096
    message = app.read(headers, body)
    assert message["access_token"] == alice.token
    assert message["notification_type"] == "mention" and isinstance(message["notification_id"], int)
    assert message["title"] == f"You were mentioned by {bob.name}"
    assert message["body"].startswith(f"@{alice.name} me too.") and message["icon"].startswith("http")
    assert message["preferred_locale"] == "en"
    found = push_server.api(alice).get(f"/api/v1/notifications/{message['notification_id']}").json()
    assert found["status"]["id"] == status["id"]

    # What was not asked for is not sent; nor what is held back, as a private mention out of the blue.
    push_server.api(bob).post(f"/api/v1/accounts/{found['account']['id']}/follow")
    me = push_server.api(alice).me()["id"]
    push_server.api(bob).post(f"/api/v1/accounts/{me}/follow")
    push_server.api(bob).status(f"@{alice.name} psst", visibility="direct")
    own = push_server.api(alice).status("me too")
    push_server.api(bob).post(f"/api/v1/statuses/{own['id']}/favourite")
    message = app.read(*service.next()[1:])
    assert message["notification_type"] == "favourite" and message["body"] == "me too"
    with pytest.raises(queue.Empty):
        service.next(2)
    assert alice.token not in push_server.log(10_000) and "secret-path" not in push_server.log(10_000)


def test_messages_share_connections_and_redirects_are_not_followed(push_server, service):
    alice, bob = (push_server.person(name) for name in ("alice", "bob"))
    App(push_server.api(alice), service, "/app", True)
    for number in range(12):
        push_server.api(bob).status(f"@{alice.name} hello {number}")
        assert service.next()[0] == "/app"
    # A message that comes before the last one's connection is free again has one of its own.
    assert len(service.connections) <= 4
    service.answers = [307]
    push_server.api(bob).status(f"@{alice.name} moved")
    assert service.next()[0] == "/app"
    with pytest.raises(queue.Empty):
        service.next(2)


def test_the_keys_outlive_a_restart_and_what_waited_is_sent(push_server, service):
    alice, bob = (push_server.person(name) for name in ("alice", "bob"))
    app = App(push_server.api(alice), service, "/app", True)
    push_server.kill()
    push_server.start()
    assert push_server.api(alice).get("/api/v1/push/subscription").json() == app.subscription
    push_server.api(bob).status(f"@{alice.name} hello")
    assert app.read(*service.next()[1:])["access_token"] == alice.token
    key = push_server.data / "push.key"
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_gone_subscription_is_forgotten(push_server, service):
    alice, bob = (push_server.person(name) for name in ("alice", "bob"))
    App(push_server.api(alice), service, "/app", True)
    service.answers = [410]
    push_server.api(bob).status(f"@{alice.name} hello")
    service.next()
    deadline = time.monotonic() + 20
    while push_server.api(alice).get("/api/v1/push/subscription").status_code != 404:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_an_address_of_this_machine_is_no_push_service(engine, tmp_path, service):
    running = Server(engine, tmp_path)
    try:
        running.start()
        alice = running.person("alice")
        answer = running.api(alice).post("/api/v1/push/subscription", json={
            "subscription": {"endpoint": service.origin, "keys": {"p256dh": "x", "auth": "x"}}})
        assert answer.status_code == 422
        assert answer.json() == {"error": "Validation failed: Endpoint must be an https address"}
    finally:
        running.close()
