"""The command line and its settings: help that teaches, flags over environment, what each command prints."""

import pathlib
import re
import subprocess
import time

import pytest

from browser import Browser
from server import BINARY, ENVIRONMENT, PASSWORD, ROOT, Server, free_port

# A command's change is in force in a server that runs, on either database, within this many seconds.
AT_ONCE = 2


def run(*words, text=None, **environment):
    return subprocess.run(
        [str(BINARY), *words], input=text, capture_output=True, text=True, timeout=60,
        env={**ENVIRONMENT, **environment})


@pytest.mark.parametrize("words", [
    (), ("serve",), ("account",), ("account", "create"), ("account", "list"), ("token", "create"), ("migrate",),
    ("account", "two-factor", "off"), ("account", "passkeys", "remove"), ("doctor",), ("account", "suspend"), ("account", "limit"),
    ("status", "remove"), ("reports", "list"),
])
def test_help_is_there_for_every_command(words):
    done = run(*words, "--help")
    assert done.returncode == 0 and "USAGE" in done.stdout.upper()
    if words == ("serve",):
        for flag in ("--data-dir", "--bind", "--url", "--database", "--no-rate-limits", "--config"):
            assert flag in done.stdout, flag
        assert "CHORUS_DATA_DIR" in done.stdout


def test_an_unknown_command_is_refused():
    done = run("sing")
    assert done.returncode > 0 and "sing" in done.stderr


def test_settings_come_from_the_environment_and_flags_win(tmp_path):
    server = Server("sqlite", tmp_path)
    server.environment = {
        "CHORUS_DATA_DIR": str(server.data), "CHORUS_BIND": f"127.0.0.1:{free_port()}", "CHORUS_URL": server.url,
        "CHORUS_RATE_LIMITS": "off"}
    server.serve_command = lambda: [str(BINARY), "serve", "--bind", f"127.0.0.1:{server.port}"]
    try:
        server.start()
        assert server.data.is_dir() and any(server.data.iterdir())
        assert server.api().get("/api/v2/instance").json()["domain"] == server.host
        assert [line for line in server.log().splitlines() if str(server.port) in line], "no line says where it listens"
    finally:
        server.close()


def test_accounts_and_tokens(server):
    name = server.person("alice").name
    other = f"{name}x"
    made = server.cli("account", "create", other, "--email", f"{other}@example.test", "--admin")
    password = re.findall(r"\S{12,}", made.stdout)
    assert password, f"no generated password in {made.stdout!r}"
    listed = server.cli("account", "list").stdout
    assert name in listed and other in listed
    token = server.token(other, "read")
    assert server.api(token).me()["acct"] == other


def test_migrate_can_be_said_twice(own_server):
    assert own_server.stop() == 0
    for _ in range(2):
        own_server.cli("migrate")
    own_server.start()
    own_server.doctor()


def test_a_token_works_at_once_while_the_server_runs(server):
    person = server.person("alice")
    assert server.api("not yet a token").get("/api/v1/accounts/verify_credentials").status_code == 401
    assert server.api(person).me()["acct"] == person.name


def soon(look, seconds=AT_ONCE):
    """Until it is so."""
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end
        time.sleep(0.05)


def refused(done):
    """Exit status 1 and one sentence; the sentence."""
    said = done.stderr.strip()
    assert done.returncode == 1 and said.startswith("Error: ") and "\n" not in said, done
    return said


def test_the_list_of_accounts_has_ids_and_what_is_special(server):
    person = server.person("alice")
    lines = [line.split("\t") for line in server.cli("account", "list").stdout.splitlines()]
    mine = next(line for line in lines if line[1] == person.name)
    assert mine[0] == server.api(person).me()["id"] and mine[2] == person.email
    server.cli("account", "limit", mine[0])
    assert f"{mine[0]}\t{person.name}\t{person.email}\t{mine[3]}\tlimited\n" in server.cli("account", "list").stdout


def test_a_suspension_by_command_is_in_force_at_once(server):
    person = server.person("alice")
    api = server.api(person)
    status = api.status("still here")
    done = server.cli("account", "suspend", "@" + person.name, "--reason", "Please be kind", "--until", "2099-12-31")
    assert done.stdout == f"@{person.name} is suspended until 2100-01-01T00:00 UTC.\n"
    soon(lambda: api.get("/api/v1/timelines/home").status_code == 403)
    soon(lambda: server.api().get(f"/api/v1/statuses/{status['id']}").status_code == 404)
    browser = Browser(server.url).get("/auth/sign_in")
    browser.sign_in(person.email, person.password)
    assert "Please be kind" in browser.page.text and "1 Jan 2100" in browser.page.text, browser.page.text
    assert server.cli("account", "unsuspend", person.name).stdout == f"@{person.name} is not suspended any more.\n"
    soon(lambda: server.api().get(f"/api/v1/statuses/{status['id']}").status_code == 200)


def test_a_limit_by_command_is_in_force_at_once_and_says_why(server):
    alice, bob = server.person("alice"), server.person("bob")
    status = server.api(alice).status("a word in public")
    timeline = "/api/v1/timelines/public?limit=40"
    assert status["id"] in [s["id"] for s in server.api(bob).get(timeline).json()]
    server.cli("account", "limit", alice.name, "--reason", "Too loud", "--until", "7d")
    soon(lambda: status["id"] not in [s["id"] for s in server.api(bob).get(timeline).json()])
    warning = server.api(alice).get("/api/v1/notifications").json()[0]["moderation_warning"]
    assert warning["action"] == "silence" and warning["text"].startswith("Too loud\n\nThis ends on ")
    server.cli("account", "unlimit", alice.name)
    soon(lambda: status["id"] in [s["id"] for s in server.api(bob).get(timeline).json()])
    server.doctor()


