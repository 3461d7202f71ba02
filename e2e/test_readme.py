"""Every command of README.md, word for word, in a fresh clone, as a newcomer types them.

The blocks are read out of README.md itself; a line that this file does not know fails the test, so that whoever writes one
there has to have it run here. What surrounds the lines is not README's:

- A network of the test's own, in which port 8080 is free and `mail.example.com` is a mail server of this test.
- `swift` on PATH is a stand-in. `swift build` takes ten minutes, and `swift test` is what runs beside this test: the stand-in
  answers the first by putting the binary under test where SwiftPM would, and the second by looking whether there is the
  PostgreSQL that `make test` promises. Everything else, the Makefile and scripts/ above all, is the clone's own.
- DEMO_SPEED and DEMO_EVENTS make `make demo` shorter; E2E_DEMO=full leaves its defaults alone.
"""

import concurrent.futures
import contextlib
import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
import types

import pytest
import requests

from pictures import png
from server import API, BINARY, ENVIRONMENT, ROOT
from test_mail import MailServer, make_certificate
from test_toot import Toot

URL = "http://localhost:8080"

SWIFT = r"""#!/usr/bin/env bash
# The stand-in for Swift: see e2e/test_readme.py.
set -euo pipefail
case "${1:-}" in
    --version) exec "$REAL_SWIFT" --version ;;
    build)
        configuration=debug
        while [ $# -gt 0 ]; do [ "$1" != -c ] || configuration=$2; shift; done
        mkdir -p ".build/$configuration"
        cp -r "$(dirname "$BUILT")"/*.resources ".build/$configuration/" 2>/dev/null || true
        cp "$BUILT" ".build/$configuration/chorus"
        ;;
    test) psql -X -q "$CHORUS_TEST_POSTGRES" -c 'SELECT 1' >/dev/null && echo "stand-in: swift $*" ;;
    *) echo "stand-in: what is swift $*?" >&2; exit 64 ;;
esac
"""


def blocks():
    """The lines of each ```sh block of README.md."""
    found = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    return [[line for line in block.splitlines() if line.strip()] for block in found]


# Which block has which lines, by their first words: this file runs these and no others.
KNOWN = [
    ["make run", "make test"],
    ["export PATH=", "chorus account create ", "chorus token create "],
    ["make demo"],
    ["chorus serve ", "chorus replay ", "chorus replay "],
    ["export CHORUS_SMTP_HOST=", "export CHORUS_SMTP_PASSWORD=", "chorus mail test "],
]


def test_all_blocks_are_known():
    found = blocks()
    assert len(found) == len(KNOWN)
    for lines, known in zip(found, KNOWN):
        assert len(lines) == len(known) and all(line.startswith(start) for line, start in zip(lines, known)), lines


class Terminal:
    """A shell in the clone, in which lines are typed one after the other."""

    def __init__(self, folder, environment):
        self.shell = subprocess.Popen(
            ["env", "--default-signal=INT", "bash", "--norc"], cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True)

    def type(self, line):
        """Types a line; it is over when the next prompt would come."""
        self.shell.stdin.write(line + "\n")
        self.shell.stdin.flush()

    def run(self, line, timeout=120):
        """Types a line and waits for its end; what it printed. Any other exit status than 0 fails."""
        self.type(f"{line}\necho \"the-end $?\"")
        said = ""
        with deadline(timeout, self.end):
            for printed in self.shell.stdout:
                if printed.startswith("the-end "):
                    assert printed == "the-end 0\n", f"{line}: {printed}\n{said}"
                    return said
                said += printed
        raise AssertionError(f"{line}: the terminal is gone\n{said}")

    def wait_for(self, text, timeout=120):
        """Reads until a line has this text; all that was printed."""
        said = ""
        with deadline(timeout, self.end):
            for printed in self.shell.stdout:
                said += printed
                if text in printed:
                    return said
        raise AssertionError(f"never said {text!r}:\n{said}")

    def interrupt(self, timeout=30):
        """Ctrl-C: a SIGINT for everything that runs here; then the terminal is closed. What was still printed."""
        os.killpg(self.shell.pid, signal.SIGINT)
        with deadline(timeout, self.end):
            said, _ = self.shell.communicate()
        return said

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.shell.pid, signal.SIGKILL)
        self.shell.wait(10)


@contextlib.contextmanager
def deadline(seconds, act):
    """Does something that ends the block, if it lasts too long."""
    timer = threading.Timer(seconds, act)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def in_a_network_of_its_own(body, folder):
    """Runs `body` on a thread that has its own loopback and its own /etc/hosts; so has what it starts."""
    hosts = folder / "hosts"
    hosts.write_text("127.0.0.1 localhost mail.example.com\n")

    def enter():
        libc = ctypes.CDLL(None, use_errno=True)
        CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000  # sched.h
        if libc.unshare(CLONE_NEWNS | CLONE_NEWNET) != 0:
            pytest.skip(f"a network of its own needs root: {os.strerror(ctypes.get_errno())}")
        for command in (["mount", "--make-rprivate", "/"], ["mount", "--bind", str(hosts), "/etc/hosts"],
                        ["ip", "link", "set", "lo", "up"]):
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=10)
        return body()

    # Namespaces are a thread's: the rest of this process stays where it is.
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(enter).result()


