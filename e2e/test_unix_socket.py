"""Served at a socket file: who may connect, who counts as the client, and what becomes of the file."""

import http.client
import os
import socket
import stat
import subprocess

import pytest

from server import ENGINES, ENVIRONMENT, eventually
from test_connections import WithLimits


class Client:
    """Asks at a socket file, which `requests` cannot."""

    def __init__(self, path):
        self.path = path

    def ask(self, method="GET", target="/health", **headers):
        line = http.client.HTTPConnection("localhost", timeout=20)
        line.sock = socket.socket(socket.AF_UNIX)
        line.sock.settimeout(20)
        line.sock.connect(str(self.path))
        line.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        answer.body = answer.read()
        line.close()
        return answer

    def left(self, **headers):
        """How many more requests the client may make."""
        return int(self.ask(target="/api/v1/timelines/public", **headers).headers["X-RateLimit-Remaining"])


class AtSocket(WithLimits):
    def __init__(self, folder, path, options=()):
        super().__init__("sqlite", folder, options)
        self.path, self.bind = path, f"unix:{path}"
        self.directory = str(folder)

    def serve_command(self):
        words = super().serve_command()
        words[words.index("--bind") + 1] = self.bind
        return words

    def begin(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                self.serve_command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env={**ENVIRONMENT, **self.environment}, cwd=self.directory)
        return self

    def start(self, timeout=60):
        self.begin()
        wait_for(self, timeout)
        return self


def wait_for(server, timeout=60):
    def answers():
        assert server.process.poll() is None, server.log()
        try:
            return Client(server.path).ask().status == 200
        except OSError:
            return False
    eventually(answers, timeout)


@pytest.fixture
def place(tmp_path):
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES, and the database plays no part")
    return tmp_path / "chorus.sock"


def refused(server):
    """The one sentence of a server that does not start."""
    done = subprocess.run(
        server.serve_command(), capture_output=True, text=True, timeout=60, env=ENVIRONMENT, cwd=server.directory)
    said = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert done.returncode != 0 and len(said) == 1 and said[0].endswith("."), (done.stdout, done.stderr)
    return said[0]


def test_whoever_may_connect_is_served_and_the_file_goes_with_the_server(place, tmp_path):
    server = AtSocket(tmp_path, place)
    server.bind = "unix:chorus.sock"  # from the folder where it was started
    try:
        server.start()
        assert stat.S_IMODE(place.stat().st_mode) == 0o660 and stat.S_ISSOCK(place.stat().st_mode)
        alice = server.person("alice")
        answer = Client(place).ask(
            "POST", "/api/v1/statuses?status=by+a+file", Authorization=f"Bearer {alice.token}", Content_Length="0")
        assert answer.status == 200, answer.body
        assert f"listens on unix:{place}" in server.log()
        assert server.stop() == 0
        assert not place.exists()
        assert "error" not in server.log() and "warning" not in server.log(), server.log()
    finally:
        server.close()


def test_the_client_is_whom_the_proxy_names_and_else_this_machine(place, tmp_path):
    server = AtSocket(tmp_path, place, ["--trusted-proxies", "", "--socket-mode", "666"])
    try:
        server.start()
        assert stat.S_IMODE(place.stat().st_mode) == 0o666
        at = Client(place)
        first, second = {"X_Forwarded_For": "192.0.2.1"}, {"X_Forwarded_For": "192.0.2.2"}
        assert [at.left(**first), at.left(**first), at.left(**second)] == [299, 298, 299]
        assert at.left(Forwarded="for=192.0.2.2") == 298
        # The last of the list is whom the proxy saw; what stands before is anybody's invention.
        assert at.left(X_Forwarded_For="198.51.100.7, 192.0.2.1") == 297
        assert [at.left(), at.left(X_Forwarded_For="unix:"), at.left(X_Forwarded_For="127.0.0.1")] == [299, 298, 297]
    finally:
        server.close()


def test_a_file_that_was_left_behind_is_replaced_and_one_that_is_in_use_is_not(place, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, second = AtSocket(tmp_path / "one", place), AtSocket(tmp_path / "two", place)
    try:
        first.start().kill()
        assert place.exists()
        first.start()
        assert "Another server answers at" in refused(second)
        assert Client(place).ask().status == 200
        # Whoever has another file in its place meanwhile keeps it.
        place.unlink()
        second.start()
        assert first.stop() == 0
        assert Client(place).ask().status == 200
        assert second.stop() == 0 and not place.exists()
    finally:
        first.close()
        second.close()


def test_what_cannot_be_a_socket_is_said_in_one_sentence(place, tmp_path):
    server = AtSocket(tmp_path, place)
    place.write_text("letters")
    assert "no socket" in refused(server) and place.read_text() == "letters"
    server.bind = f"unix:{tmp_path}/absent/chorus.sock"
    assert "No such file or directory" in refused(server)
    server.bind = f"unix:/{'a' * 104}"
    assert "103 bytes" in refused(server)
    # A socket for messages, not for streams, is another program's.
    os.unlink(place)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        other.bind(str(place))
        server.bind = f"unix:{place}"
        assert "Another server answers at" in refused(server)
