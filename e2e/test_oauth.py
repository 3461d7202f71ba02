"""The authorisation page and the token endpoint, step by step, and what they refuse."""

import base64
import hashlib
import secrets
import urllib.parse

import pytest

from browser import OOB, Browser

CALLBACK = "http://127.0.0.1:9/callback"


class App:
    """A registered client application."""

    def __init__(self, server, redirect=CALLBACK, scopes="read write"):
        self.server, self.redirect, self.scopes = server, redirect, scopes
        answer = server.api().post("/api/v1/apps", data={
            "client_name": "a test app", "redirect_uris": redirect, "scopes": scopes})
        assert answer.status_code == 200, answer.text
        self.credentials = {key: answer.json()[key] for key in ("client_id", "client_secret")}

    def url(self, **more):
        query = {
            "response_type": "code", "client_id": self.credentials["client_id"], "redirect_uri": self.redirect,
            "scope": self.scopes, **more}
        return f"{self.server.url}/oauth/authorize?{urllib.parse.urlencode(query)}"

    def exchange(self, code, **more):
        return self.server.api().post("/oauth/token", data={
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect, **self.credentials,
            **more})


@pytest.fixture
def person(server):
    return server.person("alice")


def code_for(app, person, **more):
    browser = Browser(app.server.url)
    return browser.authorise(app.url(**more), person.email, person.password).sent_back()["code"]


def test_a_code_is_good_once(server, person):
    app = App(server)
    browser = Browser(server.url)
    browser.authorise(app.url(state="x y&z"), person.email, person.password)
    back = browser.sent_back()
    assert browser.left_for.startswith(CALLBACK) and back["state"] == "x y&z"
    answer = app.exchange(back["code"])
    assert answer.status_code == 200, answer.text
    token = answer.json()
    assert token["token_type"] == "Bearer" and token["scope"] == "read write"
    assert isinstance(token["created_at"], int)
    assert server.api(token["access_token"]).me()["acct"] == person.name
    again = app.exchange(back["code"])
    assert again.status_code == 400 and again.json()["error"] == "invalid_grant"


def test_pkce(server, person):
    app = App(server)
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {"code_challenge": challenge, "code_challenge_method": "S256"}
    assert app.exchange(code_for(app, person, **asked)).json()["error"] == "invalid_grant"
    wrong = app.exchange(code_for(app, person, **asked), code_verifier=verifier[::-1])
    assert wrong.status_code == 400 and wrong.json()["error"] == "invalid_grant"
    right = app.exchange(code_for(app, person, **asked), code_verifier=verifier)
    assert right.status_code == 200, right.text


def test_denial_is_told_to_the_app(server, person):
    app = App(server)
    browser = Browser(server.url).authorise(app.url(state="s"), person.email, person.password, decision="deny")
    back = browser.sent_back()
    assert back["error"] == "access_denied" and back["state"] == "s" and "code" not in back


def test_a_wrong_password_gives_nothing(server, person):
    app = App(server)
    browser = Browser(server.url)
    browser.get(app.url())
    browser.sign_in(person.email, "not the password")
    assert browser.left_for is None
    assert any("password" in form.names for form in browser.page.forms), browser.page.text
    browser.get(app.url())
    assert any("password" in form.names for form in browser.page.forms), "signed in after a wrong password"


def test_consent_without_its_csrf_field_is_refused(server, person):
    app = App(server)
    browser = Browser(server.url)
    browser.get(app.url())
    browser.sign_in(person.email, person.password)
    form, button = browser.find_button("approve")
    hidden = [name for name, _ in form.fields]
    form.fields = [(name, value) for name, value in form.fields if "csrf" not in name and "token" not in name]
    assert len(form.fields) < len(hidden), f"no CSRF field among {hidden}"
    browser.submit(form, button=button)
    assert browser.left_for is None and 400 <= browser.response.status_code < 500


def test_an_unknown_client_or_redirect_is_told_to_the_person_not_redirected(server, person):
    app = App(server)
    for url in (app.url(client_id="nobody"), app.url(redirect_uri="http://127.0.0.1:9/elsewhere")):
        browser = Browser(server.url)
        browser.get(url)
        if any("password" in form.names for form in browser.page.forms):
            browser.sign_in(person.email, person.password)
        assert browser.left_for is None
        assert 400 <= browser.response.status_code < 500
        assert "html" in browser.response.headers["Content-Type"]


def test_client_credentials_are_an_app_and_no_person(server):
    app = App(server)
    answer = server.api().post("/oauth/token", data={
        "grant_type": "client_credentials", "scope": "read", **app.credentials})
    assert answer.status_code == 200, answer.text
    api = server.api(answer.json()["access_token"])
    assert api.get("/api/v1/apps/verify_credentials").json()["name"] == "a test app"
    assert api.get("/api/v1/timelines/home").status_code in (401, 422)


@pytest.mark.parametrize(("change", "status", "error"), [
    ({"grant_type": "password", "username": "a", "password": "b"}, 400, "unsupported_grant_type"),
    ({"client_secret": "wrong"}, 401, "invalid_client"),
    ({"scope": "admin:read"}, 400, "invalid_scope"),
    ({"grant_type": "authorization_code", "code": "nonsense", "redirect_uri": CALLBACK}, 400, "invalid_grant"),
])
def test_what_the_token_endpoint_refuses(server, change, status, error):
    app = App(server)
    answer = server.api().post("/oauth/token", data={
        "grant_type": "client_credentials", **app.credentials, **change})
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_well_known_document(server):
    found = server.api().get("/.well-known/oauth-authorization-server").json()
    assert found["authorization_endpoint"] == f"{server.url}/oauth/authorize"
    assert found["token_endpoint"] == f"{server.url}/oauth/token"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert set(found["grant_types_supported"]) == {"authorization_code", "client_credentials"}


def test_oob_shows_the_code(server, person):
    app = App(server, redirect=OOB)
    browser = Browser(server.url).authorise(app.url(), person.name, person.password)
    assert app.exchange(browser.oob_code()).status_code == 200
