"""What is wrong is answered in one clear sentence, with the right status, and nothing breaks."""

import http.client
import json
import os
import re
import socket
import subprocess
import time
import uuid

import pytest

from browser import OOB, Browser, Page
from server import BINARY, ENVIRONMENT, Server, free_port, quote

# The row that says which schema a database has. TO BE FILLED IN with the names of Storage's migrations.
SCHEMA_VERSION_BUMP = "INSERT INTO schema_migrations (version, name) VALUES (9999, 'from the future')"

TOO_LARGE = 8 << 20  # a post of 8 MiB is above any limit of a JSON route

SQL_AND_HTML = [
    "'; DROP TABLE statuses; --",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</textarea><b>bold</b>",
    "{{content}} {{{content}}} \\u0000 %00 ${x}",
    "&lt;already escaped&gt; &amp;",
]


@pytest.fixture
def alice(server):
    return server.person("alice")


@pytest.fixture
def api(server, alice):
    return server.api(alice)


def refused(answer, *codes):
    """The answer is one of these statuses, with Mastodon's error JSON; the error."""
    assert answer.status_code in codes, f"{answer.status_code} {answer.text[:300]}"
    assert answer.headers["Content-Type"].startswith("application/json"), answer.headers
    body = answer.json()
    assert isinstance(body["error"], str) and body["error"].strip(), body
    return body["error"]


def raw(server, token, body, content_type="application/json", path="/api/v1/statuses", method="POST"):
    """A request whose body is these very bytes."""
    return server.api(token).request(
        method, path, data=body, headers={"Content-Type": content_type})


# --- Bodies.

@pytest.mark.parametrize("body", [
    b"{", b'{"status": ', b"[1,2", b"nonsense", b'{"status": "a"} trailing', b'"text"', b"[]", b"{" * 20000,
    b"[" * 100000,
], ids=lambda body: repr(body[:16]))
def test_malformed_json_is_400(server, alice, body):
    refused(raw(server, alice.token, body), 400, 422)
    assert server.api(alice).me()["statuses_count"] == 0


@pytest.mark.parametrize("fields", [
    {"status": {"a": 1}}, {"status": None}, {"status": True, "visibility": "everyone"},
    {"status": "a", "visibility": 7}, {"status": "a", "in_reply_to_id": {"x": 1}},
    {"status": "a", "in_reply_to_id": "abc"}, {"status": "a", "in_reply_to_id": 1.5e300},
    {"status": "a", "language": "not-a-language-of-this-world"},
])
def test_wrong_types_are_never_an_error_of_the_server(api, fields):
    answer = api.post("/api/v1/statuses", json=fields)
    if answer.status_code == 200:  # Mastodon falls back to the default where it can
        assert answer.json()["id"]
    else:
        refused(answer, 400, 404, 422)


def test_a_body_over_the_limit_is_413(server, alice):
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    with connection:
        connection.sendall((
            f"POST /api/v1/statuses HTTP/1.1\r\nHost: {server.host}\r\nAuthorization: Bearer {alice.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {TOO_LARGE + 14}\r\n\r\n").encode())
        try:
            connection.sendall(b'{"status": "' + b"x" * TOO_LARGE + b'"}')
        except OSError:
            pass  # the server may hang up before it has read everything
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == 413
        assert json.loads(answer.read())["error"]
    assert server.api().get("/health").status_code == 200


def test_a_body_over_the_limit_in_chunks_is_413(server, alice):
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    with connection:
        connection.sendall((
            f"POST /api/v1/statuses HTTP/1.1\r\nHost: {server.host}\r\nAuthorization: Bearer {alice.token}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").encode())
        try:
            for _ in range(TOO_LARGE >> 16):
                connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            connection.sendall(b"0\r\n\r\n")
        except OSError:
            pass
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == 413
    assert server.api().get("/health").status_code == 200


