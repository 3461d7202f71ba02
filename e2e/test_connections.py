"""The doors: slow and idle connections, half-sent requests, floods from one address, the end of the server.

Other loopback addresses play other clients. 127.0.0.1 alone is a trusted proxy here. All deadlines are shortened.
"""

import contextlib
import os
import pathlib
import resource
import signal
import socket
import time

import pytest
import requests

from pictures import png
from server import ENGINES, Server

PERCENT = 4  # head 0.6 s, idle 3 s, a pause in a body 1.2 s, the end of the server 1 s
FILES = 1024


@pytest.fixture(params=["sqlite"])
def doors(request, tmp_path):
    """A server with few files and short deadlines. The database plays no part."""
    if request.param not in ENGINES:
        pytest.skip(f"{request.param} is not among E2E_ENGINES")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    running = Limited("sqlite", tmp_path, ["--trusted-proxies", "127.0.0.1"])
    running.environment = {"CHORUS_CONNECTION_DEADLINES": str(PERCENT)}
    try:
        yield running.start()
    finally:
        running.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Limited(Server):
    """A server that may open few files."""

    def serve_command(self):
        return ["prlimit", f"--nofile={FILES}:{FILES}", *super().serve_command()]


def connect(server, source="127.0.0.1", payload=b"", port=None):
    sock = socket.socket()
    sock.settimeout(10)
    sock.bind((source, 0))
    sock.connect(("127.0.0.1", port or server.port))
    if payload:
        sock.sendall(payload)
    return sock


@contextlib.contextmanager
def crowd(server, count, source, payload=b"", port=None):
    socks = []
    try:
        for _ in range(count):
            with contextlib.suppress(OSError):
                socks.append(connect(server, source, payload, port))
        yield socks
    finally:
        for sock in socks:
            sock.close()


def ask(server, source, path="/api/v2/instance"):
    """Seconds that an honest request from an address takes."""
    began = time.monotonic()
    sock = connect(server, source, f"GET {path} HTTP/1.1\r\nHost: {server.host}\r\nConnection: close\r\n\r\n".encode())
    answer = sock.recv(100)
    sock.close()
    assert answer.startswith(b"HTTP/1.1 200"), answer
    return time.monotonic() - began


def ended(sock, within):
    """Whether the other side ends a connection in time."""
    sock.settimeout(within)
    try:
        while sock.recv(4096):
            pass
        return True
    except ConnectionError:
        return True
    except (TimeoutError, BlockingIOError):
        return False


def memory(server):
    for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


POST = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    "payload",
    [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", POST + b"Content-Length: 1000\r\n\r\na=b"],
    ids=["idle", "half a head", "half a body"],
)
def test_more_connections_than_files_and_others_are_served(doors, payload):
    with crowd(doors, 1100, "127.0.0.2", payload) as held:
        assert len(held) >= 1000
        seconds = [ask(doors, source) for source in ("127.0.0.3", "127.0.0.1", "127.0.0.2", "127.0.0.3")]
        print(f"{len(held)} sockets, {memory(doors)} MB, {max(seconds):.3f} s")
    assert doors.process.poll() is None
    assert "Too many open files" not in doors.log(1000)
    assert ask(doors, "127.0.0.2") < 5


def test_a_trusted_proxy_may_have_more_and_still_leaves_room(doors):
    with crowd(doors, 1100, "127.0.0.1"):
        assert ask(doors, "127.0.0.3") < 5
        assert ask(doors, "127.0.0.1") < 5
    assert doors.process.poll() is None


def test_more_connections_to_the_figures_than_files_close_neither_door(doors):
    """An error in taking a connection would end the listener of the figures, and with it the server."""
    figures = f"http://127.0.0.1:{doors.metrics_port}/metrics"
    with crowd(doors, 1100, "127.0.0.2", port=doors.metrics_port) as held:
        assert len(held) >= 1000
        time.sleep(0.5)
    assert doors.process.poll() is None
    assert ask(doors, "127.0.0.3") < 5
    assert "chorus_http_requests_total" in requests.get(figures, timeout=10).text
    assert doors.process.poll() is None and "Too many open files" not in doors.log(1000)


def test_half_sent_requests_and_idle_connections_end(doors):
    idle, head, slow, body, early = (
        connect(doors, "127.0.0.2"),
        connect(doors, "127.0.0.2", b"GET / HTTP/1.1\r\n"),
        connect(doors, "127.0.0.2", b"GET / HTTP/1.1\r\nX: "),
        connect(doors, "127.0.0.2", POST + b"Content-Length: 1000\r\n\r\na="),
        connect(doors, "127.0.0.2", b"POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na="),
    )
    began = time.monotonic()
    with contextlib.suppress(OSError):
        while time.monotonic() - began < 1.5:  # a byte now and then does not help
            slow.sendall(b"y")
            time.sleep(0.1)
    assert ended(slow, 1)
    for sock in (head, body, early, idle):
        assert ended(sock, 6)