def clone(folder):
    """A fresh clone, with what is changed here and not committed yet."""
    def git(*words, **options):
        return subprocess.run(["git", "-c", "safe.directory=*", *words], check=True, capture_output=True, timeout=120, **options)

    git("clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
    changes = git("-C", str(ROOT), "diff", "HEAD", "--binary").stdout
    if changes:
        git("-C", str(folder), "apply", input=changes)
    return folder


def up(url=URL, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            return requests.get(f"{url}/health", timeout=2).raise_for_status()
        except requests.RequestException:
            assert time.monotonic() < end, f"{url} does not answer"
            time.sleep(0.1)


def post_with_a_picture(token):
    """As a newcomer's first script would: uploads, waits, posts, reads back."""
    api = API(URL, token)
    answer = api.post("/api/v2/media", files={"file": ("stripes.png", png(120, 80), "image/png")}, data={"description": "Stripes"})
    assert answer.status_code in (200, 202), answer.text
    media = answer.json()
    end = time.monotonic() + 30
    while api.get(f"/api/v1/media/{media['id']}").status_code == 206:
        assert time.monotonic() < end
        time.sleep(0.2)
    status = api.status("Here with a picture", media_ids=[media["id"]])
    shown = api.get(f"/api/v1/statuses/{status['id']}").json()
    assert [item["description"] for item in shown["media_attachments"]] == ["Stripes"]
    for address in (shown["media_attachments"][0]["url"], shown["media_attachments"][0]["preview_url"]):
        picture = requests.get(address, timeout=30)
        assert picture.status_code == 200 and picture.headers["Content-Type"].startswith("image/"), address
    assert "Here with a picture" in requests.get(status["url"], timeout=30).text


def first_steps(served, terminal, lines, folder):
    """`make run`, `make test`; then an account, a token, a picture, toot."""
    (run, test), (path, account, token) = lines
    served.type(run)
    assert "stand-in: swift test" in terminal.run(test, timeout=300)
    terminal.run(path)
    up()
    made = terminal.run(account)
    password = re.search(r"^Password: (\S+)$", made, re.MULTILINE)[1]
    post_with_a_picture(terminal.run(token).strip())
    readme = (ROOT / "README.md").read_text()
    assert f"`toot login --instance {URL}`" in readme and f"sign up at {URL}" in readme
    toot = Toot(folder / "toot")
    toot.log_in(types.SimpleNamespace(url=URL, host="localhost:8080"),
                types.SimpleNamespace(name="alice", email="alice@example.com", password=password))
    toot("post", "And from a terminal")
    assert "And from a terminal" in toot("timelines", "home")
    served.interrupt()
    assert served.shell.returncode is not None


def demo(terminal, folder):
    said = terminal.wait_for("is served until Ctrl-C", timeout=600)
    assert "Exact: " in said, said
    url = re.search(r"(http://localhost:\d+) is served", said)[1]
    assert requests.get(f"{url}/tags/metoo", timeout=30).status_code == 200
    assert len(list(folder.glob("chorus-demo.*"))) == 1
    terminal.interrupt()
    assert not list(folder.glob("chorus-demo.*")), "Ctrl-C removes what it made"


def replay(terminal, lines, folder):
    serve, first, second = lines
    terminal.type(serve)
    up()
    for line in (first, second):
        assert "Exact: " in terminal.run(line, timeout=300)
    assert json.loads((folder / "report.json").read_text())
    terminal.run("kill %1 && wait %1")


def mail(terminal, lines, folder):
    authority, certificate = make_certificate(folder, "mail.example.com")
    server = MailServer(certificate, port=587, login=("chorus@example.com", "…"))
    try:
        # Whom to believe beside the system: the test's own authority.
        terminal.run(f"export CHORUS_SMTP_CA_FILE={authority}")
        export, password, test = lines
        terminal.run(export)
        terminal.run(password)
        assert "has taken the e-mail to you@example.com" in terminal.run(test)
        letter = server.letters.get(timeout=30)
        assert letter.envelope == ("chorus@example.com", ["you@example.com"])
    finally:
        server.close()


def test_every_command_of_the_readme(tmp_path):
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a clone of the repository")
    if not (swift := shutil.which("swift")):
        pytest.skip("README begins with an installed Swift")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "swift").write_text(SWIFT)
    (tmp_path / "bin" / "swift").chmod(0o755)
    environment = {
        **ENVIRONMENT, "PATH": f"{tmp_path / 'bin'}:{ENVIRONMENT['PATH']}", "REAL_SWIFT": swift, "BUILT": str(BINARY),
        "LC_ALL": "C.UTF-8"}
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "SWIFT", "DATA", "BIND", "URL", "FILTER", "ENGINES"):
        environment.pop(name, None)
    short = {} if os.environ.get("E2E_DEMO") == "full" else {"DEMO_SPEED": "1200", "DEMO_EVENTS": "1500"}
    lines = blocks()
    folder = clone(tmp_path / "chorus")

    def body():
        open_terminals = []

        def terminal(**more):
            open_terminals.append(Terminal(folder, {**environment, **more}))
            return open_terminals[-1]

        try:
            other = terminal()
            first_steps(terminal(), other, lines[:2], tmp_path)
            (tmp_path / "demo").mkdir()
            shown = terminal(TMPDIR=str(tmp_path / "demo"), **short)
            shown.type(lines[2][0])
            demo(shown, tmp_path / "demo")
            replay(other, lines[3], folder)
            mail(other, lines[4], tmp_path)
        finally:
            for one in open_terminals:
                one.end()

    in_a_network_of_its_own(body, tmp_path)