@pytest.mark.parametrize(("body", "kind"), [
    (b"status=%FF%FE", "application/x-www-form-urlencoded"),
    (b"status=\xff\xfe", "application/x-www-form-urlencoded"),
    (b'{"status": "\xff\xfe"}', "application/json"),
    (b'{"status": "\\ud800"}', "application/json"),
    (b"status=a%00b", "application/x-www-form-urlencoded"),
    (b'{"status": "a\\u0000b"}', "application/json"),
    (b'--x\r\nContent-Disposition: form-data; name="status"\r\n\r\n\xff\r\n--x--\r\n',
     "multipart/form-data; boundary=x"),
    (b"--x\r\nno end", "multipart/form-data; boundary=x"),
    (b"status=a", "multipart/form-data"),
])
def test_invalid_text_is_refused_or_mended(server, alice, body, kind):
    answer = raw(server, alice.token, body, kind)
    if answer.status_code == 200:
        answer.json()["content"].encode("utf-8")
        assert "\x00" not in answer.json()["content"]
    else:
        refused(answer, 400, 422)


@pytest.mark.parametrize("path", [
    "/api/v1/timelines/tag/%FF%FE", "/api/v1/timelines/tag/%00", "/api/v1/accounts/lookup?acct=%FF",
    "/api/v1/accounts/lookup?acct=%00", "/api/v1/accounts/search?q=%00%FF", "/api/v1/statuses/%FF",
    "/api/v1/timelines/home?max_id=abc", "/api/v1/timelines/home?limit=-5", "/api/v1/timelines/home?limit=1e9",
    "/api/v1/timelines/home?limit=99999999999999999999", "/api/v1/timelines/public?since_id=-1",
    "/@%FF", "/tags/%FF", "/%", "/api/v1/accounts/relationships?id[]=abc&id[]=&id[x]=1",
])
def test_odd_addresses_are_never_an_error_of_the_server(api, path):
    answer = api.get(path)
    assert answer.status_code < 500, f"{answer.status_code} {answer.text[:300]}"


# --- What is not there, or not for this person.

@pytest.mark.parametrize("path", [
    "/api/v1/statuses/1", "/api/v1/statuses/abc", "/api/v1/statuses/99999999999999999999999999", "/api/v1/statuses/-1",
    "/api/v1/statuses/1/context", "/api/v1/statuses/1/source", "/api/v1/statuses/1/history", "/api/v1/accounts/1",
    "/api/v1/accounts/abc", "/api/v1/accounts/1/statuses", "/api/v1/accounts/lookup?acct=nobody_at_all",
    "/api/v1/notifications/1", "/api/v1/no/such/route", "/api/v9",
])
def test_unknown_ids_and_routes_are_404(api, path):
    refused(api.get(path), 404)


@pytest.mark.parametrize("action", ["favourite", "reblog", "bookmark", "mute", "pin", "unfavourite", "unreblog"])
def test_actions_on_unknown_ids_are_404(api, action):
    refused(api.post(f"/api/v1/statuses/1/{action}"), 404)


def test_someone_elses_private_status_is_404_everywhere(server, api):
    bob = server.person("bob")
    for visibility in ("private", "direct"):
        status = server.api(bob).status("between us", visibility=visibility)
        for path in ("", "/context", "/source", "/history", "/favourited_by", "/reblogged_by"):
            refused(api.get(f"/api/v1/statuses/{status['id']}{path}"), 404)
            refused(server.api().get(f"/api/v1/statuses/{status['id']}{path}"), 401, 404)
        for action in ("favourite", "reblog", "bookmark"):
            refused(api.post(f"/api/v1/statuses/{status['id']}/{action}"), 404)
        refused(api.post("/api/v1/statuses", json={"status": "hm", "in_reply_to_id": status["id"]}), 404)
        refused(api.delete(f"/api/v1/statuses/{status['id']}"), 404)
        assert server.api().get(status["url"] or status["uri"]).status_code == 404
    assert server.api(bob).get(f"/api/v1/statuses/{status['id']}").status_code == 200


# --- Tokens.

@pytest.mark.parametrize("token", ["garbage", "x" * 10000, "' OR '1'='1", "null"])
def test_a_garbage_token_is_401(server, token):
    refused(server.api(token).get("/api/v1/timelines/home"), 401)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "bearer"])
