#!/usr/bin/env python3
"""Sends what no app would send to every endpoint, and looks that nothing breaks: `make fuzz REQUESTS=20000 SEED=7`.

Endpoints come from the tables of the contract (what Mastodon's documentation lists) and from `chorus routes`. Every answer
must come, below 500, and as JSON where an app would read it; the server must be alive at the end and have logged no failure. The same seed sends the same requests; each that fails is printed so that it can be sent again.
Standard library only, beside the server of the end-to-end tests.
"""

import argparse
import collections
import http.client
import json
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from contract.tables import endpoints as documented_endpoints  # noqa: E402
from server import BINARY, Server  # noqa: E402

MACHINES = ("/api", "/oauth", "/.well-known", "/nodeinfo")  # where programs read, so errors are JSON
# Pages of people, on which errors are pages.
PAGES = ("/oauth/authorize",)
# They end what the run needs, or say so by design.
LEFT_OUT = {("POST", "/api/v1/accounts"), ("DELETE", "/api/v1/accounts")}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")

TEXTS = [
    "", " ", "0", "-1", "1", "true", "null", "undefined", "NaN", "Infinity", "1e400", "-0", "0x10", "1.5", "1_000",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "9" * 400, "٣",
    "'; DROP TABLE statuses; --", "' OR '1'='1", "\" OR 1=1 --", "%", "%%", "%s%s%n", "\\", "\\u0000", "${7*7}",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "&lt;&#x0;&amp", "javascript:alert(1)",
    "\x00", "a\x00b", "\x01\x1f\x7f", "\r\n", "a\r\nX-Injected: yes", "\u2028\u2029", "\ufeff", "\ufffe\uffff",
    "\u202ereversed", "e\u0301" * 50, "\u0335" * 500, "👨‍👩‍👧‍👦" * 60, "🏳️‍🌈", "ﷺ", "İ", "ß" * 300, "ſ", "𝓐𝓑", "①", "½",
    "#", "#" * 300, "#a " * 400, "@", "@a@b@c", "@alice", "@" * 300, "@alice@localhost", "https://", "http://[::1",
    "https://example.org/" + "a" * 3000, "//example.org", "file:///etc/passwd", "../../../etc/passwd", "..", ".",
    "2017-10-15T20:21:00Z", "0000-00-00", "9999-99-99T99:99:99Z", "1969-12-31", "99999999999999999999-01-01",
    "en", "xx", "zz-ZZ", "public", "direct", "private", "all", "none", "home", "follow", "mention", "word " * 300,
    "x" * 501, "x" * 5000, "x" * 70000, "{", "[", "{}", "[]", "{\"a\":1}", "[[[[[[[[[[", "a=b&c=d", ";", ",", "\t",
]
BYTES = [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"a\xe2\x82", b"\xf0\x9f\x98", b"\x80" * 40]
KEYS = ["", "[]", "a", "a[", "a]", "[a]", "a[]", "a[b]", "a[b][c][d][e]", "a[][b]", "a[][][]", "__proto__", "id", "id[]",
        "limit", "max_id", "min_id", "since_id", "offset", "status", "poll", "poll[options][]", "poll[options][0][x]",
        "media_ids[]", "fields_attributes[0][name]", "fields_attributes[999999999999][name]",
        "fields_attributes[-1][value]", "source[privacy]", "source", "q", "type", "types[]", "account_id", "choices[]",
        "x" * 2000, "a" + "[b]" * 60, "\x00", "é", "%", "_method", "access_token", "data[alerts][mention]"]
SEGMENTS = ["0", "1", "-1", "abc", "99999999999999999999999", "9223372036854775807", "9223372036854775808", "%00", "%FF",
            "%C0%AF", "%2F", "%2E%2E", "..", ".", "%", "%zz", "a%0d%0ab", "%F0%9F%8F%B3", "x" * 4000, "'", "%27%20OR%201",
            "ungrouped-1", "ungrouped-", "favourite-1-2", "null", "@alice", "alice@localhost", "metoo", "%23metoo", "İ", " "]
TYPES = ["application/json", "application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded",
         "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", "image/png", "",
         "application/ld+json", "application/xml", "/", ";;;", "application/json; charset=utf-8", "a" * 2000]


