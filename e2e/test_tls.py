"""Served by https without a proxy: what browsers and apps do with it, and a certificate that is renewed."""

import contextlib
import os
import re
import socket
import ssl
import subprocess
import time

import pytest
import requests

from certificates import make_certificate
from pictures import png
from server import BINARY, ENGINES, ENVIRONMENT, API, Server, eventually, free_port


class Encrypted(Server):
    """A server with a certificate of its own, reached by https alone."""

    limited = False

    def __init__(self, folder, options=()):
        self.certificate = make_certificate(folder)
        super().__init__("sqlite", folder, [
            "--tls-certificate", str(self.certificate[0]), "--tls-key", str(self.certificate[1]), *options])
        self.url, self.local = f"https://{self.host}", f"https://127.0.0.1:{self.port}"
        self.verify = str(self.certificate[0])

    def api(self, person=None):
        api = API(self.url, person.token if person else None)
        # What the environment says of certificates is for other servers.
        api.session.verify, api.session.trust_env = self.verify, False
        return api

    def serve_command(self):
        return [word for word in super().serve_command() if not self.limited or word != "--no-rate-limits"]

    def socket(self, source="127.0.0.1", **options):
        """A connection after its handshake, with whatever certificate is served; its end without a goodbye raises."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        for name, value in options.items():
            setattr(context, name, value)
        context.set_alpn_protocols(["h2", "http/1.1"])
        return context.wrap_socket(self.plain_socket(source), server_hostname="localhost", suppress_ragged_eofs=False)

    def plain_socket(self, source="127.0.0.1"):
        plain = socket.create_connection(("127.0.0.1", self.port), 10, (source, 0))
        plain.settimeout(10)
        return plain

    def served(self):
        """The certificate that a new connection is shown."""
        with self.socket() as encrypted:
            return encrypted.getpeercert(binary_form=True)


@contextlib.contextmanager
def running(server):
    """The server while it runs."""
    # A first request is waited for 9 s, the rest of its head 1.8 s.
    server.environment = {"CHORUS_CONNECTION_DEADLINES": "12"}
    try:
        yield server.start()
        assert server.stop() == 0, server.log()
    finally:
        server.close()


@pytest.fixture
def folder(tmp_path):
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES, and the database plays no part")
    return tmp_path


@pytest.fixture
def encrypted(folder):
    with running(Encrypted(folder, ["--trusted-proxies", "192.0.2.1"])) as server:
        yield server


def read_all(connection):
    """What comes until the end."""
    found = b""
    while part := connection.recv(65_536):
        found += part
    return found


def test_pages_apps_uploads_and_streams(encrypted):
    alice = encrypted.person("alice")
    api = encrypted.api(alice)
    made = api.status("Said by https #quiet")
    assert made["url"].startswith(encrypted.url)
    page = api.get(f"/@{alice.name}", headers={"Authorization": ""})
    assert page.status_code == 200 and "Said by https" in page.text
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    refused = api.get("/api/v1/nothing", headers={"Authorization": ""})
    assert refused.status_code == 404 and "Strict-Transport-Security" in refused.headers
    squeezed = api.post("/api/v1/statuses", data=b"x", headers={"Content-Encoding": "gzip"})
    assert squeezed.status_code == 415 and squeezed.headers["Strict-Transport-Security"] == "max-age=31536000"
    picture = api.post("/api/v2/media", files={"file": ("cup.png", png(900, 700), "image/png")})
    assert picture.status_code in (200, 202), picture.text
    with encrypted.socket() as heard:
        assert heard.selected_alpn_protocol() == "http/1.1"
        heard.sendall((
            f"GET /api/v1/streaming?stream=public&access_token={alice.token} HTTP/1.1\r\nHost: {encrypted.host}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n").encode())
        found = heard.recv(4096)
        assert found.startswith(b"HTTP/1.1 101"), found
        api.status("Heard by wss")
        while b"Heard by wss" not in found:
            part = heard.recv(65_536)
            assert part, found
            found += part


def test_what_no_route_answers_keeps_browsers_to_https_too(encrypted):
    streaming = f"GET /api/v1/streaming HTTP/1.1\r\nHost: {encrypted.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    for asked, status in [
        (streaming + "Sec-WebSocket-Version: 12\r\n\r\n", 426),
        (streaming + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n", 401),
        ("nonsense\r\n\r\n", 400),
    ]:
        with encrypted.socket() as connection:
            connection.sendall(asked.encode())
            answer = read_all(connection)
        assert answer.startswith(f"HTTP/1.1 {status}".encode()), answer
        assert answer.lower().count(b"strict-transport-security: max-age=31536000") == 1, answer


def test_what_is_refused_before_its_body_is_read_is_answered_and_ended(encrypted):
    with encrypted.socket() as connection:
        connection.sendall((
            f"POST /api/v1/statuses HTTP/1.1\r\nHost: {encrypted.host}\r\nContent-Type: application/json\r\n"
            "Content-Length: 90000000\r\n\r\n{").encode())
        answer = read_all(connection)
    assert re.match(rb"HTTP/1.1 4(01|13)", answer), answer[:200]
    assert b"connection: close" in answer.lower()


def test_who_does_not_speak_tls_is_left_without_harm(encrypted):
    with encrypted.plain_socket() as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert not plain.recv(4096).startswith(b"HTTP/")
    with pytest.raises(ssl.SSLError, match="(?i)alert protocol version"):
        encrypted.socket(minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)
    with encrypted.plain_socket() as half:
        began = time.monotonic()
        half.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
        assert half.recv(1) == b""
        assert time.monotonic() - began < 5
    # Gone without a goodbye, in the middle of a body: nobody's fault, and no line in the log.
    for version in [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]:
        connection = encrypted.socket(minimum_version=version, maximum_version=version)
        connection.sendall((
            f"POST /api/v1/apps HTTP/1.1\r\nHost: {encrypted.host}\r\nContent-Type: application/json\r\n"
            "Content-Length: 100\r\n\r\n{").encode())
        time.sleep(0.2)
        connection.close()
    figures = f"http://127.0.0.1:{encrypted.metrics_port}/metrics"
    eventually(lambda: re.search(r"broken_off\S* 2\b", requests.get(figures, timeout=5).text))
    assert encrypted.api().get("/health").status_code == 200
    assert "error" not in encrypted.log() and "warning" not in encrypted.log(), encrypted.log()


def test_a_renewed_certificate_is_served_without_a_restart(encrypted, tmp_path):
    before = encrypted.served()
    (tmp_path / "next").mkdir()
    new = make_certificate(tmp_path / "next")
    # Renewed file by file: what does not belong together is not served.
    os.replace(new[0], encrypted.certificate[0])
    eventually(lambda: "the one before stays" in encrypted.log(), 25)
    assert encrypted.served() == before
    with encrypted.socket() as open_before:
        os.replace(new[1], encrypted.certificate[1])
        asked = f"GET /health HTTP/1.1\r\nHost: {encrypted.host}\r\n\r\n".encode()

        def is_new():
            # A connection that goes on as it began.
            open_before.sendall(asked)
            answer = b""
            while not answer.endswith(b"\r\n\r\nOK"):
                answer += open_before.recv(65_536) or pytest.fail(f"ended: {answer}")
            assert answer.startswith(b"HTTP/1.1 200")
            return encrypted.served() != before
        eventually(is_new, 25)
    assert encrypted.served() == ssl.PEM_cert_to_DER_cert(encrypted.certificate[0].read_text())
    assert requests.get(f"{encrypted.local}/health", verify=encrypted.verify, timeout=10).status_code == 200


def test_what_cannot_be_served_is_said_in_one_sentence(tmp_path):
    (tmp_path / "other").mkdir()
    chain, key = make_certificate(tmp_path)
    other = make_certificate(tmp_path / "other")[1]
    (tmp_path / "empty.pem").write_text("nothing\n")
    https = "https://localhost:8443"
    for url, options, words in [
        (https, ["--tls-certificate", chain], "tls-certificate needs its key: name it with tls-key."),
        (https, ["--tls-key", key], "tls-key needs its certificate: name it with tls-certificate."),
        ("http://localhost:8443", ["--tls-certificate", chain, "--tls-key", key], "it must begin with https://."),
        (https, ["--tls-certificate", tmp_path / "absent.pem", "--tls-key", key], "cannot be read as certificates"),
        (https, ["--tls-certificate", tmp_path / "empty.pem", "--tls-key", key], "certificate"),
        (https, ["--tls-certificate", chain, "--tls-key", chain], "cannot be read as a private key"),
        (https, ["--tls-certificate", chain, "--tls-key", other], "does not belong to the certificate"),
    ]:
        done = subprocess.run(
            [str(BINARY), "serve", "--data-dir", str(tmp_path / "data"), "--bind", "127.0.0.1:0", "--url", url,
             "--metrics-bind", "off", *map(str, options)],
            capture_output=True, text=True, timeout=60, env=ENVIRONMENT)
        assert done.returncode != 0 and words in done.stderr, (options, done.stdout, done.stderr)
        said = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
        assert len(said) == 1 and said[0].endswith("."), done.stderr


class Leading(Encrypted):
    """The same with http beside it, and a folder for certbot."""

    def __init__(self, folder, options=()):
        self.plain_port, self.webroot = free_port(), folder / "acme"
        super().__init__(folder, [
            "--redirect-bind", f"127.0.0.1:{self.plain_port}", "--acme-folder", str(self.webroot), *options])

    def raw(self, text, source="127.0.0.1"):
        with socket.create_connection(("127.0.0.1", self.plain_port), 10, (source, 0)) as plain:
            plain.sendall(text.encode())
            return read_all(plain)


@pytest.fixture
def leading(folder):
    with running(Leading(folder, ["--trusted-proxies", ""])) as server:
        yield server


def test_http_is_led_to_https_and_to_nobody_else(leading):
    for host in [leading.host, "evil.example", "evil.example:80"]:
        for target in ["/", "/@alice?x=1", "//evil.example/%0d%0aSet-Cookie:x"]:
            answer = leading.raw(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").decode()
            assert answer.startswith("HTTP/1.1 308 "), answer
            assert f"\r\nlocation: {leading.url}{target}\r\n" in answer.lower().replace(target.lower(), target)
            assert "set-cookie: " not in answer.lower() and "strict-transport" not in answer.lower()
    # Whole addresses are read as RFC 9112 §3.2.2 wants, and whose they are makes no difference.
    whole = leading.raw("GET http://evil.example/about HTTP/1.1\r\nHost: evil.example\r\n\r\n").decode()
    assert f"\r\nlocation: {leading.url}/about\r\n" in whole.lower()
    head = leading.raw("HEAD /about HTTP/1.0\r\n\r\n").decode()
    assert head.startswith("HTTP/1.1 308 ") and head.endswith("\r\n\r\n")
    for begin, status in [
        ("GET evil.example/ HTTP/1.1", 400), ("GET /\x01 HTTP/1.1", 400), ("OPTIONS * HTTP/1.1", 405),
        ("POST /api/v1/statuses HTTP/1.1", 405), ("CONNECT evil.example:443 HTTP/1.1", 405), ("\x16\x03\x01", 400),
    ]:
        answer = leading.raw(f"{begin}\r\nHost: {leading.host}\r\nContent-Length: 0\r\n\r\n")
        assert answer.startswith(f"HTTP/1.1 {status} ".encode()), (begin, answer)
        assert b"location" not in answer.lower()
    refused = leading.raw(
        f"POST /oauth/token HTTP/1.1\r\nHost: {leading.host}\r\nContent-Length: 90000000\r\n\r\npassword=").decode()
    assert refused.startswith("HTTP/1.1 405 ") and "Nothing is taken without encryption" in refused


def test_a_challenge_of_a_certificate_authority_is_answered(leading):
    place = leading.webroot / ".well-known/acme-challenge"
    asked = "GET /.well-known/acme-challenge/{} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert leading.raw(asked.format("token")).startswith(b"HTTP/1.1 404 ")
    place.mkdir(parents=True)
    (place / "token_-9").write_text("token.print")
    (leading.webroot / "secret").write_text("secret")
    (place / "link").symlink_to("../../secret")
    os.mkfifo(place / "pipe")
    found = leading.raw(asked.format("token_-9"))
    assert found.startswith(b"HTTP/1.1 200 ") and found.endswith(b"\r\n\r\ntoken.print")
    for name in ["link", "pipe", "../../secret", "..%2F..%2Fsecret", "%2e%2e/%2e%2e/secret", "token_-9/../../../secret"]:
        answer = leading.raw(asked.format(name))
        assert answer.startswith(b"HTTP/1.1 404 ") and b"secret" not in answer, (name, answer)


def test_slow_and_many_connections_of_one_address_end_and_others_are_led(leading):
    with socket.create_connection(("127.0.0.1", leading.plain_port), 10, ("127.0.0.2", 0)) as slow:
        began = time.monotonic()
        slow.sendall(b"GET / HTTP/1.1\r\n")
        assert slow.recv(100) == b"" and time.monotonic() - began < 5
    crowd = [socket.create_connection(("127.0.0.1", leading.plain_port), 10, ("127.0.0.2", 0)) for _ in range(300)]
    try:
        asked = f"GET /about HTTP/1.1\r\nHost: {leading.host}\r\n\r\n"
        assert leading.raw(asked, "127.0.0.3").startswith(b"HTTP/1.1 308 ")
        assert requests.get(f"{leading.local}/health", verify=leading.verify, timeout=10).status_code == 200
    finally:
        for one in crowd:
            one.close()


def test_an_address_that_begins_too_many_handshakes_is_refused_and_no_other_one(tmp_path):
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES, and the database plays no part")
    server = Encrypted(tmp_path, ["--trusted-proxies", "192.0.2.1"])
    server.limited = True
    try:
        server.start()

        def begin():
            return socket.create_connection(("127.0.0.1", server.port), 10, ("127.0.0.2", 0))

        def is_refused():
            """Whether a connection is closed before a word was said, once 800 more have come."""
            for _ in range(800):
                begin().close()
            with begin() as one:
                one.settimeout(1)
                try:
                    return one.recv(1) == b""
                except TimeoutError:
                    return False

        # Windows end with the minute, so that two may be begun.
        assert any(is_refused() for _ in range(8)), "6,400 connections were let in"
        assert requests.get(f"{server.local}/health", verify=server.verify, timeout=10).status_code == 200
        with server.socket("127.0.0.3") as other:
            assert other.selected_alpn_protocol() == "http/1.1"
    finally:
        server.close()