def test_an_odd_authorization_header_is_401(server, header):
    refused(server.api().get("/api/v1/timelines/home", headers={"Authorization": header}), 401)
    refused(server.api().post("/api/v1/statuses", data={"status": "a"}, headers={"Authorization": header}), 401)


def test_a_token_of_too_small_a_scope_is_403(server, alice):
    reader = server.api(server.token(alice.name, "read"))
    refused(reader.post("/api/v1/statuses", data={"status": "a"}), 403)
    narrow = server.api(server.token(alice.name, "write:statuses"))
    assert narrow.post("/api/v1/statuses", data={"status": "a"}).status_code == 200
    refused(narrow.get("/api/v1/timelines/home"), 403)
    refused(narrow.request("PATCH", "/api/v1/accounts/update_credentials", data={"note": "a"}), 403)


def test_a_revoked_and_a_foreign_token(server, alice):
    def register():
        return server.api().post("/api/v1/apps", json={
            "client_name": "app", "redirect_uris": OOB, "scopes": "read"}).json()

    mine, other = register(), register()
    browser = Browser(server.url)
    browser.authorise(
        f"{server.url}/oauth/authorize?response_type=code&scope=read&client_id={mine['client_id']}"
        f"&redirect_uri={quote(OOB)}", alice.email, alice.password)
    token = server.api().post("/oauth/token", json={
        "grant_type": "authorization_code", "code": browser.oob_code(), "redirect_uri": OOB,
        "client_id": mine["client_id"], "client_secret": mine["client_secret"]}).json()["access_token"]

    def revoke(app):
        return server.api().post("/oauth/revoke", data={
            "client_id": app["client_id"], "client_secret": app["client_secret"], "token": token})

    assert server.api(token).me()["acct"] == alice.name
    refused(revoke(other), 403)
    assert server.api(token).me()["acct"] == alice.name
    assert revoke(mine).status_code == 200
    refused(server.api(token).get("/api/v1/accounts/verify_credentials"), 401)
    assert revoke(mine).status_code == 200


def test_someone_elses_things_are_not_mine_to_change(server, api):
    bob = server.person("bob")
    status = server.api(bob).status("his")
    refused(api.delete(f"/api/v1/statuses/{status['id']}"), 403, 404)
    refused(api.request("PUT", f"/api/v1/statuses/{status['id']}", json={"status": "mine"}), 403, 404)
    private = server.api(bob).status("his alone", visibility="private")
    refused(api.get(f"/api/v1/statuses/{private['id']}/source"), 403, 404)
    refused(api.post(f"/api/v1/statuses/{status['id']}/pin"), 403, 404, 422)
    assert "his" in server.api(bob).get(f"/api/v1/statuses/{status['id']}").json()["content"]


# --- SQL and HTML in every text field.

@pytest.mark.parametrize("text", SQL_AND_HTML)
def test_text_is_stored_as_it_is_and_shown_escaped(server, api, alice, text):
    status = api.status(text, spoiler_text=text)
    assert status["spoiler_text"] == text
    assert api.get(f"/api/v1/statuses/{status['id']}/source").json()["text"] == text
    page = Page(status["content"])
    assert set(page.tags) <= {"p", "br", "a", "span"} and page.text == " ".join(text.split())
    assert not any(name.startswith("on") for _, attributes in page.attributes for name in attributes)

    me = api.request("PATCH", "/api/v1/accounts/update_credentials", json={
        "display_name": text[:30], "note": text, "fields_attributes": [{"name": text, "value": text}]})
    assert me.status_code == 200, me.text
    me = me.json()
    assert me["display_name"] == text[:30] and me["source"]["note"] == text
    assert set(Page(me["note"]).tags) <= {"p", "br", "a", "span"}
    assert me["fields"][0]["name"] == text and set(Page(me["fields"][0]["value"]).tags) <= {"a", "span", "br", "p"}

    bob = server.person("bob")
    his = server.api(bob).me()["id"]
    assert api.post(f"/api/v1/accounts/{his}/note", json={"comment": text}).json()["note"] == text

    app = server.api().post("/api/v1/apps", json={"client_name": text[:60], "redirect_uris": OOB})
    assert app.status_code == 200 and app.json()["name"] == text[:60]
    consent = Browser(server.url).get(
        f"/oauth/authorize?response_type=code&client_id={app.json()['client_id']}&redirect_uri={quote(OOB)}&scope=read")
    assert "alert(1)</script>" not in consent.response.text and "onerror" not in [
        name for _, attributes in consent.page.attributes for name in attributes]

    for path in (status["url"], me["url"]):
        shown = server.api().get(path)
        assert shown.status_code == 200
        page = Page(shown.text)
        assert not any(name.startswith("on") for _, attributes in page.attributes for name in attributes)
        assert "alert(1)" not in "".join(re.findall(r"<script[^>]*>(.*?)</script>", shown.text, re.DOTALL))

    for path in (f"/api/v1/accounts/lookup?acct={quote(text)}", f"/api/v1/accounts/search?q={quote(text)}",
                 f"/api/v1/timelines/tag/{quote(text)}"):
        assert api.get(path).status_code in (200, 400, 404)
    assert api.get("/api/v1/timelines/home").status_code == 200  # the tables still stand


