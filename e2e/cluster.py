"""Three servers behind HAProxy on one PostgreSQL with a synchronous standby, cut one after the other under load (`make cluster`).

People post, and answer a call aloud and silently; each says the same again, with its key, until it is acknowledged. Meanwhile a server
is killed, HAProxy is killed and started, and PostgreSQL is killed and its standby promoted. A table says what each cut cost; what was
acknowledged must be there once, and the figures exact. All of it is on the loopback and in a folder of its own, and ends by itself.
"""

import argparse
import contextlib
import glob
import http.client
import json
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid

from load import each_status
from server import Server, eventually, free_port

SECONDS = 600  # No run takes longer: it is ended then, with all that it has started.
PATH = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"])


class Postgres:
    """A primary and a standby without which nothing is acknowledged, on sockets in one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.programs = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
        self.ports = {"a": 5433, "b": 5434}
        self.owner = pwd.getpwnam("postgres").pw_name if os.getuid() == 0 else None
        if self.owner:
            shutil.chown(folder, self.owner)
        folder.chmod(0o711)

    @property
    def url(self):
        """Of whichever takes writes (libpq asks both)."""
        ports = ",".join(str(port) for port in self.ports.values())
        return f"postgresql:///postgres?host={self.folder},{self.folder}&port={ports}&user=chorus&target_session_attrs=read-write"

    def run(self, program, *words, check=True):
        command = [str(self.programs / program), *map(str, words)]
        if self.owner:
            command = ["runuser", "-u", self.owner, "--", *command]
        with open(self.folder / "postgres.log", "ab") as log:
            # What it leaves running has nothing of ours open.
            return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=check, timeout=120, cwd="/")

    def ask(self, name, statement):
        done = subprocess.run(
            [str(self.programs / "psql"), "-XAtq", "-h", str(self.folder), "-p", str(self.ports[name]), "-U", "chorus", "postgres",
             "-c", statement], check=True, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def configure(self, name, *lines):
        with open(self.folder / name / "postgresql.auto.conf", "a") as file:
            file.write("".join(line + "\n" for line in lines))

    def start(self):
        a, b = self.folder / "a", self.folder / "b"
        self.run("initdb", "-D", a, "-U", "chorus", "-A", "trust", "-E", "UTF8", "--locale=C")
        common = ["listen_addresses = ''", f"unix_socket_directories = '{self.folder}'", "max_connections = 200"]
        self.configure("a", *common, f"port = {self.ports['a']}", "synchronous_standby_names = 'b'")
        self.run("pg_ctl", "-D", a, "-w", "-l", a / "log", "start")
        # Made while nothing waits for it.
        self.run("pg_basebackup", "-D", b, "-h", self.folder, "-p", self.ports["a"], "-U", "chorus", "-c", "fast")
        self.configure(
            "b", *common, f"port = {self.ports['b']}", "synchronous_standby_names = ''",
            f"primary_conninfo = 'host={self.folder} port={self.ports['a']} user=chorus application_name=b'")
        (b / "standby.signal").touch()
        if self.owner:
            shutil.chown(b / "standby.signal", self.owner)
        self.run("pg_ctl", "-D", b, "-w", "-l", b / "log", "start")
        eventually(lambda: self.ask("a", "SELECT sync_state FROM pg_stat_replication") == "sync", 60)

    def kill(self, name):
        os.kill(int((self.folder / name / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def promote(self, name):
        """What an admin does: see that the other one is dead, and stays so, then this."""
        self.run("pg_ctl", "-D", self.folder / name, "-w", "promote")

    def stop(self):
        for name in self.ports:
            if (self.folder / name / "postmaster.pid").exists():
                self.run("pg_ctl", "-D", self.folder / name, "-m", "immediate", "-w", "stop", check=False)


class Node(Server):
    def __init__(self, folder, number, database, url):
        super().__init__("sqlite", folder, ["--node", str(number)])
        # What people know is the address of the proxy.
        self.engine, self.database, self.url = "postgres", database, url
        folder.mkdir()


class Proxy:
    def __init__(self, folder, port, nodes):
        self.file, self.port, self.process = folder / "haproxy.cfg", port, None
        servers = "\n".join(
            f"    server node{number} 127.0.0.1:{node.port} check inter 500ms fall 2 rise 1"
            for number, node in enumerate(nodes))
        self.file.write_text(f"""
