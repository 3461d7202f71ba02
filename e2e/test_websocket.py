"""WebSockets on the wire (RFC 6455): hostile frames, the closing handshake, pings. No library stands between."""

import socket
import struct
import time

import pytest
import requests

from server import Server
from test_streaming import Socket, raw_socket

SOON = 10
MASK = b"\x01\x02\x03\x04"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
NONSENSE = b'{"type":"subscribe","stream":"no such stream"}'


def frame(opcode, payload=b"", fin=True, masked=True, reserved=0, length=None):
    """The bytes of one frame; `length` where it lies about its payload."""
    size = len(payload) if length is None else length
    head = bytes([fin << 7 | reserved << 4 | opcode])
    if size < 126:
        head += bytes([masked << 7 | size])
    elif size < 1 << 16:
        head += bytes([masked << 7 | 126]) + struct.pack(">H", size)
    else:
        head += bytes([masked << 7 | 127]) + struct.pack(">Q", size)
    if masked:
        head += MASK
        payload = bytes(byte ^ MASK[place % 4] for place, byte in enumerate(payload))
    return head + payload


class Frames:
    """What a server sends, frame by frame."""

    def __init__(self, plain, rest=b""):
        self.plain, self.bytes = plain, rest
        plain.settimeout(SOON)

    def _take(self, count):
        while len(self.bytes) < count:
            part = self.plain.recv(4096)
            if not part:
                raise EOFError
            self.bytes += part
        taken, self.bytes = self.bytes[:count], self.bytes[count:]
        return taken

    def next(self):
        """(opcode, payload); raises EOFError at the end, and ConnectionResetError where there is none."""
        first, second = self._take(2)
        assert first & 0xF0 == 0x80 and second & 0x80 == 0, "whole frames without a mask, and without extensions"
        size = second
        if size == 126:
            size = struct.unpack(">H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._take(8))[0]
        return first & 0x0F, self._take(size)


@pytest.fixture
def alice(server):
    return server.person("alice")


@pytest.fixture
def wire(server, alice):
    """A WebSocket: its socket, and what comes from it."""
    plain, rest = raw_socket(server, alice)
    yield plain, Frames(plain, rest)
    plain.close()


def code(number, reason=b""):
    return struct.pack(">H", number) + reason


@pytest.mark.parametrize("sent, expected", [
    pytest.param(frame(TEXT, b"{}", masked=False), 1002, id="a text without a mask"),
    pytest.param(frame(PING, b"", masked=False), 1002, id="a ping without a mask"),
    pytest.param(frame(CLOSE, code(1000), masked=False), 1002, id="a close without a mask"),
    pytest.param(frame(TEXT, b"{}", reserved=4), 1002, id="a bit of an extension"),
    pytest.param(frame(PING, b"", reserved=1), 1002, id="another bit, of a ping"),
    pytest.param(frame(3, b"{}"), 1002, id="an opcode of data to come"),
    pytest.param(frame(11, b""), 1002, id="an opcode of control to come"),
    pytest.param(frame(PING, b"x" * 126), 1002, id="a long ping"),
    pytest.param(frame(PING, b"", fin=False), 1002, id="a ping in pieces"),
    pytest.param(frame(CONTINUATION, b"{}"), 1002, id="the end of nothing"),
    pytest.param(frame(TEXT, b"{", fin=False) + frame(TEXT, b"}"), 1002, id="a text within a text"),
    pytest.param(frame(BINARY, b"\x00"), 1003, id="bytes"),
    pytest.param(frame(TEXT, b"\xff\xfe"), 1007, id="no UTF-8"),
    pytest.param(frame(TEXT, b"\xed\xa0\x80"), 1007, id="half a surrogate"),
    pytest.param(frame(TEXT, b"\xe2\x82", fin=False) + frame(CONTINUATION, b"("), 1007, id="no UTF-8 over two pieces"),
    pytest.param(frame(TEXT, b"x" * 16_385), 1009, id="a large text"),
    pytest.param(frame(TEXT, b"", length=1 << 40), 1009, id="a text that is said to be huge"),
    pytest.param(frame(TEXT, b"", length=1 << 63), 1009, id="a text whose length is no number"),
    pytest.param(frame(TEXT, b"x" * 9000, fin=False) + frame(CONTINUATION, b"x" * 9000), 1009, id="large in pieces"),
    pytest.param(frame(TEXT, b"", fin=False) + frame(CONTINUATION, b"", fin=False) * 100, 1009, id="endless pieces"),
    pytest.param(frame(CLOSE, b"\x03"), 1002, id="half a code"),
    pytest.param(frame(CLOSE, code(1005)), 1002, id="a code that is never sent"),
    pytest.param(frame(CLOSE, code(999)), 1002, id="a code that is none"),
    pytest.param(frame(CLOSE, code(1000, b"\xff")), 1007, id="a reason that is no text"),
])
def test_a_broken_rule_ends_the_connection_with_its_code(server, alice, wire, sent, expected):
    plain, frames = wire
    plain.sendall(sent)
    opcode, payload = frames.next()
    assert (opcode, payload) == (CLOSE, code(expected))
    # What still comes is not looked at, and does not take the reason away by a reset.
    plain.sendall(frame(TEXT, NONSENSE) * 3)
    with pytest.raises(EOFError):
        frames.next()
    assert server.api(alice).me()["username"] == alice.name


@pytest.mark.parametrize("sent, answer", [
    (b"", b""), (code(1000), code(1000)), (code(1001, b"gone"), code(1001)), (code(4999, "später".encode()), code(4999)),
])
def test_a_close_is_answered_with_its_code(wire, sent, answer):
    plain, frames = wire
    plain.sendall(frame(CLOSE, sent))
    assert frames.next() == (CLOSE, answer)
    with pytest.raises(EOFError):
        frames.next()


def test_pieces_are_put_together_and_pings_between_them_answered(wire):
    plain, frames = wire
    text = '{"type":"subscribe","stream":"nöthing"}'.encode()
    middle = text.index("ö".encode()) + 1
    plain.sendall(
        frame(TEXT, b"", fin=False) + frame(CONTINUATION, text[:middle], fin=False) + frame(PING, b"p" * 125)
        + frame(CONTINUATION, text[middle:], fin=False) + frame(PONG, b"nobody asked") + frame(CONTINUATION))
    assert frames.next() == (PONG, b"p" * 125)
    opcode, payload = frames.next()
    assert opcode == TEXT and b"Unknown stream type" in payload


def test_a_frame_may_come_a_byte_at_a_time(wire):
    plain, frames = wire
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in frame(TEXT, NONSENSE):
        plain.sendall(bytes([byte]))
    assert b"Unknown stream type" in frames.next()[1]


# --- Signs of life.

@pytest.fixture(scope="module")
def pinging(engine, tmp_path_factory):
    """A server that asks every second whether its listeners are there."""
    running = Server(engine, tmp_path_factory.mktemp(f"pinging-{engine}"), ["--stream-ping", "1"])
    try:
        yield running.start()
    finally:
        running.close()


def test_who_answers_no_ping_is_dropped_and_who_does_stays(pinging):
    alice = pinging.person("alice")
    with Socket(pinging, alice, "?stream=user") as stream:
        silent, rest = raw_socket(pinging, alice)
        began = time.monotonic()
        frames = Frames(silent, rest)
        assert frames.next() == (PING, b"")
        with pytest.raises(EOFError):
            frames.next()
        assert time.monotonic() - began < SOON
        # The other has been asked several times by now, and its library has answered.
        time.sleep(2)
        status = pinging.api(alice).status("still here")
        assert stream.next()["payload"]["id"] == status["id"]


def test_server_sent_events_have_a_heartbeat(pinging):
    alice = pinging.person("alice")
    with requests.get(
            f"{pinging.url}/api/v1/streaming/user", params={"access_token": alice.token}, stream=True,
            timeout=SOON) as events:
        lines = events.iter_lines(chunk_size=1)
        assert next(lines) == b":)"
        assert [next(lines) for _ in range(3)] == [b":thump"] * 3