@pytest.mark.parametrize("change", [
    {"username": "a b"}, {"username": "'; DROP TABLE users; --"}, {"username": ""}, {"username": "x" * 31},
    {"username": "álice"}, {"email": "nobody"}, {"email": "a@b@c"}, {"password": "short"}, {"agreement": "false"},
])
def test_a_bad_sign_up_is_422_with_details(server, change):
    app = server.api().post("/api/v1/apps", json={
        "client_name": "app", "redirect_uris": OOB, "scopes": "read write"}).json()
    token = server.api().post("/oauth/token", json={
        "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "scope": "read write"}).json()["access_token"]
    name = f"erin{uuid.uuid4().hex[:8]}"
    answer = server.api(token).post("/api/v1/accounts", json={
        "username": name, "email": f"{name}@example.test", "password": "correct horse battery staple",
        "agreement": "true", "locale": "en", **change})
    if answer.status_code == 403:
        pytest.skip("registrations are closed")
    assert refused(answer, 422).startswith("Validation failed")
    assert list(answer.json()["details"]) == list(change)


# --- Starting badly: one sentence, an exit status, nothing lost.

def fails(*words, environment=None, timeout=30):
    """The command must end by itself with a status of its own and say why; what it said."""
    done = subprocess.run(
        [str(BINARY), *words], capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL,
        env={**ENVIRONMENT, **(environment or {})})
    said = (done.stderr + done.stdout).strip()
    assert done.returncode > 0, f"exit status {done.returncode}: {said}"  # below 0 is a signal: a crash
    assert said and "Fatal error" not in said, said
    # What it did before, a line for each migration, is no complaint.
    last = [line for line in done.stderr.strip().splitlines() if "Migrated the database" not in line]
    assert 1 <= len(last) <= 12, said
    return said


def test_a_port_in_use(server, tmp_path):
    said = fails("serve", "--data-dir", str(tmp_path / "d"), "--bind", f"127.0.0.1:{server.port}", "--url", server.url)
    assert str(server.port) in said and "use" in said.lower()
    assert server.api().get("/health").status_code == 200


def test_a_data_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    places = [tmp_path / "file" / "data", "/proc/chorus"]
    if os.geteuid() != 0:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o500)
        places.append(closed / "data")
    for place in places:
        said = fails(
            "serve", "--data-dir", str(place), "--bind", f"127.0.0.1:{free_port()}", "--url", "http://localhost")
        assert str(place) in said


def test_a_database_newer_than_the_program(own_server):
    server = own_server
    assert server.stop() == 0
    if server.engine == "postgres":
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", server.database, "-c", SCHEMA_VERSION_BUMP]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    else:
        import sqlite3
        files = [path for path in server.data.rglob("*")
                 if path.is_file() and path.open("rb").read(15) == b"SQLite format 3"]
        assert files, f"no SQLite file in {list(server.data.rglob('*'))}"
        changed = 0
        for path in files:
            connection = sqlite3.connect(path)
            try:
                connection.execute(SCHEMA_VERSION_BUMP)
                connection.commit()
                changed += 1
            except sqlite3.OperationalError:
                pass  # a file without migrations
            finally:
                connection.close()
        assert changed, "SCHEMA_VERSION_BUMP fits no database file"
    for command in ("serve", "migrate"):
        words = server.serve_command()[1:] if command == "serve" else [command, *server.storage_options()]
        said = fails(*words)
        assert "newer" in said.lower(), said


def test_a_database_that_does_not_answer(tmp_path):
    began = time.monotonic()
    said = fails(
        "serve", "--data-dir", str(tmp_path), "--bind", f"127.0.0.1:{free_port()}", "--url", "http://localhost",
        "--database", f"postgres://nobody:secret-word@127.0.0.1:{free_port()}/none", timeout=60)
    assert time.monotonic() - began < 60
    assert "127.0.0.1" in said and "secret-word" not in said


@pytest.mark.parametrize("words", [
    ["--bind", "nonsense"], ["--bind", "127.0.0.1:99999"], ["--url", "not a url"], ["--url", "ftp://example.test"],
    ["--database", "mysql://a/b"], ["--config", "/no/such/file.yaml"], ["--no-such-option"],
])
def test_bad_options_are_named(tmp_path, words):
    good = {"--data-dir": str(tmp_path), "--bind": f"127.0.0.1:{free_port()}", "--url": "http://localhost"}
    good.pop(words[0], None)
    said = fails("serve", *(part for pair in good.items() for part in pair), *words)
    assert words[-1] in said or words[0].lstrip("-") in said


@pytest.mark.parametrize("variable, value, wanted", [
    ("CHORUS_LIMITED_MDOE", "on", "CHORUS_LIMITED_MDOE is not a setting: did you mean CHORUS_LIMITED_MODE?"),
    ("CHORUS_DATADIR", "/x", "CHORUS_DATADIR is not a setting: did you mean CHORUS_DATA_DIR?"),
    ("CHORUS_ZZZZZZZZZ", "1", "CHORUS_ZZZZZZZZZ is not a setting: `chorus serve --help` names all."),
    ("CHORUS_LIMITED_MODE", "maybe", 'CHORUS_LIMITED_MODE: limited-mode is "maybe": it must be on or off.'),
    ("CHORUS_NODE", "many", 'CHORUS_NODE: node is "many": it must be a number from 0 to 15.'),
    ("CHORUS_URL", "ftp://a", 'CHORUS_URL: url is "ftp://a": it must be like https://chorus.example, without a path.'),
    ("CHORUS_LOG_LEVEL", "loud", 'CHORUS_LOG_LEVEL: log-level is "loud": it must be one of trace, debug,'),
    ("CHORUS_METRICS_BIND", "9464", 'CHORUS_METRICS_BIND: metrics-bind is "9464": it must be an address and a port,'),
])
def test_a_variable_that_is_none_or_cannot_be_read_is_named(tmp_path, variable, value, wanted):
    for words in (["serve", "--bind", f"127.0.0.1:{free_port()}"], ["account", "list"]):
        said = fails(*words, "--data-dir", str(tmp_path / "d"), environment={variable: value})
        assert said.startswith(f"Error: {wanted}"), said
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("text, line, wanted", [
    ("# a comment\n\nlimited-mdoe: on\n", 3, "limited-mdoe is not a setting: did you mean limited-mode?"),
    ("title: Here\nnode: many\n", 2, 'node is "many": it must be a number from 0 to 15.'),
    ("node: 1.5\n", 1, 'node is "1.5": it must be a number from 0 to 15.'),
    ("title:\n  - Here\n", 1, "title must be one value, not a list or a group."),
    ("summary: |\n  bind: of text\nsmtp:\n  host: a\n", 3, "smtp is not a setting: `chorus serve --help` names all."),
    ("{bind: 1}\n", 1, "{bind is not a setting"),
    ("chorus\n", None, "cannot be read"),
    ("title: [\n", None, "cannot be read"),
])
def test_a_line_of_the_file_that_is_none_or_cannot_be_read_is_named(tmp_path, text, line, wanted):
    file = tmp_path / "chorus.yaml"
    file.write_text(text)
    said = fails("serve", "--data-dir", str(tmp_path / "d"), "--config", str(file))
    assert str(file) in said and wanted in said, said
    assert line is None or said.startswith(f"Error: {file}:{line}: {wanted}"), said


def test_what_others_call_like_chorus_is_left_alone(server):
    """Kubernetes tells every container of a service `chorus` by variables such as these."""
    environment = {"CHORUS_SERVICE_HOST": "10.0.0.1", "CHORUS_SERVICE_PORT": "80", "CHORUS_PORT": "tcp://10.0.0.1:80",
                   "CHORUS_PORT_80_TCP_ADDR": "10.0.0.1"}
    done = subprocess.run([str(BINARY), "account", "list", *server.storage_options()], capture_output=True, text=True,
                          timeout=30, env={**ENVIRONMENT, **environment})
    assert done.returncode == 0, done.stderr


def test_an_unknown_flag_is_told_the_nearest(tmp_path):
    said = fails("serve", "--data-dir", str(tmp_path), "--limited-mdoe", "on")
    assert "--limited-mdoe" in said and "--limited-mode" in said


def test_a_port_for_figures_that_is_in_use(server, tmp_path):
    words = ["serve", "--data-dir", str(tmp_path / "d"), "--bind", f"127.0.0.1:{free_port()}", "--url", "http://localhost"]
    said = fails(*words, "--metrics-bind", f"127.0.0.1:{server.metrics_port}")
    assert str(server.metrics_port) in said and "in use" in said and "--metrics-bind" in said


def test_the_command_line_refuses_bad_accounts(server, alice):
    same = server.cli("account", "create", alice.name, "--email", "x@example.test", check=False)
    assert same.returncode > 0 and "taken" in same.stderr.lower()
    for name, email in (("a b", "x@example.test"), ("fine", "no address"), ("", "x@example.test")):
        done = server.cli("account", "create", name, "--email", email, check=False)
        assert done.returncode > 0 and done.stderr.strip(), (name, email)
    unknown = server.cli("token", "create", "nobody_at_all", "--scopes", "read", check=False)
    assert unknown.returncode > 0 and not unknown.stdout.strip()
    scope = server.cli("token", "create", alice.name, "--scopes", "read everything", check=False)
    assert scope.returncode > 0 and "everything" in scope.stderr


def test_a_full_disk(tmp_path):
    """On a file system of 64 MB: writes are refused in JSON while it is full, reads go on, and it recovers."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip("this user cannot mount a small file system")
    server = None
    try:
        server = Server("sqlite", disk)
        server.log_path = tmp_path / "server.log"
        server.start()
        api = server.api(server.person("alice"))
        kept = [api.status(f"before {n}")["id"] for n in range(5)]
        filler = disk / "filler"
        with open(filler, "wb", buffering=0) as out:
            for size in (1 << 20, 1 << 12, 1 << 9):
                try:
                    while True:
                        out.write(b"\0" * size)
                except OSError:
                    pass
        refusals = 0
        for n in range(2000):  # SQLite may still write over what its log has already got
            answer = api.post("/api/v1/statuses", json={"status": f"full {n} " + "x" * 400})
            if answer.status_code == 200:
                kept.append(answer.json()["id"])
                continue
            refused(answer, 500, 503, 507)
            refusals += 1
            if refusals == 3:
                break
        assert refusals, "the disk was never full"
        assert api.get("/api/v1/timelines/home").status_code == 200
        filler.unlink()
        kept.append(api.status("after")["id"])
        for status_id in (kept[0], kept[-2], kept[-1]):
            assert api.get(f"/api/v1/statuses/{status_id}").status_code == 200
        assert api.me()["statuses_count"] == len(kept)
        server.doctor()
    finally:
        if server:
            server.close()
        subprocess.run(["umount", "-l", str(disk)], capture_output=True)
