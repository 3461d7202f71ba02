"""`chorus backup` and `chorus restore` with the binary: while somebody posts, interrupted, damaged, from one database to the other."""

import io
import os
import pathlib
import random
import re
import signal
import subprocess
import tarfile
import time

import pytest
import requests

from load import Poster, each_status, stop_all
from pictures import png
from server import BINARY, ENVIRONMENT, POSTGRES, ROOT, Server, create_database

MANIFEST = "manifest.jsonl"


def chorus(*words, **options):
    """Runs the binary; its `CompletedProcess`."""
    return subprocess.run([str(BINARY), *map(str, words)], capture_output=True, timeout=120, env=ENVIRONMENT, **options)


def refused(done):
    """The one sentence that a command refuses with."""
    assert done.returncode == 1, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    sentence = done.stderr.decode().strip().splitlines()[-1]
    assert sentence.startswith("Error: ") and sentence.endswith(("."  , ")")), sentence
    return sentence


def backups(folder):
    """The whole backups in a folder, the oldest first."""
    return sorted(p for p in pathlib.Path(folder).iterdir() if re.fullmatch(r"chorus-\d{8}T\d{6}Z", p.name))


class Restored(Server):
    """A server on a new place, on the database of the other's engine or another one."""

    def __init__(self, engine, folder, origin, text=None):
        super().__init__(engine, folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        done = chorus("restore", origin, *self.storage_options(), input=text)
        if done.returncode:
            self.close()
            raise AssertionError(done.stderr.decode())
        self.said = done.stdout.decode()


def upload(api, path="/api/v2/media"):
    """A picture of an own post: (the post, its address, its bytes as served)."""
    answer = api.post(path, files={"file": ("picture.png", png(64, 48), "image/png")})
    assert answer.status_code in (200, 202), answer.text
    media = answer.json()["id"]
    for _ in range(200):
        answer = api.get(f"/api/v1/media/{media}")
        if answer.status_code == 200:
            break
        time.sleep(0.05)
    post = api.status("with a picture", media_ids=[media])
    url = post["media_attachments"][0]["url"]
    return post, url, api.get(url).content


def figures(server, people, posts):
    """What people see counted, and what they said."""
    api = server.api(people[0])
    keep = ("statuses_count", "followers_count", "following_count", "acct")

    def told(value):
        # Each server has an address of its own here.
        return re.sub(r"http://localhost:\d+", "", value) if isinstance(value, str) else value

    accounts = [{key: server.api(person).me()[key] for key in keep} for person in people]
    statuses = [
        {key: told(api.get(f"/api/v1/statuses/{post}").json()[key])
         for key in ("content", "replies_count", "favourites_count", "reblogs_count", "created_at")}
        for post in posts
    ]
    return accounts, statuses


@pytest.fixture
def full_server(own_server):
    """A server with people, posts, favourites, follows, a call to answer and a picture; and what can be compared later."""
    server = own_server
    alice, bob = server.person("alice"), server.person("bob")
    a, b = server.api(alice), server.api(bob)
    root = a.status("say me too #MeToo\twith a tab, a \\ and 🕊️")
    reply = b.status("me too", in_reply_to_id=root["id"])
    a.post(f"/api/v1/statuses/{reply['id']}/favourite")
    b.post(f"/api/v1/statuses/{root['id']}/reblog")
    b.post(f"/api/v1/accounts/{a.me()['id']}/follow")
    a.post("/api/v1/statuses", json={"status": "between us", "visibility": "direct"})
    server.people, server.posts = [alice, bob], [root["id"], reply["id"]]
    server.picture = None
    if subprocess.run(["which", "vips", "ffmpeg"], capture_output=True).returncode == 0:
        post, url, content = upload(a)
        server.posts.append(post["id"])
        server.picture = (url, content)
    server.figures = figures(server, server.people, server.posts)
    return server


def check(restored, full):
    """That a restored server is the one that was backed up: figures, tokens, files, counters."""
    restored.doctor()
    restored.start()
    assert figures(restored, full.people, full.posts) == full.figures
    if full.picture:
        url, content = full.picture
        path = url.removeprefix(full.url)
        assert path != url
        answer = requests.get(restored.url + path, timeout=30)
        assert answer.status_code == 200 and answer.content == content
    # It goes on.
    assert restored.api(full.people[1]).status("still here")["id"] > max(full.posts)
    restored.doctor()


def other(engine):
    return "postgres" if engine == "sqlite" and POSTGRES else "sqlite"


def test_backup_comes_back_on_both_databases(full_server, tmp_path):
    server, folder = full_server, tmp_path / "backups"
    first = server.cli("backup", str(folder)).stdout
    assert re.search(r"is a whole backup: \d+ rows in \d+ tables, \d+ files", first)
    server.cli("backup", str(folder), "--keep", "2")
    server.cli("backup", str(folder), "--keep", "2")
    assert len(backups(folder)) == 2
    if server.picture:
        originals = [next((p / "media").rglob("*.png"), None) or next((p / "media").rglob("*.*")) for p in backups(folder)]
        assert originals[0].samefile(originals[1]), "media that are there already are linked"
    for path in folder.rglob("*"):
        assert path.lstat().st_mode & 0o077 == 0, path
    same = Restored(server.engine, tmp_path / "same", backups(folder)[0])
    try:
        check(same, server)
        assert re.search(r"Restored \d+ rows in \d+ tables", same.said) and f"{same.data}/settings.yaml" in same.said
    finally:
        same.close()
    # The newest of a folder, on the other database, and from there back.
    moved = Restored(other(server.engine), tmp_path / "moved", folder)
    try:
        check(moved, server)
        tar = chorus("backup", "-", *moved.storage_options())
        assert tar.returncode == 0, tar.stderr
        moved.stop()
        back = Restored(server.engine, tmp_path / "back", "-", text=tar.stdout)
        try:
            back.doctor()
            back.start()
            now = figures(back, server.people, server.posts)
            assert now[1] == server.figures[1]
        finally:
            back.close()
    finally:
        moved.close()


def test_backup_while_somebody_posts_is_of_one_moment(full_server, tmp_path):
    server = full_server
    root = server.api(server.people[0]).status("round: say me too")
    people = [server.person("poster") for _ in range(4)]
    posters = [Poster(server.port, p.token, f"{p.name} says", root["id"] if n % 2 else None) for n, p in enumerate(people)]
    for poster in posters:
        poster.start()
    try:
        time.sleep(0.3)
        before = [posted.id for poster in posters for posted in list(poster.acknowledged)]
        server.cli("backup", str(tmp_path / "backups"))
        time.sleep(0.1)
    finally:
        stop_all(posters)
    assert [p.refused for p in posters if p.refused] == []
    restored = Restored(server.engine, tmp_path / "restored", tmp_path / "backups")
    try:
        # Every counter is that of the rows that are there.
        restored.doctor()
        restored.start()
        found = each_status(restored.port, people[0].token, before)
        assert [status for status, (code, _) in found.items() if code != 200] == [], "what was acknowledged before is in it"
        thread = restored.api(server.people[0]).descendants(root["id"])
        count = restored.api(server.people[0]).get(f"/api/v1/statuses/{root['id']}").json()["replies_count"]
        assert count == len(thread)
    finally:
        restored.close()


def test_a_server_that_was_killed_is_backed_up_and_restored_with_all_it_acknowledged(full_server, tmp_path):
    server = full_server
    root = server.api(server.people[0]).status("round: say me too")
    people = [server.person("poster") for _ in range(4)]
    posters = [Poster(server.port, p.token, f"{p.name} says", root["id"] if n % 2 else None) for n, p in enumerate(people)]
    for poster in posters:
        poster.start()
    time.sleep(0.5)
    server.kill()
    stop_all(posters)
    acknowledged = [posted.id for poster in posters for posted in poster.acknowledged]
    assert acknowledged, "there was no load"
    # Nobody has started it again: what is in its log is in the backup.
    server.cli("backup", str(tmp_path / "backups"))
    restored = Restored(other(server.engine), tmp_path / "restored", tmp_path / "backups")
    try:
        restored.doctor()
        restored.start()
        found = each_status(restored.port, people[0].token, acknowledged)
        assert [status for status, (code, _) in found.items() if code != 200] == []
        for person, poster in zip(people, posters):
            assert len(poster.acknowledged) <= restored.api(person).me()["statuses_count"] <= len(poster.acknowledged) + 1
    finally:
        restored.close()


def test_a_stream_is_a_tar_that_tar_reads(full_server, tmp_path):
    server = full_server
    done = chorus("backup", "-", *server.storage_options())
    assert done.returncode == 0 and b"The backup is whole" in done.stderr
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        names = tar.getnames()
        assert names[-1] == MANIFEST and "push.key" in names and "settings.yaml" in names
        assert all(member.isfile() and member.mode == 0o600 for member in tar)
    listing = subprocess.run(["tar", "-tvf", "-"], input=done.stdout, capture_output=True, check=True)
    assert listing.stderr == b"" and len(listing.stdout.splitlines()) == len(names)
    # What tar unpacks is a backup, and what it packs again is one.
    folder = tmp_path / "chorus-20260101T000000Z"
    folder.mkdir()
    subprocess.run(["tar", "-xf", "-"], input=done.stdout, cwd=folder, check=True)
    packed = subprocess.run(["tar", "-cf", "-", folder.name], cwd=tmp_path, capture_output=True, check=True).stdout
    for origin, text in ((folder, None), ("-", packed)):
        restored = Restored("sqlite", tmp_path / f"restored{origin}".replace("/", "_"), origin, text)
        restored.doctor()
        restored.close()


def test_killed_at_any_moment_there_is_no_half_backup(full_server, tmp_path):
    server, folder = full_server, tmp_path / "backups"
    command = [str(BINARY), "backup", str(folder), *server.storage_options()]
    began = time.monotonic()
    server.cli("backup", str(folder))
    whole = time.monotonic() - began
    chance = random.Random(16)
    for turn in range(8):
        process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * (turn + chance.random()) / 8)
        process.kill()
        process.wait(30)
        for path in folder.iterdir():
            # Whatever has the name of a backup is one, and what has not is refused.
            if path.name.endswith(".part"):
                assert "not a whole backup" in refused(chorus("restore", path, "--data-dir", tmp_path / "never"))
            elif path.is_dir():
                assert (path / MANIFEST).is_file()
    server.cli("backup", str(folder))
    assert not list(folder.glob("*.part")), "the next backup removes what was interrupted"
    restored = Restored(server.engine, tmp_path / "restored", folder)
    try:
        check(restored, server)
    finally:
        restored.close()


