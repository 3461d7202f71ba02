"""Many WebSockets held by one process, for the streaming part of bench/run. Standard library only."""

import multiprocessing
import select
import socket
import time

HANDSHAKE = (
    "GET /api/v1/streaming?stream={stream} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n")


class Sockets:
    """Open connections that listen to one stream."""

    def __init__(self, port):
        self.port = port
        self.open = {}
        self.poll = select.epoll()

    def add(self, count, token, stream):
        """Opens more, a few at a time: the server's queue of new connections is bounded."""
        while count > 0:
            fresh = []
            for _ in range(min(count, 200)):
                plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
                plain.sendall(HANDSHAKE.format(stream=stream, token=token).encode())
                fresh.append(plain)
            for plain in fresh:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = plain.recv(4096)
                    if not part:
                        raise OSError(f"no upgrade: {head[:300]!r}")
                    head += part
                if not head.startswith(b"HTTP/1.1 101 "):
                    raise OSError(f"no upgrade: {head[:300]!r}")
                plain.setblocking(False)
                self.open[plain.fileno()] = plain
                self.poll.register(plain.fileno(), select.EPOLLIN)
            count -= len(fresh)

    def hear(self, began, word, seconds=30):
        """Waits until every connection has got a message with this word; (first, last) in seconds after `began`."""
        missing = dict.fromkeys(self.open, b"")
        first = None
        while missing:
            if time.monotonic() - began > seconds:
                raise OSError(f"{len(missing)} of {len(self.open)} sockets heard nothing within {seconds} s")
            for number, _ in self.poll.poll(1):
                part = self.open[number].recv(1 << 16)
                if not part:
                    raise OSError("the server has closed a connection")
                if number in missing:
                    missing[number] += part
                    if word in missing[number]:
                        first = first or time.monotonic() - began
                        del missing[number]
        return first, time.monotonic() - began

    def add_plain(self, count):
        """Opens connections that need no handshake, to a `Bare`."""
        for _ in range(count):
            plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            plain.setblocking(False)
            self.open[plain.fileno()] = plain
            self.poll.register(plain.fileno(), select.EPOLLIN)

    def close(self):
        for plain in self.open.values():
            plain.close()
        self.open.clear()
        self.poll.close()


class Bare:
    """A program that does nothing but write the same bytes to all of its connections: what the machine allows."""

    def __init__(self, connections):
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = listener.getsockname()[1]
        self.pipe, far = multiprocessing.get_context("fork").Pipe()
        self.process = multiprocessing.get_context("fork").Process(
            target=Bare.serve, args=(listener, connections, far), daemon=True)
        self.process.start()
        listener.close()

    @staticmethod
    def serve(listener, connections, pipe):
        held = [listener.accept()[0] for _ in range(connections)]
        pipe.send("ready")
        while (data := pipe.recv()) is not None:
            for plain in held:
                plain.sendall(data)

    def ready(self):
        self.pipe.recv()

    def write(self, data):
        self.pipe.send(data)

    def close(self):
        self.pipe.send(None)
        self.process.join(10)