def test_a_password_by_command_ends_all_access_at_once(server):
    person = server.person("alice")
    api = server.api(person)
    browser = Browser(server.url).get("/auth/sign_in")
    browser.sign_in(person.email, person.password)
    assert browser.get("/settings").response.status_code == 200 and "/auth/sign_in" not in browser.url
    assert api.me()["acct"] == person.name
    server.cli("account", "password", person.name, "--password-stdin", text=PASSWORD + " anew\n")
    soon(lambda: api.get("/api/v1/accounts/verify_credentials").status_code == 401)
    assert "/auth/sign_in" in browser.get("/settings").url


def test_a_post_is_removed_by_command(server):
    alice, bob = server.person("alice"), server.person("bob")
    status = server.api(alice).status("unkind")
    server.api(bob).post(f"/api/v1/statuses/{status['id']}/reblog")
    assert server.api(bob).me()["statuses_count"] == server.api(alice).me()["statuses_count"] == 1
    done = server.cli("status", "remove", status["id"], "--reason", "Unkind")
    assert done.stdout == f"Post {status['id']} is removed.\n"
    soon(lambda: server.api().get(f"/api/v1/statuses/{status['id']}").status_code == 404)
    assert server.api(bob).me()["statuses_count"] == server.api(alice).me()["statuses_count"] == 0
    warning = server.api(alice).get("/api/v1/notifications?types[]=moderation_warning").json()[0]["moderation_warning"]
    assert (warning["action"], warning["text"], warning["status_ids"]) == ("delete_statuses", "Unkind", [status["id"]])
    assert refused(server.cli("status", "remove", status["id"], check=False)) == f"Error: There is no post {status['id']}."
    server.doctor()


def test_reports_are_listed_with_their_posts_and_an_action_resolves_them(server):
    alice, bob = server.person("alice"), server.person("bob")
    status = server.api(bob).status("not so\nkind \u202eand turned around")
    target = server.api(bob).me()["id"]
    report = server.api(alice).post("/api/v1/reports", json={
        "account_id": target, "status_ids": [status["id"]], "category": "spam", "comment": "Please look"}).json()

    def listed():
        return server.cli("reports", "list", "--url", server.url).stdout

    reporter = server.api(alice).me()["id"]
    people = f"@{alice.name} ({reporter}) about @{bob.name} ({target})"
    lines = listed().splitlines()
    place = next(n for n, line in enumerate(lines) if line.split("\t")[0] == report["id"])
    assert lines[place].split("\t")[2:] == [people, "spam", "Please look"]
    assert lines[place + 1] == f"\t{status['url']}\tnot so kind and turned around"
    server.cli("status", "remove", status["id"])
    assert f"{people}\tspam\tPlease look\n\tpost {status['id']} is gone\n" in listed()
    server.cli("account", "suspend", target)
    assert people not in listed()
    assert people in server.cli("reports", "list", "--resolved").stdout


@pytest.mark.parametrize("words, wanted", [
    (["account", "suspend", "nobody_at_all"], "There is no account nobody_at_all."),
    (["account", "limit", "@a b"], "There is no account @a b."),
    (["account", "unsuspend", "999999"], "There is no account 999999."),
    (["account", "password", "nobody_at_all"], "There is no such account."),
    (["reports", "resolve", "999999"], "There is no report 999999."),
])
def test_unknown_names_are_refused_in_a_sentence(server, words, wanted):
    assert refused(server.cli(*words, check=False)) == f"Error: {wanted}"


@pytest.mark.parametrize("until", ["2017-10-15", "soon", "7x", "-1d", "2026-13-01", "0d"])
def test_an_end_that_is_none_is_refused(server, until):
    person = server.person("alice")
    said = refused(server.cli("account", "suspend", person.name, f"--until={until}", check=False))
    assert "until" in said or "future" in said
    assert server.api(person).me()["acct"] == person.name


def test_one_data_folder_serves_one_server(tmp_path):
    first = Server("sqlite", tmp_path)
    second = Server("sqlite", tmp_path)
    try:
        first.start()
        words = second.serve_command()
        done = subprocess.run(words, capture_output=True, text=True, timeout=30, env=ENVIRONMENT)
        said = refused(done)
        assert str(first.data) in said and f"(process {first.process.pid})" in said and "--data-dir" in said
        # Commands work beside it, and it serves on.
        person = first.person("alice")
        assert first.api(person).me()["acct"] == person.name
        assert (first.data / "server.lock").stat().st_mode & 0o777 == 0o600
        first.kill()
        second.start()
        assert second.api(person).me()["acct"] == person.name
    finally:
        first.close()
        second.close()


def test_every_setting_of_the_environment_is_in_the_readme(tmp_path):
    """What the README names is a setting, and every flag of `serve` is in its tables or its section on mail."""
    readme = (pathlib.Path(ROOT) / "README.md").read_text()
    names = set(re.findall(r"CHORUS_[A-Z_]*[A-Z]", readme))
    config = tmp_path / "all.yaml"
    for name in sorted(names):
        key = name.removeprefix("CHORUS_").lower().replace("_", "-")
        config.write_text(f"{key}: [1]\n")
        done = run("account", "list", "--config", str(config), "--data-dir", str(tmp_path / "data"))
        assert f"{config}:1: {key} must be one value" in done.stderr, name
    flags = re.findall(r"^  --(?:no-)?([a-z-]+)", run("serve", "--help").stdout, re.MULTILINE)
    assert len(flags) > 20
    for flag in set(flags) - {"config", "version"}:
        assert "CHORUS_" + flag.upper().replace("-", "_") in names, flag
