"""A running Chorus for the tests: one process, one data folder, one database, started and ended by its own id."""

import dataclasses
import itertools
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.parse

import requests

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("E2E_BINARY") or ROOT / ".build/debug/chorus").absolute()
POSTGRES = os.environ.get("CHORUS_TEST_POSTGRES")
ENGINES = os.environ.get("E2E_ENGINES", "sqlite postgres").split()
ALL_SCOPES = "read write follow push"
PASSWORD = "correct horse battery staple"

# What the person at the keyboard has set for a server of their own is not for the servers under test.
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("CHORUS_")}

_serial = itertools.count(1)


# Test runners side by side (`pytest -n`) each have a range of their own, below the ports that the kernel hands out.
_runner = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_ports = itertools.cycle(range(10_000 + 1_000 * (_runner % 20), 11_000 + 1_000 * (_runner % 20)))


def free_port():
    """A port of the loopback that was free a moment ago, and not handed out lately."""
    while True:
        port = next(_ports)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def with_database(url, name):
    """The PostgreSQL URL with another database; by hand, because urllib drops the empty host of a socket URL."""
    scheme, rest = url.split("://", 1)
    place, _, query = rest.partition("?")
    authority = place.split("/", 1)[0]
    return f"{scheme}://{authority}/{name}" + (f"?{query}" if query else "")


def create_database():
    """A new, empty PostgreSQL database in the throw-away cluster: (its URL, what drops it)."""
    name = f"e2e_{os.getpid()}_{next(_serial)}"

    def psql(statement):
        subprocess.run(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", POSTGRES, "-c", statement],
            check=True, capture_output=True, text=True, timeout=60,
        )

    psql(f"CREATE DATABASE {name}")
    return with_database(POSTGRES, name), lambda: psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@dataclasses.dataclass
class Person:
    """A local account with a token of all scopes."""

    name: str
    email: str
    password: str
    token: str


class API:
    """Plain HTTP against one server as one person (or nobody): answers are `requests` responses, never raised."""

    def __init__(self, base, token=None):
        self.base = base
        self.token = token
        self.session = requests.Session()
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def request(self, method, path, **options):
        url = path if path.startswith("http") else self.base + path
        return self.session.request(method, url, timeout=60, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, **options):
        return self.request("POST", path, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)

    def status(self, text, **fields):
        """Posts and returns the Status entity."""
        answer = self.post("/api/v1/statuses", json={"status": text, **fields})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def me(self):
        answer = self.get("/api/v1/accounts/verify_credentials")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def descendants(self, status_id):
        """The whole thread below a status; follows `Link` where the server pages."""
        answer = self.get(f"/api/v1/statuses/{status_id}/context")
        assert answer.status_code == 200, answer.text
        found = answer.json()["descendants"]
        while "next" in answer.links:
            answer = self.get(answer.links["next"]["url"])
            assert answer.status_code == 200, answer.text
            found += answer.json()["descendants"]
        return found

    def pages(self, path, **params):
        """All items of a paginated list, by its `Link` headers."""
        answer = self.get(path, params=params)
        while True:
            assert answer.status_code == 200, answer.text
            yield from answer.json()
            if "next" not in answer.links:
                return
            answer = self.get(answer.links["next"]["url"])


class Server:
    """`chorus serve` on a free port of the loopback."""

    def __init__(self, engine, folder, options=()):
        self.engine = engine
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.log_path = self.folder / "server.log"
        self.options = list(options)
        self.environment = {}
        self.directory = None
        self.process = None
        self.start_seconds = None
        self.database, self._drop = (None, None)
        if engine == "postgres":
            self.database, self._drop = create_database()
        self.port = free_port()
        self.metrics_port = free_port()
        self.host = f"localhost:{self.port}"
        self.url = f"http://{self.host}"
        # Where this machine reaches it, and the file of certificates to believe.
        self.local, self.verify = f"http://127.0.0.1:{self.port}", True

    # The command line.

    def storage_options(self):
        return ["--data-dir", str(self.data), *(["--database", self.database] if self.database else [])]

    def serve_command(self):
        return [
            str(BINARY), "serve", *self.storage_options(), "--bind", f"127.0.0.1:{self.port}", "--url", self.url,
            "--metrics-bind", f"127.0.0.1:{self.metrics_port}", "--no-rate-limits", *self.options,
        ]

    def cli(self, *words, text=None, check=True, timeout=60):
        """Runs another command of the binary on the same data; its `CompletedProcess`."""
        done = subprocess.run(
            [str(BINARY), *words, *self.storage_options()],
            input=text, capture_output=True, text=True, timeout=timeout, env=ENVIRONMENT, cwd=self.directory,
        )
        if check:
            assert done.returncode == 0, f"chorus {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def person(self, name="alice", scopes=ALL_SCOPES, unique=True, admin=False):
        """A new account of that name (with a number behind it) and its token."""
        name = f"{name}{next(_serial)}" if unique else name
        person = Person(name, f"{name}@example.test", PASSWORD, "")
        self.cli("account", "create", name, "--email", person.email, "--password-stdin",
                 *(["--admin"] if admin else []), text=PASSWORD + "\n")
        person.token = self.token(name, scopes)
        return person

    def token(self, name, scopes=ALL_SCOPES):
        lines = self.cli("token", "create", name, "--scopes", scopes).stdout.split()
        assert len(lines) == 1, f"`token create` prints the token and nothing else, not {lines}"
        return lines[0]

    def api(self, person=None):
        token = person.token if isinstance(person, Person) else person
        return API(self.url, token)

    def doctor(self):
        """Recounts everything; fails with its list of differences."""
        done = self.cli("doctor", check=False, timeout=300)
        assert done.returncode == 0, f"doctor: {done.returncode}\n{done.stdout}\n{done.stderr}"

    # The process.

    def start(self, timeout=30):
        """Starts and waits for /health; `start_seconds` says how long that took."""
        assert self.process is None or self.process.poll() is not None, "it runs already"
        began = time.monotonic()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                self.serve_command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env={**ENVIRONMENT, **self.environment}, cwd=self.directory)
        while time.monotonic() - began < timeout:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.log()}")
            try:
                if requests.get(f"{self.local}/health", timeout=2, verify=self.verify).status_code == 200:
                    self.start_seconds = time.monotonic() - began
                    return self
            except requests.RequestException:
                pass
            time.sleep(0.02)
        self.kill()
        raise AssertionError(f"no /health within {timeout} s:\n{self.log()}")

    def kill(self):
        """kill -9, of this process alone."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(30)

    def stop(self, timeout=20):
        """SIGTERM; the exit status. A server that does not end in time is killed and the test fails."""
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else None
        self.process.terminate()
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"SIGTERM did not end the server within {timeout} s:\n{self.log()}") from None

    def close(self):
        try:
            self.stop()
        finally:
            if self._drop:
                self._drop()
                self._drop = None

    def log(self, lines=60):
        if not self.log_path.exists():
            return "(no log)"
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])


def eventually(check, seconds=20):
    """What `check` gives as soon as it is true; what a command or another server did takes a moment to be seen."""
    end = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s: {found!r}"
        time.sleep(0.1)


def quote(text):
    return urllib.parse.quote(text, safe="")