def test_ctrl_c_leaves_nothing_behind(full_server, tmp_path):
    server, folder = full_server, tmp_path / "backups"
    server.cli("backup", str(folder))
    whole = len(backups(folder))
    chance = random.Random(130)
    commands = [
        ([str(BINARY), "backup", str(folder), *server.storage_options()], folder),
        ([str(BINARY), "restore", str(folder), "--data-dir", str(tmp_path / "new")], tmp_path / "new"),
    ]
    for command, place in commands:
        for turn in range(6):
            process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep((turn + chance.random()) * 0.06)
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=60)[1].decode()
            assert process.returncode in (0, 1, -signal.SIGINT), f"{process.returncode}: {said}"
            if process.returncode == 1 and "is not empty" not in said:
                assert said.strip() == "Error: Interrupted; nothing was left behind.", said
            if place.exists():
                assert not list(place.glob("*.part")), list(place.iterdir())
    assert len(backups(folder)) >= whole
    for backup in backups(folder):
        assert (backup / MANIFEST).is_file()
    server.doctor()


def test_every_command_of_the_operations_page_works(full_server, tmp_path):
    server = full_server
    page = (pathlib.Path(ROOT) / "docs/operations.md").read_text()
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    # Those of systemd and of several machines want more than is here.
    blocks = [block for block in blocks if "systemctl" not in block and "--node" not in block]
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) == 13, "a new line belongs here"
    # The real one encrypts; here it stands for whatever takes a stream and gives it back.
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "chorus").symlink_to(BINARY)
    (programs / "age").write_text('#!/bin/sh\nif [ "$1" = -d ]; then cat "$4"; else cat; fi\n')
    (programs / "age").chmod(0o755)
    environment = {**ENVIRONMENT, "PATH": f"{programs}:{os.environ['PATH']}", "CHORUS_DATA_DIR": str(server.data)}
    if server.database:
        environment["CHORUS_DATABASE"] = server.database
    new = {key: value for key, value in environment.items() if key != "CHORUS_DATABASE"}
    place = f"{tmp_path}/chorus-new"

    def run(line, environment, folder=tmp_path):
        line = line.split("  #")[0].replace("/var/backups/chorus", f"{tmp_path}/backups").replace("/var/lib/chorus-new", place)
        done = subprocess.run(["bash", "-o", "pipefail", "-c", line], env=environment, cwd=folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"

    to_folder, to_stream, serve, restore, from_stream, doctor, serve_again, move, dry_prune, prune, plan, roll_back, check_sums = lines
    run(to_folder, environment)
    run(to_stream, environment)
    run(dry_prune, environment)
    run(prune, environment)
    run(plan, environment)
    assert roll_back.startswith("chorus rollback --yes")
    assert serve.startswith("chorus serve --backup-dir ") and serve_again.startswith("chorus serve --data-dir ")
    run(restore, new)
    run(doctor, new)
    place += "2"
    run(from_stream, new)
    run(doctor, new)
    assert server.data == tmp_path / "data"
    if POSTGRES:
        database, drop = create_database()
        try:
            assert " --database postgres://chorus@localhost/chorus" in move
            run(move.replace("postgres://chorus@localhost/chorus", f'"{database}"'), environment)
            done = chorus("doctor", "--data-dir", tmp_path / "data-new", "--database", database)
            assert done.returncode == 0, done.stderr
        finally:
            drop()
    run(check_sums, environment, backups(tmp_path / "backups")[0])


def test_a_killed_restore_is_known_and_done_again(full_server, tmp_path):
    server, folder = full_server, tmp_path / "backups"
    server.cli("backup", str(folder))
    target = Server(server.engine, tmp_path / "target")
    target.folder.mkdir()
    command = [str(BINARY), "restore", str(folder), *target.storage_options()]
    chance = random.Random(61)
    try:
        interrupted = 0
        for turn in range(8):
            process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep((turn + chance.random()) * 0.05)
            process.kill()
            if process.wait(30) == 0:
                break
            if (target.data / "restore.part").exists() and not (target.data / "chorus.sqlite").exists():
                interrupted += 1
                if server.engine == "sqlite":
                    done = chorus("account", "list", *target.storage_options())
                    assert "was interrupted: run `chorus restore` again" in refused(done)
        else:
            done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0 or "is not empty" in done.stderr, done.stderr
        assert interrupted > 0, "no restore was interrupted"
        assert not (target.data / "restore.part").exists() or server.engine == "postgres"
        check(target, server)
        assert not (target.data / "restore.part").exists()
    finally:
        target.close()


def test_what_is_not_a_whole_backup_is_refused(full_server, tmp_path):
    server = full_server
    tar = chorus("backup", "-", *server.storage_options()).stdout
    folder = tmp_path / "backups"
    server.cli("backup", str(folder))
    place = tmp_path / "place"

    def refuse(origin, text=None):
        sentence = refused(chorus("restore", origin, "--data-dir", place, input=text))
        assert not place.exists() or [p.name for p in place.iterdir()] in ([], ["server.lock"]), list(place.iterdir())
        return sentence

    for part in (0.01, 0.5, 0.99):
        assert "cut off" in refuse("-", tar[:int(len(tar) * part)])
    changed = bytearray(tar)
    changed[tar.index(b"between us")] ^= 1
    assert "does not have the checksum" in refuse("-", bytes(changed))
    assert "not a backup of Chorus" in refuse("-", b"hello" * 1000)
    assert "encrypted by age" in refuse("-", b"age-encryption.org/v1\n-> X25519 " + b"x" * 1000)
    assert "There is no" in refuse(tmp_path / "nowhere")
    assert "none is in it" in refuse(tmp_path)
    # A place with something in it is left alone.
    assert "is not empty" in refused(chorus("restore", folder, *server.storage_options()))\
        or "Another server" in refused(chorus("restore", folder, *server.storage_options()))
    server.doctor()


def test_no_room_for_a_backup(full_server, tmp_path):
    server = full_server
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [str(BINARY), "backup", "-", *server.storage_options()], stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT)
    done.stdout = b""
    assert "There is no room left for standard output." in refused(done)
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        sentence = refused(chorus("backup", small, *server.storage_options()))
        assert "There is no room left for" in sentence
        assert [p.name for p in small.iterdir()] == ["backup.lock"], "the part that was written is gone"
        backup = tmp_path / "backups"
        server.cli("backup", str(backup))
        sentence = refused(chorus("restore", backup, "--data-dir", small / "data"))
        assert "no room left" in sentence
        assert [p.name for p in (small / "data").iterdir()] == ["server.lock"]
    finally:
        subprocess.run(["umount", small], check=True)


