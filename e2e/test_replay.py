"""`chorus replay` against the served binary: what was acknowledged is what the server counts."""

import json
import signal
import subprocess
import time

import pytest

from server import BINARY, ENVIRONMENT, Server, eventually


def command(server, *options):
    return [str(BINARY), "replay", *server.storage_options(), "--url", f"http://127.0.0.1:{server.port}", "--quiet",
            *options]


def replay(server, *options, timeout=240):
    """Plays to its end; the `CompletedProcess`."""
    return subprocess.run(command(server, *options), capture_output=True, text=True, timeout=timeout, env=ENVIRONMENT)


def begin(server, report, *options):
    """A replay of about ten seconds, in the background, once it has posted some."""
    running = subprocess.Popen(
        command(server, "--events", "2000", "--hours", "1", "--speed", "360", "--timeout", "3", "--json", str(report),
                *options),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if len(server.api().get("/api/v1/timelines/tag/metoo?limit=40").json()) == 40:
            return running
        if running.poll() is not None:
            break
        time.sleep(0.05)
    running.kill()
    out, err = running.communicate()
    raise AssertionError(f"the replay has not posted 40 times in time:\n{out}\n{err}")


def figures(rows):
    return {(row["subject"], row["metric"]): row for row in rows}


@pytest.mark.parametrize("attack", [False, True], ids=["calm", "attacked"])
def test_the_figures_are_those_acknowledged(own_server, tmp_path, attack):
    server, path = own_server, tmp_path / "report.json"
    options = ["--attack", "--puppets", "2"] if attack else []
    done = replay(server, "--events", "400", "--hours", "1", "--speed", "0", "--readers", "2", "--json", str(path),
                  *options)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(path.read_text())
    assert report["exact"] and report["stopped"] is None and report["missing"] == 0 and report["uncertain"] == 0
    assert report["failures"] == [], done.stdout
    assert report["acknowledged"] == report["sent"] >= 400
    assert report["settled_after"] <= 5

    kinds = {row["kind"]: row for row in report["requests"]}
    for kind in ("posts", "replies", "reblogs", "votes", "silent answers", "reads of the magnitude"):
        assert kinds[kind]["acknowledged"] == kinds[kind]["sent"] > 0, kind

    found = figures(report["figures"])
    assert found["#MeToo", "people"]["server"] > 50
    assert found["the call", "people"]["server"] > 50
    rows = report["figures"]
    if attack:
        assert not report["attack"]["listed"], "twelve puppets made a trend"
        assert report["attack"]["suspended"] > 10
        assert report["attack"]["exact_after"] <= 5
        assert report["attack"]["numbers_seen"] == 0
        assert report["attack"]["numbers_stopped"] == report["attack"]["numbers_sent"]
        rows = report["attack"]["figures"]
        after = figures(rows)
        assert after["#BuyFollowersNow", "people"]["server"] == 0
        assert after["#MeToo", "people"]["server"] < found["#MeToo", "people"]["server"]

    # The report does not flatter itself: anybody is shown the same, and an admin the silent figures, too.
    api = server.api()
    admin = server.person("admin", scopes="read admin:read", admin=True)
    for (subject, metric), row in figures(rows).items():
        assert row["equal"], (subject, metric, row)
        if subject.startswith("#"):
            shown = api.get(f"/api/chorus/v1/tags/{subject[1:].lower()}/magnitude")
            assert shown.status_code == 404 and row["server"] == 0 or shown.json()[metric] == row["server"]
        elif subject == "the call":
            exact = server.api(admin).get(f"/api/chorus/v1/admin/calls/{report['call']}/magnitude").json()
            assert exact[metric] == row["server"]
    time.sleep(1.1)  # what everybody is shown is at most a second old
    shown = api.get(f"/api/chorus/v1/calls/{report['call']}/magnitude").json()
    assert shown["spoke"] == figures(rows)["the call", "spoke"]["server"]
    assert "Everybody is shown" in done.stdout
    server.doctor()


@pytest.fixture
def speaking_server(engine, tmp_path):
    """A server that asks other servers on this machine, too."""
    running = Server(engine, tmp_path, ["--federation", "on", "--outbound-private", "127.0.0.0/8"])
    try:
        yield running.start()
    finally:
        running.close()


def test_people_of_other_servers_are_counted_exactly(speaking_server, tmp_path):
    """Every other one of the people is on one of five made-up servers, which send what they do, signed, to the inbox."""
    server, path = speaking_server, tmp_path / "report.json"
    done = replay(server, "--events", "400", "--hours", "1", "--speed", "0", "--origins", "5", "--json", str(path))
    report = json.loads(path.read_text())
    assert done.returncode == 0, done.stdout + done.stderr
    assert report["exact"] and report["missing"] == 0 and report["uncertain"] == 0 and report["failures"] == []
    assert report["origins"] == 5 and "one of 5 made-up servers" in done.stdout

    kinds = {row["kind"]: row for row in report["requests"]}
    elsewhere = kinds["activities from elsewhere"]
    assert elsewhere["acknowledged"] == elsewhere["sent"] > 100
    assert kinds["reads until it is shown"]["acknowledged"] > 30
    for kind in ("posts", "replies", "reblogs", "votes", "silent answers"):
        assert kinds[kind]["acknowledged"] == kinds[kind]["sent"] > 0, kind
    assert all(row["equal"] for row in report["figures"])

    # They are there as people of their servers, each with a handle of its own.
    api = server.api()
    known = server.cli("servers", "known").stdout.splitlines()
    assert len([line for line in known if line.startswith("127.77.")]) == 5, known
    posts = api.get("/api/v1/timelines/tag/metoo?limit=40").json()
    remote = [post["account"]["acct"] for post in posts if "@" in post["account"]["acct"]]
    assert remote and all(acct.startswith("far") and "@127.77." in acct for acct in remote), remote
    server.doctor()


def test_what_was_acknowledged_to_other_servers_outlives_a_kill(speaking_server, tmp_path):
    server, path = speaking_server, tmp_path / "report.json"
    running = begin(server, path, "--origins", "4", "--timeout", "10")
    server.kill()
    out, err = running.communicate(timeout=120)
    assert running.returncode == 1, out + err
    report = json.loads(path.read_text())
    assert report["stopped"].startswith("the server no longer answers") and report["acknowledged"] > 40

    server.start()
    api = server.api()
    rows = [row for row in report["figures"] if row["subject"] == "#MeToo"]
    assert rows

    def settled():
        shown = api.get("/api/chorus/v1/tags/metoo/magnitude").json()
        return all(row["least"] <= shown[row["metric"]] <= row["most"] for row in rows)

    eventually(settled, 60)
    server.doctor()


def test_a_server_that_asks_nobody_counts_nobody_of_other_servers(own_server):
    """What is not taken in is not counted, and the report says why."""
    done = replay(own_server, "--events", "60", "--hours", "1", "--speed", "0", "--origins", "2", "--accounts", "40")
    assert "from elsewhere was refused" in done.stdout, done.stdout + done.stderr
    assert "activities from elsewhere" in done.stdout


@pytest.mark.parametrize("pasted", ["0.7", "0.95"])
def test_a_call_that_most_answer_in_its_own_words_is_a_trend(own_server, tmp_path, pasted):
    """`Paste this as your status`: nothing holds it, neither while people answer nor after a restart."""
    path = tmp_path / "report.json"
    done = replay(own_server, "--events", "400", "--hours", "1", "--speed", "240", "--pasted", pasted,
                  "--json", str(path))
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(path.read_text())
    assert report["movement_listed_after"] is not None and report["movement_listed_after"] < 20, report
    posts = own_server.api().get("/api/v1/timelines/tag/metoo?limit=40").json()
    assert sum("If everybody it happened to" in post["content"] for post in posts) > 15
    own_server.stop()
    own_server.start()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        names = [trend["tag"]["name"] for trend in own_server.api().get("/api/chorus/v1/trends").json()]
        if "metoo" in names:
            break
        time.sleep(0.5)
    assert "metoo" in names


def test_the_same_text_is_held_where_nobody_asked_for_it(own_server):
    """Twelve people paste one text with two tags: the one that a call owns is listed, the other waits for a moderator."""
    server = own_server
    text = "If everybody it happened to wrote these words, people would see how many of us there are."
    caller = server.person("caller")
    moderator = server.person("keeper", scopes="read admin:read", admin=True)
    made = server.api(caller).post("/api/chorus/v1/calls", json={
        "prompt": text, "tag": "called", "answers": ["Me too", "I stand with you"]})
    assert made.status_code == 200, made.text
    for tag in ("called", "copied"):
        for _ in range(12):
            server.api(server.person("one")).status(f"{text} #{tag}")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        listed = [trend["tag"]["name"] for trend in server.api().get("/api/chorus/v1/trends").json()]
        held = {trend["tag"]["name"]: [reason["gate"] for reason in trend["held"]]
                for trend in server.api(moderator).get("/api/chorus/v1/admin/trends/held").json()}
        if "called" in listed and "copied" in held:
            break
        time.sleep(0.5)
    assert listed == ["called"] and held == {"copied": ["texts"]}
    page = server.api().get("/tags/copied").text
    assert "Moderators are looking at it" in page and "nearly the same" not in page


def test_the_same_seed_posts_the_same(own_server, tmp_path):
    tokens = tmp_path / "tokens.tsv"
    totals = []
    for turn in range(2):
        path = tmp_path / f"report{turn}.json"
        # New people for each, as `prepare` says.
        own_server.cli("replay", "prepare", "--accounts", "150", "--output", str(tokens))
        assert tokens.stat().st_mode & 0o077 == 0, "others can read the tokens"
        done = subprocess.run(
            [str(BINARY), "replay", "run", "--tokens", str(tokens), "--url", f"http://127.0.0.1:{own_server.port}",
             "--events", "200", "--hours", "2", "--speed", "0", "--quiet", "--json", str(path)],
            capture_output=True, text=True, timeout=120, env=ENVIRONMENT)
        assert done.returncode == 0, done.stdout + done.stderr
        report = json.loads(path.read_text())
        totals.append([(row["kind"], row["sent"], row["acknowledged"]) for row in report["requests"]]
                      + [(row["subject"], row["metric"], row["server"]) for row in report["figures"]])
    assert totals[0] == totals[1]


def test_without_a_call_posts_replies_and_reblogs_are_counted(own_server):
    done = replay(own_server, "--plain", "--events", "200", "--hours", "2", "--speed", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the call's post" in done.stdout and "silent answers" not in done.stdout


def test_a_server_that_dies_half_way_is_told_of(own_server, tmp_path):
    path = tmp_path / "report.json"
    running = begin(own_server, path)
    own_server.kill()
    out, err = running.communicate(timeout=60)
    assert running.returncode == 1, out + err
    assert "no longer answers (connection" in out and "It had acknowledged" in out and "NOT EXACT" in out
    report = json.loads(path.read_text())
    assert report["stopped"].startswith("the server no longer answers") and report["acknowledged"] > 40
    assert not report["exact"] and all(row["server"] is None for row in report["figures"])

    # What it acknowledged is there when it serves again; what is uncertain lies within the interval told.
    own_server.start()
    api = own_server.api()
    for row in report["figures"]:
        if row["subject"] != "#MeToo":
            continue
        shown = api.get("/api/chorus/v1/tags/metoo/magnitude").json()[row["metric"]]
        assert row["least"] <= shown <= row["most"], row
    own_server.doctor()


def test_ctrl_c_ends_early_with_the_report(own_server, tmp_path):
    path = tmp_path / "report.json"
    running = begin(own_server, path)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 0, out + err
    assert "Ended early, as asked" in out and "Exact: " in out
    report = json.loads(path.read_text())
    assert report["stopped"] == "interrupted" and report["exact"] and 40 < report["acknowledged"] < 2000


def test_what_cannot_begin_is_a_sentence(own_server):
    def refusal(*options):
        done = replay(own_server, *options)
        assert done.returncode == 1 and done.stdout == ""
        return done.stderr

    assert "--allow-remote" in refusal("--url", "http://chorus.example")
    assert "connection refused" in refusal("--url", "http://127.0.0.1:1", "--accounts", "2")
    assert "--hours" in refusal("--hours", "999")
    assert "one at a time" in refusal("--origins", "3", "--attack")
    assert "on this machine" in refusal("--origins", "3", "--allow-remote", "--url", "http://chorus.example")
    assert "no/such/file cannot be read" in refusal("--tokens", "no/such/file")