def test_an_honest_slow_upload_and_an_open_stream_live_on(doors):
    person = doors.person()
    stream = connect(
        doors, "127.0.0.2",
        f"GET /api/v1/streaming/user HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.token}\r\n\r\n".encode())
    head = f"POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.token}\r\n"
    body = b"status=slow+and+steady&pad=" + b"x" * 5000
    sock = connect(
        doors, "127.0.0.2",
        f"{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n".encode())
    for start in range(0, len(body), 250):  # longer than a pause may be, never a pause
        sock.sendall(body[start:start + 250])
        time.sleep(0.2)
    assert sock.recv(100).startswith(b"HTTP/1.1 200")
    received = b""
    while b"event: update" not in received:
        piece = stream.recv(4096)
        assert piece, "the stream ended"
        received += piece


def test_half_sent_bodies_of_strangers_hold_little_memory(doors):
    before = memory(doors)
    big = b"a=" + b"x" * 1_000_000
    refused = 0
    with crowd(doors, 300, "127.0.0.1", POST + f"Content-Length: {len(big) + 1}\r\n\r\n".encode()) as held:
        for sock in held:
            sock.setblocking(False)
            with contextlib.suppress(OSError):
                sock.send(big)
        time.sleep(0.5)
        for sock in held:
            with contextlib.suppress(OSError):
                refused += sock.recv(100).startswith(b"HTTP/1.1 413")
        print(f"{before} MB, then {memory(doors)} MB; {refused} refused")
        assert refused > 100
        assert memory(doors) - before < 200


def test_who_breaks_off_a_body_is_no_error(doors):
    for path in ("/oauth/token", "/auth/sign_in"):
        for _ in range(5):
            payload = (f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                       "Content-Length: 1000\r\n\r\na=b")
            sock = connect(doors, "127.0.0.2", payload.encode())
            time.sleep(0.05)
            sock.close()
    time.sleep(0.5)
    figures = dict(line.rsplit(" ", 1) for line in requests.get(f"http://127.0.0.1:{doors.metrics_port}/metrics", timeout=5).text.splitlines()
                   if not line.startswith("#"))
    assert figures['chorus_http_requests_total{status="5xx"}'] == "0"
    assert int(figures["chorus_http_requests_broken_off_total"]) >= 10
    assert " error " not in doors.log(1000)


def test_a_body_is_asked_for_with_100_continue(doors):
    head = POST + b"Expect: 100-continue\r\nContent-Length: 21\r\n\r\n"
    sock = connect(doors, "127.0.0.2", head)
    assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    sock.sendall(b"grant_type=everything")
    assert sock.recv(1000).startswith(b"HTTP/1.1 400")
    # Who is refused without a look at the body is told at once, and the connection ends: a body of any size may follow.
    for length in (100, 50_000_000):
        sock = connect(doors, "127.0.0.2", upload(length, b"Expect: 100-continue\r\n"))
        answer = sock.recv(1000)
        assert answer.startswith(b"HTTP/1.1 401") and b"connection: close" in answer.lower()
        assert ended(sock, 0.5)


