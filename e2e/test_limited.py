"""CORS, shared caches, limited mode, and slashes at the end: what stands around every answer."""

import pytest

from browser import Browser
from server import Server

ORIGIN = {"Origin": "https://web.example"}


@pytest.fixture(scope="module")
def limited(engine, tmp_path_factory):
    running = Server(engine, tmp_path_factory.mktemp(f"limited-{engine}"), ["--limited-mode", "on"])
    try:
        yield running.start()
    finally:
        running.close()


@pytest.mark.parametrize("path", [
    "/api/v1/timelines/home", "/api/v1/no/such/route", "/oauth/token", "/oauth/revoke", "/oauth/userinfo",
    "/.well-known/nodeinfo", "/.well-known/nothing", "/nodeinfo/2.0", "/api/v1/instance/", "/api/v1/streaming/user",
])
def test_web_apps_of_any_origin_may_ask(server, path):
    preflight = server.api().request("OPTIONS", path, headers={
        **ORIGIN, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,x-any"})
    assert preflight.status_code in (200, 204)
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= set(
        preflight.headers["Access-Control-Allow-Methods"].replace(" ", "").split(","))
    assert "authorization" in preflight.headers["Access-Control-Allow-Headers"].lower()
    answer = server.api().get(path, headers=ORIGIN)
    assert answer.headers["Access-Control-Allow-Origin"] == "*", answer.status_code
    exposed = answer.headers["Access-Control-Expose-Headers"]
    for name in ("Link", "X-RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-Request-Id",
                 "Mastodon-Async-Refresh"):
        assert name in exposed
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/auth/sign_in", "/oauth/authorize"])
def test_pages_are_read_by_no_other_origin(server, path):
    assert "Access-Control-Allow-Origin" not in server.api().get(path, headers=ORIGIN).headers


def test_shared_caches_keep_what_strangers_read_and_nothing_else(server):
    alice = server.person("alice")
    api = server.api(alice)
    status = api.status("for everybody #cached")
    for path in (f"/api/v1/statuses/{status['id']}", f"/api/v1/statuses/{status['id']}/context",
                 "/api/v1/timelines/public", "/api/v1/timelines/tag/cached", f"/api/v1/accounts/{api.me()['id']}"):
        stranger = server.api().get(path)
        assert stranger.headers["Cache-Control"] == "public, max-age=0, s-maxage=15, must-revalidate"
        assert stranger.headers["Access-Control-Allow-Origin"] == "*"  # whoever asked first
        known = api.get(path)
        assert known.headers["Cache-Control"] == "private, no-store"
        for answer in (stranger, known):
            assert "Authorization" in answer.headers["Vary"]
    for path in ("/api/v1/statuses/1", "/api/v1/timelines/home", "/api/v1/no/such/route"):
        assert "public" not in server.api().get(path).headers.get("Cache-Control", "")
    for path in ("/api/v1/instance", "/api/v2/instance", "/api/v1/instance/extended_description", "/nodeinfo/2.0"):
        assert server.api().get(path).headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("path", [
    "/api/v1/instance/", "/api/v2/instance/", "/api/v1/timelines/home/", "/api/v1/accounts/verify_credentials/",
    "/api/v1/timelines/tag/caf%C3%A9/", "/api/v1/timelines/public/?limit=1", "/api/v1/streaming/health/",
    "/.well-known/nodeinfo/", "/nodeinfo/2.0/", "/tags/metoo/", "/calls/",
])
def test_a_slash_at_the_end_changes_nothing(server, path):
    api = server.api(server.person("alice"))
    assert api.get(path).status_code == api.get(path.replace("/?", "?").rstrip("/")).status_code == 200


def test_a_post_with_a_slash_at_the_end_is_taken(server):
    api = server.api(server.person("alice"))
    assert api.post("/api/v1/statuses/", json={"status": "with a slash"}).status_code == 200


def test_limited_mode_shows_strangers_how_to_come_in_and_nothing_else(limited):
    alice = limited.person("alice")
    api, stranger = limited.api(alice), limited.api()
    status = api.status("among ourselves #quiet")
    me = api.me()
    app = stranger.post("/api/v1/apps", json={
        "client_name": "app", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write"})
    assert app.status_code == 200
    token = stranger.post("/oauth/token", json={
        "grant_type": "client_credentials", "client_id": app.json()["client_id"],
        "client_secret": app.json()["client_secret"], "scope": "read write"}).json()["access_token"]
    hidden = [
        f"/api/v1/statuses/{status['id']}", f"/api/v1/statuses/{status['id']}/context", f"/api/v1/accounts/{me['id']}",
        f"/api/v1/accounts/{me['id']}/statuses", f"/api/v1/accounts/lookup?acct={me['acct']}", "/api/v1/timelines/public",
        "/api/v1/timelines/tag/quiet", "/api/v1/trends/tags", "/api/chorus/v1/trends",
        "/api/chorus/v1/tags/quiet/magnitude", "/api/v1/tags/quiet", "/api/v2/search?q=quiet", "/api/oembed?url=x",
    ]
    for path in hidden:
        answer = stranger.get(path)
        assert answer.status_code == 401 and answer.json()["error"], path
        assert "public" not in answer.headers["Cache-Control"]
        if "oembed" not in path:
            assert limited.api(token).get(path).status_code in (401, 422), path
            mine = api.get(path)
            assert mine.status_code == 200 and "public" not in mine.headers["Cache-Control"], path
    for path in ("/api/v1/instance", "/api/v2/instance", "/nodeinfo/2.0", "/.well-known/oauth-authorization-server",
                 "/health", "/api/v1/streaming/health", "/auth/sign_in", "/auth/sign_up", "/almanac", "/about",
                 "/privacy-policy", "/assets/favicon.svg"):
        assert stranger.get(path, allow_redirects=False).status_code == 200, path
    assert stranger.get("/api/v2/instance").json()["configuration"]["limited_federation"] is True
    made = limited.api(token).post("/api/v1/accounts", json={
        "username": "newcomer", "email": "newcomer@example.test", "password": "correct horse battery staple",
        "agreement": "true", "locale": "en"})
    assert made.status_code == 200, made.text


def test_pages_of_a_limited_server_ask_to_sign_in(limited):
    alice = limited.person("alice")
    status = limited.api(alice).status("among ourselves #quiet")
    for path in ("/", f"/@{alice.name}", f"/@{alice.name}/{status['id']}", "/tags/quiet", "/calls", "/explore",
                 "/embed/tags/quiet", "/tags/quiet/share.png", "/nothing"):
        answer = limited.api().get(path, allow_redirects=False)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/auth/sign_in"), path
        assert "among ourselves" not in answer.text
    browser = Browser(limited.url)
    browser.get(f"/@{alice.name}/{status['id']}").sign_in(alice.email, alice.password)
    assert "among ourselves" in browser.response.text


def test_pages_of_those_who_are_signed_in_have_live_numbers(limited):
    alice = limited.person("alice")
    limited.api(alice).status("among ourselves #lively")
    call = limited.api(alice).post("/api/chorus/v1/calls", json={"status": "who comes? #calling", "answers": ["I do"]})
    browser = Browser(limited.url)
    browser.get("/tags/lively").sign_in(alice.email, alice.password)
    live = next(values for _, values in browser.get("/tags/lively").page.attributes if "data-magnitude" in values)
    paths = [live["data-magnitude"], live["data-magnitude"] + ".csv"]
    if call.status_code == 200:
        paths.append(f"/api/chorus/v1/calls/{call.json()['id']}/magnitude")
    for path in paths:
        answer = browser.session.get(limited.url + path, timeout=10)
        assert answer.status_code == 200, path
        assert "public" not in answer.headers["Cache-Control"]
        assert limited.api().get(path).status_code == 401
        forged = limited.api().get(path, headers={"Cookie": f"chorus_session={'x' * 43}"})
        assert forged.status_code == 401
    assert browser.session.get(limited.url + paths[0], timeout=10).json()["people"] == 1
    with browser.session.get(limited.url + live["data-stream"], stream=True, timeout=10) as stream:
        assert stream.status_code == 200
        assert any(line.startswith(b"data:") for line in stream.iter_lines(chunk_size=1))
    # The cookie of a page opens nothing that needs a token.
    assert browser.session.get(f"{limited.url}/api/v1/timelines/home", timeout=10).status_code == 401
    assert browser.session.post(f"{limited.url}/api/v1/statuses", json={"status": "x"}, timeout=10).status_code == 401
    # Nor for whom the door was closed.
    token = browser.session.cookies["chorus_session"]
    browser.submit(next(form for form in browser.get("/").page.forms if form.action == "/auth/sign_out"))
    answer = limited.api().get(paths[0], headers={"Cookie": f"chorus_session={token}"})
    assert answer.status_code == 401


def test_an_ordinary_server_is_not_limited(server):
    assert server.api().get("/api/v2/instance").json()["configuration"]["limited_federation"] is False
