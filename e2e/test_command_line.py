"""The command line and its settings: help that teaches, flags over environment, what each command prints."""

import re
import subprocess

import pytest

from server import BINARY, ENVIRONMENT, Server, free_port


def run(*words, text=None, **environment):
    return subprocess.run(
        [str(BINARY), *words], input=text, capture_output=True, text=True, timeout=60,
        env={**ENVIRONMENT, **environment})


@pytest.mark.parametrize("words", [
    (), ("serve",), ("account",), ("account", "create"), ("account", "list"), ("token", "create"), ("migrate",),
    ("doctor",),
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