def test_what_is_in_the_way(full_server, tmp_path):
    server = full_server
    file = tmp_path / "file"
    file.write_text("mine")
    assert "is in the way: it is not a folder" in refused(chorus("backup", file, *server.storage_options()))
    assert "cannot be made" in refused(chorus("restore", tmp_path, "--data-dir", file / "data"))
    assert file.read_text() == "mine"
    assert "is backed up itself" in refused(chorus("backup", server.data / "media" / "b", *server.storage_options()))
    assert "There is nothing to back up" in refused(chorus("backup", tmp_path / "b", "--data-dir", tmp_path / "empty"))
    assert not (tmp_path / "empty").exists()


def test_the_server_makes_backups_by_itself(engine, tmp_path):
    server = Server(engine, tmp_path, ["--backup-dir", str(tmp_path / "backups"), "--backup-every", "30m"])
    json = {"Accept": "application/json"}
    try:
        server.start()
        alice = server.person("alice")
        until = time.monotonic() + 60
        while time.monotonic() < until and not ((tmp_path / "backups").exists() and backups(tmp_path / "backups")):
            time.sleep(0.1)
        assert len(backups(tmp_path / "backups")) == 1
        # It says so when it has looked after itself, a moment after the folder has its name.
        health = {"backup": {"state": "none"}}
        while time.monotonic() < until and health["backup"]["state"] == "none":
            health = requests.get(server.url + "/health", headers=json, timeout=10).json()
        assert health["status"] == "OK" and health["backup"]["state"] == "current" and health["backup"]["age"] < 60
        metrics = requests.get(f"http://127.0.0.1:{server.metrics_port}/metrics", timeout=10).text
        assert re.search(r"^chorus_backup_age_seconds \d+$", metrics, re.M)
        assert "\nchorus_backup_overdue 0\n" in metrics and "\nchorus_backup_failing 0\n" in metrics
        server.stop()
        # One that is old is said, and no reason to be taken for dead.
        old = backups(tmp_path / "backups")[0]
        old.rename(old.with_name("chorus-20260101T000000Z"))
        (tmp_path / "backups" / "backup.lock").unlink()
        (tmp_path / "backups" / "backup.lock").mkdir()
        server.start()
        until = time.monotonic() + 90
        while time.monotonic() < until and "chorus_backup_failing 1" not in requests.get(
                f"http://127.0.0.1:{server.metrics_port}/metrics", timeout=10).text:
            time.sleep(0.5)
        answer = requests.get(server.url + "/health", headers=json, timeout=10)
        assert answer.status_code == 200 and answer.json()["backup"]["state"] == "overdue"
        assert "chorus_backup_failing 1" in requests.get(f"http://127.0.0.1:{server.metrics_port}/metrics", timeout=10).text
        assert server.api(alice).me()["acct"] == alice.name
    finally:
        server.close()