def documented():
    """(method, path, [(name, type)]) of the contract's endpoints and of the server's own table of routes."""
    found = {}
    for endpoint in documented_endpoints():
        # Streams do not end: they have tests of their own.
        if endpoint.method == "WS" or "/streaming" in endpoint.path:
            continue
        names = []
        for part in endpoint.params.split(";"):
            pieces = part.strip().rstrip("!").split(":", 2)
            if len(pieces) == 3 and pieces[0] in ("form", "query"):
                names.append((pieces[1].replace("[:index]", "[0]"), pieces[2]))
        for method in filter(None, (endpoint.method, endpoint.alias)):
            found[method, endpoint.path] = names
    routes = subprocess.run([str(BINARY), "routes"], capture_output=True, text=True, check=True, timeout=60).stdout
    for line in routes.splitlines():
        method, path = line.split("\t")[:2]
        if "/streaming" not in path:
            found.setdefault((method, path), [])
    return [(method, path, names) for (method, path), names in sorted(found.items()) if (method, path) not in LEFT_OUT]


class Fuzz:
    def __init__(self, server, requests, seed, say=lambda _: None):
        self.server, self.requests, self.seed, self.say = server, requests, seed, say
        self.endpoints = documented()
        self.failures = []
        self.statuses = collections.Counter()
        self.reached = set()
        self.connection = None

    # What is there to ask for.

    def prepare(self):
        server = self.server
        self.people = [server.person(name) for name in ("alice", "bob")]
        alice, bob = (server.api(person) for person in self.people)
        self.narrow = server.token(self.people[0].name, "read:accounts")
        app = server.api().post("/api/v1/apps", json={
            "client_name": "fuzz", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write"}).json()
        self.app = server.api().post("/oauth/token", json={
            "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
            "scope": "read write"}).json()["access_token"]
        hers, his = alice.me()["id"], bob.me()["id"]
        alice.post(f"/api/v1/accounts/{his}/follow")
        first = alice.status("a first word #metoo")
        second = bob.status(f"@{self.people[0].name} an answer #metoo", in_reply_to_id=first["id"])
        poll = alice.status("tea?", poll={"options": ["yes", "no"], "expires_in": 3600})
        bob.post(f"/api/v1/statuses/{first['id']}/favourite")
        notices = [notice["id"] for notice in alice.get("/api/v1/notifications").json()]
        self.known = [hers, his, first["id"], second["id"], poll["id"], poll["poll"]["id"], *notices, "metoo",
                      self.people[0].name]

    # One request.

    def value(self, kind, rng):
        """A value for a parameter: of its type, or of none."""
        if rng.random() < 0.35:
            if "bool" in kind:
                return rng.choice(["true", "false", "1", "0", "on", "off"])
            if "int" in kind:
                return str(rng.choice([0, 1, 2, 20, 40, 300, 3600]))
            if kind.startswith("enum("):
                return rng.choice(kind[5:].rstrip(")").split("|"))
            if rng.random() < 0.5:
                return rng.choice(self.known)
            return "a word"
        return rng.choice(TEXTS)

    def tree(self, rng, depth=0):
        """Nested garbage for JSON."""
        kind = rng.randrange(9 if depth < 6 else 7)
        if kind < 3:
            return rng.choice(TEXTS)
        if kind == 3:
            return rng.choice([0, -1, 1, 2 ** 31, 2 ** 63, -2 ** 63 - 1, 10 ** 300, 1.5, 1e300, -0.0])
        if kind < 6:
            return rng.choice([None, True, False, [], {}])
        if kind == 6:
            return rng.choice(self.known)
        if kind == 7:
            return [self.tree(rng, depth + 1) for _ in range(rng.randrange(5))]
        return {rng.choice(KEYS): self.tree(rng, depth + 1) for _ in range(rng.randrange(5))}

    def fields(self, names, rng):
        chosen = [(name, self.value(kind, rng)) for name, kind in names if rng.random() < 0.6]
        for _ in range(rng.choice([0, 0, 0, 1, 3])):
            chosen.append((rng.choice(KEYS), rng.choice(TEXTS)))
        if chosen and rng.random() < 0.1:
            chosen.append(rng.choice(chosen))
        return chosen

    def form(self, fields, rng):
        text = urllib.parse.urlencode(fields, errors="surrogatepass").encode()
        if rng.random() < 0.15:
            text += b"&" + rng.choice([b"a=", b"=", b"&&&", b"%", b"a=%F", b"a=%zz", b"status=" + rng.choice(BYTES), b"a;b"])
        return text

    def json_body(self, fields, rng):
        if rng.random() < 0.15:
            tree = self.tree(rng)
        else:
            tree = {}
            for name, value in fields:
                plain = name.removesuffix("[]")
                tree[plain] = [value] if plain != name and rng.random() < 0.7 else value
                if rng.random() < 0.25:
                    tree[plain] = self.tree(rng)
        text = json.dumps(tree, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
        return self.spoiled(text, rng)

    def multipart(self, fields, rng):
        lines = []
        for name, value in fields:
            name = name.replace("\r", "").replace("\n", "").replace('"', "%22")
            head = f'--fuzz\r\nContent-Disposition: form-data; name="{name}"'
            if rng.random() < 0.2:
                head += f'; filename="{rng.choice(["a.png", "", "../a", "é", "x" * 300])}"\r\nContent-Type: image/png'
            lines.append(head.encode("utf-8", "replace") + b"\r\n\r\n" + value.encode("utf-8", "replace") + b"\r\n")
        return self.spoiled(b"".join(lines) + b"--fuzz--\r\n", rng)

    def spoiled(self, text, rng):
        """Sometimes cut, or with bytes changed."""
        if rng.random() < 0.8 or not text:
            return text
        if rng.random() < 0.5:
            return text[: rng.randrange(len(text))]
        place = rng.randrange(len(text))
        return text[:place] + rng.choice(BYTES + [b"\x00", b'"', b"}", b"["]) + text[place:]

    def path(self, pattern, rng):
        def segment(_):
            return rng.choice(self.known) if rng.random() < 0.6 else rng.choice(SEGMENTS)

        path = re.sub(r":\w+|\{\w+\}", segment, pattern)
        if rng.random() < 0.06:
            path += rng.choice(["/", "//", "/..", "/%00", "/" + rng.choice(SEGMENTS), ".json", "?", "%20", ";a=b"])
        if rng.random() < 0.02:
            path = rng.choice(["/api/v1/" + "a/" * 500, "/api/" + rng.choice(SEGMENTS), "/api/v9/x", "/api", "/oauth/x",
                               "/.well-known/" + rng.choice(SEGMENTS), "/nodeinfo/9.9", "/api//v1//instance"])
        return path.replace(" ", "%20").encode("utf-8", "replace")

    def request(self, number):
        """(method, target, headers, body) of the request with this number."""
        rng = random.Random(f"{self.seed}:{number}")
        # Every endpoint in turn, in an order of its own for every round.
        order = random.Random(f"{self.seed}:{number // len(self.endpoints)}").sample(
            range(len(self.endpoints)), len(self.endpoints))
        method, pattern, names = self.endpoints[order[number % len(self.endpoints)]]
        if rng.random() < 0.08:
            method = rng.choice((*METHODS, "BREW"))
        target, headers, body = self.path(pattern, rng), [], b""
        fields = self.fields(names, rng)
        style = rng.choice(["query", "query", "form", "json", "json", "multipart", "none", "both"])
        if method in ("GET", "HEAD") and rng.random() < 0.7:
            style = "query"
        if style in ("query", "both") and fields:
            target += b"?" + self.form(fields, rng)[:60_000]
        if style in ("form", "both"):
            headers, body = [("Content-Type", "application/x-www-form-urlencoded")], self.form(fields, rng)
        elif style == "json":
            headers, body = [("Content-Type", "application/json")], self.json_body(fields, rng)
        elif style == "multipart":
            headers, body = [("Content-Type", "multipart/form-data; boundary=fuzz")], self.multipart(fields, rng)
        if body and rng.random() < 0.08:
            headers = [("Content-Type", rng.choice(TYPES))]
        token = rng.choice([self.people[0].token] * 6 + [self.people[1].token, self.narrow, self.app, None, None, "x"])
        if token:
            headers.append(("Authorization", f"Bearer {token}"))
        elif rng.random() < 0.2:
            headers.append(("Authorization", rng.choice(["", "Bearer", "Basic YTpi", "Bearer " + "y" * 5000])))
        for name, values in (
            ("Origin", ["https://web.example", "null", ""]), ("Idempotency-Key", ["", "k" * 3000, "é"]),
            ("Accept", ["text/html", "*/*;q=x", ""]), ("If-None-Match", ["*", "W/\"a\"", ","]), ("Range", ["bytes=0-"]),
            ("Accept-Language", ["de", "x" * 500, ";;q"]), ("X-Forwarded-For", ["1.2.3.4", "garbage", ",,,"]),
            ("Content-Encoding", ["gzip", "x"]), ("Cookie", ["a", "=;=;", "session=x"]), ("Expect", ["100-continue"]),
        ):
            if rng.random() < 0.04:
                headers.append((name, rng.choice(values)))
        return method, target, headers, body

    # Sending.

    def send(self, method, target, headers, body):
        """The answer: (status, type, body), on a connection that stays while the server lets it."""
        lines = [method.encode() + b" " + target + b" HTTP/1.1", b"Host: " + self.server.host.encode()]
        lines += [f"{name}: {value}".encode("utf-8", "replace") for name, value in headers]
        if body or method in ("POST", "PUT", "PATCH"):
            lines.append(f"Content-Length: {len(body)}".encode())
        data = b"\r\n".join(lines) + b"\r\n\r\n" + body
        for is_last in (False, True):
            try:
                if self.connection is None:
                    self.connection = socket.create_connection(("127.0.0.1", self.server.port), timeout=60)
                self.connection.sendall(data)
                answer = http.client.HTTPResponse(self.connection, method=method)
                answer.begin()
                kind = answer.headers.get("Content-Type") or ""
                text = b"" if kind.startswith("text/event-stream") else answer.read()
                if answer.will_close or kind.startswith("text/event-stream"):
                    self.close()
                return answer.status, kind, text
            except (OSError, http.client.HTTPException):
                self.close()
                if is_last:
                    raise

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def look(self, method, target, answer):
        """What is wrong with an answer; nil where nothing is."""
        status, kind, text = answer
        if status >= 500:
            return f"{status}: {text[:300]!r}"
        if status == 400 and not text and not (method in METHODS and all(0x20 < byte < 0x7F for byte in target)):
            return None  # no HTTP (RFC 9112, section 3): refused before anybody could know who asks
        path = target.partition(b"?")[0].decode("utf-8", "replace")
        is_json = kind.startswith("application/") and "json" in kind
        if is_json and text:
            try:
                found = json.loads(text)
            except ValueError:
                return f"{status}: what is called JSON is none: {text[:300]!r}"
            if status >= 400 and not (isinstance(found, dict) and isinstance(found.get("error"), str)):
                return f"{status}: an error without a sentence: {text[:300]!r}"
        elif status >= 400 and method != "HEAD":
            place = re.match(r"(/[^/?]*)", path)
            if place and place.group(1) in MACHINES and not path.startswith(PAGES):
                return f"{status}: an error that is no JSON ({kind or 'no type'}): {text[:300]!r}"
        return None

    def run(self):
        self.prepare()
        began = time.monotonic()
        for number in range(self.requests):
            method, target, headers, body = self.request(number)
            try:
                answer = self.send(method, target, headers, body)
                wrong = self.look(method, target, answer)
                self.statuses[answer[0]] += 1
                if answer[0] < 400:
                    self.reached.add((method, target.partition(b"?")[0]))
            except (OSError, http.client.HTTPException) as error:
                wrong = f"no answer: {error!r}"
            if wrong:
                self.failures.append(
                    f"request {number}: {method} {target[:300]!r}\n    {headers}\n    {body[:600]!r}\n    {wrong}")
                self.say(self.failures[-1])
                if self.server.process.poll() is not None:
                    self.failures.append(f"the server has ended with {self.server.process.returncode}")
                    break
            if number % 1000 == 999:
                self.say(f"{number + 1} requests, {len(self.failures)} failures, {time.monotonic() - began:.0f} s, "
                         f"{dict(sorted(self.statuses.items()))}")
        self.close()
        if self.server.process.poll() is None:
            health = self.server.api().get("/health")
            if health.status_code != 200:
                self.failures.append(f"/health answers {health.status_code}")
            failed = [line for line in self.server.log(10 ** 9).splitlines() if " failed: " in line]
            self.failures += [f"log: {line}" for line in failed[:20]]
        return self.failures


def main():
    parser = argparse.ArgumentParser(description="Sends what no app would send, and looks that nothing breaks.")
    parser.add_argument("--requests", type=int, default=20_000, help="how many (20,000)")
    parser.add_argument("--seed", default="1", help="which (1)")
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite", help="which database")
    parser.add_argument("--request", type=int, help="only print the request with this number")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chorus-fuzz-") as folder:
        server = Server(arguments.engine, folder)
        try:
            server.start()
            fuzz = Fuzz(server, arguments.requests, arguments.seed, lambda text: print(text, flush=True))
            if arguments.request is not None:
                fuzz.prepare()
                print(fuzz.request(arguments.request))
                return 0
            failures = fuzz.run()
        finally:
            server.close()
    print(f"fuzz: {sum(fuzz.statuses.values())} answers from {len(fuzz.endpoints)} endpoints, seed {arguments.seed}: "
          f"{dict(sorted(fuzz.statuses.items()))}; {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