defaults
    mode http
    timeout connect 2s
    timeout client 1m
    timeout server 1m
frontend people
    bind 127.0.0.1:{port}
    http-request set-header X-Forwarded-For %[src]
    default_backend chorus
backend chorus
    balance roundrobin
    option httpchk GET /health/ready
    option redispatch 1
    retries 3
{servers}
""")

    def start(self):
        program = shutil.which("haproxy", path=PATH)
        with open(self.file.with_suffix(".log"), "ab") as log:
            self.process = subprocess.Popen([program, "-db", "-f", str(self.file)], stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)


class Person(threading.Thread):
    """Says something again and again, the same until it is acknowledged; knows when it was."""

    def __init__(self, port, token, acts):
        super().__init__(daemon=True)
        self.port, self.token, self.acts = port, token, acts
        self.acknowledged = []  # (began, heard, id)
        self.attempts = 0
        self.refused = None
        self.stopping = threading.Event()

    def send(self, path, body, key):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("POST", path, json.dumps(body), {
                "Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def run(self):
        for path, body in self.acts:
            began, key = time.monotonic(), uuid.uuid4().hex
            while not self.stopping.is_set():
                self.attempts += 1
                with contextlib.suppress(OSError, http.client.HTTPException):
                    status, answer = self.send(path, body, key)
                    if status == 200:
                        self.acknowledged.append((began, time.monotonic(), json.loads(answer).get("id")))
                        break
                    if status < 500:
                        self.refused = (status, answer[:300])
                        return
                time.sleep(0.05)
            if self.stopping.is_set():
                return
            time.sleep(0.02)


def posts(name, tag):
    number = 0
    while True:
        number += 1
        yield "/api/v1/statuses", {"status": f"#{tag} Me too, says {name}, {number}"}


class Run:
    def __init__(self, folder, people, silent):
        self.folder, self.rows = folder, []
        self.postgres = Postgres(folder)
        port = free_port()
        url = f"http://localhost:{port}"
        self.nodes = [Node(folder / f"node{number}", number, self.postgres.url, url) for number in range(3)]
        self.proxy = Proxy(folder, port, self.nodes)
        self.counts = (people, silent)
        self.people = []

    def close(self):
        for person in self.people:
            person.stopping.set()
        self.proxy.kill()
        for node in self.nodes:
            node.kill()
        self.postgres.stop()

    def begin(self):
        self.postgres.start()
        self.nodes[0].start(120)
        # Tokens, links and sessions of one are those of all.
        for node in self.nodes[1:]:
            node.data.mkdir()
            shutil.copy(self.nodes[0].data / "push.key", node.data / "push.key")
            node.start(120)
        self.proxy.start()
        self.serves()
        people, silent = self.counts
        chief = self.nodes[0].person("chief", scopes="read write admin:read", admin=True)
        self.chief = chief
        call = self.nodes[0].api(chief).post("/api/chorus/v1/calls", json={
            "prompt": "Who else? #MeToo", "tag": "MeToo", "answers": ["Me too", "I stand with you"]})
        assert call.status_code == 200, call.text
        self.call = call.json()["id"]
        speakers = [self.nodes[0].person("speaker") for _ in range(people)]
        quiet = [self.nodes[0].person("quiet") for _ in range(silent)]
        port = self.proxy.port
        self.speaking = [Person(port, one.token, posts(one.name, "MeToo")) for one in speakers]
        # Choosing another answer each time is an act that must be counted once.
        self.quiet = [
            Person(port, one.token, ((f"/api/chorus/v1/calls/{self.call}/answer", {"answer": turn % 2}) for turn in range(10**9)))
            for one in quiet]
        self.people = self.speaking + self.quiet
        for person in self.people:
            person.start()

    def serves(self, seconds=60):
        def asks():
            with contextlib.suppress(OSError, http.client.HTTPException):
                line = http.client.HTTPConnection("127.0.0.1", self.proxy.port, timeout=5)
                line.request("GET", "/health/ready")
                return line.getresponse().status == 200
        eventually(asks, seconds)

    def cut(self, name, act, settle):
        """Does it under load, and waits until everybody is acknowledged again what they began afterwards."""
        time.sleep(settle)
        before = sum(len(person.acknowledged) for person in self.people)
        tries = sum(person.attempts for person in self.people)
        at = time.monotonic()
        act()

        def back(person):
            return next((heard for began, heard, _ in reversed(person.acknowledged) if began >= at), None)
        eventually(lambda: all(back(person) for person in self.people), 120)
        again = max(next(heard for began, heard, _ in person.acknowledged if began >= at) for person in self.people)
        # The longest that somebody waited, of all that was begun before it or since.
        longest = max(heard - began for person in self.people for began, heard, _ in person.acknowledged if heard >= at)
        time.sleep(settle)
        acknowledged = sum(len(person.acknowledged) for person in self.people)
        self.rows.append((name, acknowledged - before, sum(p.attempts for p in self.people) - tries - (acknowledged - before),
                          again - at, longest, acknowledged))

    def restart_proxy(self):
        self.proxy.kill()
        time.sleep(1)
        self.proxy.start()

    def lose_primary(self):
        self.postgres.kill("a")
        self.postgres.promote("b")

    def end(self):
        for person in self.people:
            person.stopping.set()
        for person in self.people:
            person.join(60)
            assert not person.is_alive() and person.refused is None, person.refused
        node = self.nodes[0]
        chief = node.api(self.chief)
        chief.base = f"http://127.0.0.1:{node.port}"
        said = [status for person in self.speaking for _, _, status in person.acknowledged]
        found = each_status(node.port, self.chief.token, said)
        lost = [status for status, (code, _) in found.items() if code != 200]
        twice = len(said) - len(set(said))
        # What was sent last may be there without having been heard.
        unheard = 0
        for person in self.speaking:
            own = node.api(person.token)
            own.base = chief.base
            count, certain = own.me()["statuses_count"], len(person.acknowledged)
            assert certain <= count <= certain + 1, f"{count} posts are counted, {certain} acknowledged"
            unheard += count - certain
        exact = chief.get(f"/api/chorus/v1/admin/calls/{self.call}/magnitude").json()
        people, silent = self.counts
        assert (exact["spoke"], exact["silent"], exact["together"]) == (people, silent, 0), exact
        node.doctor()
        return len(said), len(lost), twice, unheard

    def print(self, said, lost, twice, unheard):
        print("\n| cut | acknowledged meanwhile | said again | served again after | longest wait |")
        print("|---|---|---|---|---|")
        for name, acknowledged, again, seconds, longest, _ in self.rows:
            print(f"| {name} | {acknowledged} | {again} | {seconds:.1f} s | {longest:.1f} s |")
        answers = sum(len(person.acknowledged) for person in self.quiet)
        print(f"\n{said} posts and {answers} silent answers acknowledged; {lost} lost, {twice} twice, {unheard} not heard at the end; "
              f"{self.counts[0]} spoke, {self.counts[1]} answered silently: exact.")
        return lost == 0 and twice == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=6, help="who post")
    parser.add_argument("--silent", type=int, default=4, help="who answer silently")
    parser.add_argument("--settle", type=float, default=3, help="seconds of load before and after each cut")
    options = parser.parse_args()
    for program in ("haproxy",):
        if not shutil.which(program, path=PATH):
            sys.exit(f"cluster: {program} is not installed")
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"cluster: not done within {SECONDS} s"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("cluster: ended by a signal"))
    signal.alarm(SECONDS)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="chorus-cluster.", dir="/tmp"))
    run = Run(folder, options.people, options.silent)
    try:
        run.begin()
        run.cut("a server, kill -9", run.nodes[1].kill, options.settle)
        run.nodes[1].start(120)
        run.cut("HAProxy, killed and started a second later", run.restart_proxy, options.settle)
        run.cut("the primary, kill -9, and its standby promoted", run.lose_primary, options.settle)
        is_well = run.print(*run.end())
    except BaseException:
        for node in run.nodes:
            print(f"--- node at {node.port}\n{node.log(15)}", file=sys.stderr)
        raise
    finally:
        run.close()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