def upload(length, headers=b""):
    """The head of an upload by nobody, which is refused whatever follows."""
    return (b"POST /api/v2/media HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            b"Content-Length: %d\r\n%s\r\n" % (length, headers))


def test_a_refused_upload_is_not_read_to_its_end_and_its_answer_can_be_read(doors):
    length = 60_000_000
    sock = connect(doors, "127.0.0.2", upload(length))
    answer = sock.recv(1000)
    assert answer.startswith(b"HTTP/1.1 401") and b"connection: close" in answer.lower()
    # Somebody who sends on without looking is heard for a moment, and no longer.
    sent = 0
    with contextlib.suppress(OSError):
        while sent < length:
            sent += sock.send(b"x" * 100_000)
    assert sent < length / 2, sent
    # Who looks up after some megabytes reads the answer to its end.
    sock = connect(doors, "127.0.0.2", upload(length) + b"x" * 2_000_000)
    received = b""
    while piece := sock.recv(4096):
        received += piece
    assert received.startswith(b"HTTP/1.1 401") and received.endswith(b"}")


def test_after_a_small_refused_body_the_connection_goes_on(doors):
    sock = connect(doors, "127.0.0.2", upload(1000))
    assert sock.recv(1000).startswith(b"HTTP/1.1 401")
    sock.sendall(b"x" * 1000 + b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
    assert sock.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_server_full_of_open_streams_has_room_for_somebody_new(doors):
    person = doors.person()
    stream = (f"GET /api/v1/streaming/user HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.token}\r\n\r\n").encode()
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(crowd(doors, 200, f"127.0.0.{number}", stream)) for number in range(10, 14)]
        time.sleep(1)
        assert sum(not ended(sock, 0) for sock in held[0]) > 100, "they are answered, and nobody cuts them off"
        for number in range(20, 24):
            ask(doors, f"127.0.0.{number}")
    assert doors.process.poll() is None


def test_the_listener_of_the_figures_has_a_bound_of_its_own(doors):
    address = ("127.0.0.1", doors.metrics_port)
    held = [socket.create_connection(address) for _ in range(60)]
    time.sleep(0.5)
    assert sum(ended(sock, 0) for sock in held) >= 40
    assert requests.get(f"http://127.0.0.1:{doors.metrics_port}/metrics", timeout=5).status_code == 200
    assert ask(doors, "127.0.0.2") < 5
    for sock in held:
        sock.close()


def test_who_runs_out_of_files_does_not_die_of_it(tmp_path):
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES")
    server = Server("sqlite", tmp_path)
    server.start()
    try:
        api, pid = server.api(server.person()), server.process.pid
        assert api.me()
        _, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        for spare in range(6):
            last = max(int(number) for number in os.listdir(f"/proc/{pid}/fd"))
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (last + 1 + spare, hard))
            answer = api.post("/api/v2/media", files={"file": ("a.png", png(), "image/png")})
            assert answer.status_code in (200, 202, 503), answer.text
            assert api.status(f"still here {spare}")
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (hard, hard))
        assert api.post("/api/v2/media", files={"file": ("a.png", png(), "image/png")}).status_code in (200, 202)
    finally:
        server.close()


@pytest.mark.parametrize("hold", ["body", "download"])
def test_sigterm_waits_only_so_long(doors, hold):
    if hold == "body":
        sock = connect(doors, "127.0.0.2", POST + b"Content-Length: 1000\r\n\r\na=b")
        keep = [sock]
    else:
        keep = [connect(doors, "127.0.0.2", b"GET /api/v2/instance HTTP/1.1\r\nHost: x\r\n\r\n" * 400)]
    time.sleep(0.3)
    began = time.monotonic()
    assert doors.stop(timeout=8) in (0, 1)
    assert time.monotonic() - began < 5
    assert keep


def test_the_second_signal_ends_at_once(tmp_path):
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES")
    server = Server("sqlite", tmp_path)
    server.start()
    try:
        sock = connect(server, "127.0.0.2", POST + b"Content-Length: 1000\r\n\r\na=b")
        time.sleep(0.2)
        os.kill(server.process.pid, signal.SIGTERM)
        time.sleep(0.5)
        assert server.process.poll() is None, "the first one waits for what was begun"
        os.kill(server.process.pid, signal.SIGTERM)
        server.process.wait(3)
        sock.close()
    finally:
        server.close()


def test_the_client_is_whom_a_trusted_proxy_names(tmp_path):
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES")
    server = WithLimits("sqlite", tmp_path, ["--trusted-proxies", "127.0.0.1,127.0.0.9"])
    server.start()
    try:
        def left(source, **headers):
            lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
            sock = connect(server, source, f"GET /api/v1/timelines/public HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
            answer = sock.recv(4000).decode().lower()
            sock.close()
            return int(answer.split("x-ratelimit-remaining: ")[1].split("\r\n")[0])

        assert left("127.0.0.1", X_Forwarded_For="192.0.2.1") == 299
        assert left("127.0.0.1", X_Forwarded_For="192.0.2.2, 127.0.0.9") == 299
        assert left("127.0.0.9", X_Forwarded_For="192.0.2.1") == 298
        assert left("127.0.0.9", Forwarded='for="192.0.2.1:80"') == 297
        assert left("127.0.0.2", X_Forwarded_For="192.0.2.1") == 299, "nobody trusts this one"
        assert left("127.0.0.2", X_Forwarded_For="192.0.2.7") == 298
        # Tokens that are none, and those of apps, count for the address.
        assert left("127.0.0.1", X_Forwarded_For="192.0.2.3", Authorization="Bearer nonsense") == 299
        assert left("127.0.0.1", X_Forwarded_For="192.0.2.3", Authorization="Bearer nonsense2") == 298
    finally:
        server.close()


class WithLimits(Server):
    def serve_command(self):
        return [word for word in super().serve_command() if word != "--no-rate-limits"]
