"""What systemd tells a server and hears of it, played by the test: sockets that are passed, and signs of life."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
import time

import pytest
import requests

from server import ENGINES, ENVIRONMENT, Server, eventually
from test_unix_socket import Client


class Manager:
    """Hears what a process tells its service manager, in order, with when it came."""

    def __init__(self, name):
        self.name = name
        self.heard = []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + name[1:] if name.startswith("@") else name)
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        with contextlib.suppress(OSError):
            while message := self.socket.recv(4096):
                self.heard += [(line, time.monotonic()) for line in message.decode().split("\n")]

    def times(self, line):
        return [when for what, when in list(self.heard) if what.startswith(line)]

    def lines(self):
        return [what for what, _ in list(self.heard)]


class Managed(Server):
    """A server that is started as systemd would start it."""

    def __init__(self, folder, sockets=(), names="", watchdog=None, notify=None, options=()):
        super().__init__("sqlite", folder, options)
        self.sockets, self.names, self.manager = list(sockets), names, None
        if notify:
            self.manager = Manager(notify)
            self.environment["NOTIFY_SOCKET"] = notify
        if watchdog:
            self.environment["WATCHDOG_USEC"] = str(int(watchdog * 1_000_000))

    def begin(self):
        passed = [sock.fileno() for sock in self.sockets]
        # Each process says of itself that it is meant; descriptors begin at 3.
        moves = " ".join(f"{3 + index}<&{number}" for index, number in enumerate(passed))
        words = ["bash", "-c", f'export LISTEN_PID=$$; exec "$@" {moves}', "bash", *self.serve_command()]
        environment = {**ENVIRONMENT, **self.environment}
        if passed:
            environment |= {"LISTEN_FDS": str(len(passed)), "LISTEN_FDNAMES": self.names}
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, pass_fds=passed, env=environment)
        return self

    def waits(self, asks):
        """Starts, until something answers."""
        def answers():
            assert self.process.poll() is None, self.log()
            with contextlib.suppress(OSError, requests.RequestException):
                return asks()
        self.begin()
        eventually(answers, 60)
        return self


@pytest.fixture(autouse=True)
def only_sqlite():
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES, and the database plays no part")


def listening(family, place):
    sock = socket.socket(family)
    sock.bind(place)
    sock.listen(64)
    return sock


def test_sockets_that_are_passed_take_the_place_of_bind_and_outlive_the_server(tmp_path):
    file = str(tmp_path / "passed.sock")
    with listening(socket.AF_INET, ("127.0.0.1", 0)) as port, listening(socket.AF_UNIX, file) as path:
        server = Managed(tmp_path, [port, path], "chorus.socket:chorus.socket")
        local = f"http://127.0.0.1:{port.getsockname()[1]}"
        try:
            server.waits(lambda: requests.get(f"{local}/health", timeout=2).status_code == 200)
            assert Client(file).ask().status == 200
            with socket.socket() as unused:
                assert unused.connect_ex(("127.0.0.1", server.port)) != 0, "bind is not listened on"
            assert re.search(rf"listens on 127\.0\.0\.1:\d+ and unix:{file}", server.log())
            assert server.stop() == 0
            assert os.path.exists(file), "the file is systemd's"
            # Whoever comes in between waits, and is answered by the next server.
            with socket.create_connection(port.getsockname(), timeout=60) as early:
                early.sendall(f"GET /health HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
                server.begin()
                assert early.recv(100).startswith(b"HTTP/1.1 200")
        finally:
            server.close()


def test_sockets_that_are_meant_for_another_process_or_take_no_connections(tmp_path):
    with listening(socket.AF_INET, ("127.0.0.1", 0)) as port:
        server = Managed(tmp_path)
        server.environment |= {"LISTEN_PID": "1", "LISTEN_FDS": "1"}
        try:
            server.start()
            assert server.stop() == 0
        finally:
            server.close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as messages:
        messages.bind(("127.0.0.1", 0))
        server = Managed(tmp_path, [messages], "chorus.socket").begin()
        assert server.process.wait(60) != 0
        assert "Error: Descriptor 3 (chorus.socket), passed by systemd, takes no connections" in server.log()


@pytest.mark.parametrize("kind", ["file", "abstract"])
def test_what_a_service_manager_hears(tmp_path, kind):
    notify = str(tmp_path / "notify") if kind == "file" else f"@chorus-test-{os.getpid()}-{time.monotonic_ns()}"
    server = Managed(tmp_path, watchdog=1, notify=notify)
    heard = server.manager
    try:
        server.start()
        eventually(lambda: len(heard.times("WATCHDOG=1")) >= 4)
        ready = heard.times("READY=1")
        assert len(ready) == 1
        migrating = heard.times("STATUS=Bringing the database up to date")
        assert migrating and migrating[0] < ready[0], heard.lines()
        assert int(next(line for line in heard.lines() if line.startswith("EXTEND_TIMEOUT_USEC=")).split("=")[1]) > 20_000_000
        signs = heard.times("WATCHDOG=1")
        assert max(b - a for a, b in zip(signs, signs[1:])) < 1
        # Who does not answer gives no sign, and does again as soon as it answers.
        server.process.send_signal(signal.SIGSTOP)
        time.sleep(0.3)
        before = len(heard.times("WATCHDOG=1"))
        time.sleep(1.5)
        assert len(heard.times("WATCHDOG=1")) == before
        server.process.send_signal(signal.SIGCONT)
        eventually(lambda: len(heard.times("WATCHDOG=1")) > before)
        assert not heard.times("STOPPING=1")
        assert server.stop() == 0
        assert len(heard.times("STOPPING=1")) == 1
    finally:
        server.close()
