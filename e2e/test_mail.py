"""Letters, through a mail server of this file: signing up, another address, a forgotten password, and a mail server that is
away for a while. The server offers STARTTLS with a certificate that only the test's own authority vouches for."""

import base64
import email
import email.policy
import queue
import re
import socketserver
import ssl
import subprocess
import threading

import pytest

from browser import Browser
from certificates import make_certificate
from server import BINARY, ENVIRONMENT, PASSWORD, Server, free_port

USER, SECRET = "chorus", "a secret of the mail server"
NEW_PASSWORD = "another long and quiet one"


class MailServer:
    """SMTP with STARTTLS and AUTH PLAIN on a port of the loopback: takes letters of who has signed in over TLS."""

    def __init__(self, certificate, port=None, recipient_reply=None, login=(USER, SECRET)):
        self.letters = queue.Queue()
        self.recipient_reply = recipient_reply
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        mail = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 30

            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                secure = signed_in = False
                sender, recipients = None, []
                self.say("220 localhost ready")
                while line := self.rfile.readline(4096):
                    words = line.decode().strip()
                    verb = words.split(" ")[0].upper()
                    if verb == "EHLO":
                        self.say("250-localhost")
                        self.say("250-AUTH PLAIN" if secure else "250-STARTTLS")
                        self.say("250 8BITMIME")
                    elif verb == "STARTTLS" and not secure:
                        self.say("220 go on")
                        try:
                            self.connection = context.wrap_socket(self.connection, server_side=True)
                        except (ssl.SSLError, OSError):
                            return  # it does not trust us
                        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
                        secure = True
                    elif verb == "AUTH" and secure:
                        wanted = base64.b64encode("\0{}\0{}".format(*login).encode()).decode()
                        signed_in = words == f"AUTH PLAIN {wanted}"
                        self.say("235 welcome" if signed_in else "535 5.7.8 who are you")
                    elif not signed_in:
                        self.say("221 bye" if verb == "QUIT" else "530 5.7.0 sign in first")
                        if verb == "QUIT":
                            return
                    elif verb == "MAIL":
                        sender, recipients = re.search("<(.*)>", words)[1], []
                        self.say("250 ok")
                    elif verb == "RCPT":
                        recipients.append(re.search("<(.*)>", words)[1])
                        self.say(mail.recipient_reply or "250 ok")
                    elif verb == "DATA":
                        self.say("354 go on")
                        lines = []
                        while (line := self.rfile.readline(4096)) not in (b".\r\n", b""):
                            assert line.endswith(b"\r\n") and len(line) <= 1000
                            lines.append(line[1:] if line.startswith(b".") else line)
                        letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
                        letter.envelope = (sender, recipients)
                        self.say("250 taken")
                        mail.letters.put(letter)
                    elif verb == "QUIT":
                        return self.say("221 bye")
                    else:
                        self.say("500 what")

        class Listener(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.listener = Listener(("127.0.0.1", port or 0), Handler)
        self.port = self.listener.server_address[1]
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def next(self, to, seconds=30):
        """The next letter, which must be for `to`."""
        letter = self.letters.get(timeout=seconds)
        assert letter.envelope == ("chorus@example.test", [to]), letter.envelope
        assert letter["To"].addresses[0].addr_spec == to
        assert letter["From"].addresses[0].addr_spec == "chorus@example.test"
        assert letter["Auto-Submitted"] == "auto-generated" and letter["Message-ID"] and letter["Date"].datetime
        assert letter.get_content_type() == "text/plain" and not letter.defects
        return letter

    def nothing(self, seconds=2):
        with pytest.raises(queue.Empty):
            self.letters.get(timeout=seconds)

    def close(self):
        self.listener.shutdown()
        self.listener.server_close()


def link(letter, server):
    """The one link of a letter to this server with a token in it."""
    found = re.findall(rf"{re.escape(server.url)}/auth/\S+_token=\S+", letter.get_content())
    assert len(found) == 1, letter.get_content()
    return found[0]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificates"))


def settings(port, authority):
    return {
        "CHORUS_SMTP_HOST": "localhost", "CHORUS_SMTP_PORT": str(port), "CHORUS_SMTP_USER": USER,
        "CHORUS_SMTP_PASSWORD": SECRET, "CHORUS_SMTP_FROM": "chorus@example.test", "CHORUS_SMTP_CA_FILE": str(authority)}


@pytest.fixture
def mail(certificates):
    running = MailServer(certificates[1])
    yield running
    running.close()


@pytest.fixture
def mailing(engine, tmp_path, mail, certificates):
    """A server that sends its letters to `mail`."""
    running = Server(engine, tmp_path, options=["--title", "Chörus & friends"])
    running.environment = settings(mail.port, certificates[0])
    try:
        yield running.start()
    finally:
        running.close()


def confirm(server, letter):
    """Opens the link of a letter as somebody who is not signed in, and presses the button."""
    browser = Browser(server.url)
    page = browser.get(link(letter, server))
    assert page.response.status_code == 200, page.page.text
    return browser.submit(browser.form_with("csrf"))


def app_sign_up(server, name):
    """An account made inside of an app: the API with its token."""
    app = server.api().post("/api/v1/apps", data={
        "client_name": "An app", "redirect_uris": "https://app.example/", "scopes": "read write"}).json()
    token = server.api().post("/oauth/token", data={
        "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "scope": "read write"}).json()["access_token"]
    made = server.api(token).post("/api/v1/accounts", data={
        "username": name, "email": f"{name}@example.test", "password": PASSWORD, "agreement": "true", "locale": "en"})
    assert made.status_code == 200, made.text
    return server.api(made.json()["access_token"])


def test_an_app_waits_until_the_address_is_confirmed(mailing, mail):
    api = app_sign_up(mailing, "alice")
    letter = mail.next("alice@example.test")
    assert letter["From"].addresses[0].display_name == "Chörus & friends"
    assert letter["Subject"] == "Confirm your e-mail address"
    for path in ("/api/v1/accounts/verify_credentials", "/api/v1/timelines/home", "/api/v1/timelines/public"):
        answer = api.get(path)
        assert answer.status_code == 403
        assert answer.json() == {"error": "Your login is missing a confirmed e-mail address"}
    assert api.post("/api/v1/statuses", data={"status": "early"}).status_code == 403
    assert api.get("/api/v1/streaming/user").status_code == 403
    assert api.get("/api/v1/emails/check_confirmation").text == "false"
    # Not again at once, and not to somebody else's address.
    assert api.post("/api/v1/emails/confirmations").status_code == 422
    # A program that opens every link confirms nothing.
    assert Browser(mailing.url).get(link(letter, mailing)).response.status_code == 200
    assert api.get("/api/v1/emails/check_confirmation").text == "false"

    done = confirm(mailing, letter)
    assert done.response.status_code == 200 and "is confirmed" in done.page.text
    assert api.get("/api/v1/emails/check_confirmation").text == "true"
    assert api.me()["acct"] == "alice"
    assert api.status("here I am")["content"] == "<p>here I am</p>"
    assert api.post("/api/v1/emails/confirmations").status_code == 403
    # It works once.
    assert Browser(mailing.url).get(link(letter, mailing)).response.status_code == 404
    mail.nothing()


def test_signing_up_by_the_page_leads_to_the_mail(mailing, mail):
    browser = Browser(mailing.url)
    browser.get("/auth/sign_up")
    browser.submit(browser.form_with("username", "email"), {
        "username": "bob", "email": "bob@example.test", "password": PASSWORD, "agreement": "true"})
    assert browser.url.endswith("/auth/confirmation") and "bob@example.test" in browser.page.text
    # Everything else leads here until it is done.
    assert browser.get("/settings/expiry").url.endswith("/auth/confirmation")
    browser.submit(next(form for form in browser.page.forms if form.action.endswith("/auth/confirmation")))
    assert browser.response.status_code == 422 and "wait a little" in browser.page.text
    # One more look at another address, with the password.
    browser.get("/settings/email")
    assert browser.response.status_code == 200
    letter = mail.next("bob@example.test")
    browser.get(link(letter, mailing))
    browser.submit(next(form for form in browser.page.forms if "confirmation_token" in form.action))
    assert "is confirmed" in browser.page.text
    assert browser.get("/settings/expiry").url.endswith("/settings/expiry")


def test_who_signs_up_from_a_call_comes_back_to_it_and_the_answer_waited(mailing, mail):
    alice = mailing.person("alice")
    call = mailing.api(alice).post("/api/chorus/v1/calls", json={
        "prompt": "Say so", "tag": "HereToo", "answers": ["Me too", "I stand with you"], "visibility": "public"}).json()
    path = f"/calls/{call['id']}"

    def own(name):
        token = mailing.token(name)
        return mailing.api(token).get(f"/api/chorus/v1/calls/{call['id']}").json()["own_answer"]

    browser = Browser(mailing.url)
    browser.get(f"/auth/sign_up?return_to={path}")
    browser.submit(browser.form_with("username", "email"), {
        "username": "flora", "email": "flora@example.test", "password": PASSWORD})
    assert browser.url.endswith("/auth/confirmation") and "Back to the call" in browser.page.text
    browser.get(path)
    browser.submit(browser.form_with("answer"), {"answer": "0"})
    assert browser.url.startswith(mailing.url + path) and "Your answer “Me too” waits" in browser.page.text
    letter = mail.next("flora@example.test")

    browser.get(link(letter, mailing))
    browser.submit(next(form for form in browser.page.forms if "confirmation_token" in form.action))
    assert "The answer that waited for this is counted" in browser.page.text
    assert path in [values.get("href") for tag, values in browser.page.attributes if tag == "a"]
    browser.get(path)
    assert "You have answered “Me too”, silently" in browser.page.text
    assert own("flora")["answer"] == 0

    # The letter opened in another browser: signing in leads back.
    other = Browser(mailing.url)
    other.get(f"/auth/sign_up?return_to={path}")
    other.submit(other.form_with("username", "email"), {
        "username": "gina", "email": "gina@example.test", "password": PASSWORD})
    done = confirm(mailing, mail.next("gina@example.test"))
    door = next(values["href"] for tag, values in done.page.attributes
                if tag == "a" and "class" in values and "return_to" in values.get("href", ""))
    done.get(door)
    done.sign_in("gina", PASSWORD)
    assert done.url == mailing.url + path


def test_a_forgotten_password(mailing, mail):
    person = mailing.person("carol")
    api = mailing.api(person)
    assert api.me()["username"] == person.name
    session = Browser(mailing.url)
    session.get("/auth/sign_in")
    assert 'href="/auth/password/new"' in session.response.text
    session.sign_in(person.name, PASSWORD)
    assert session.get("/settings").response.status_code == 200 and session.url.endswith("/settings")

    def ask(address):
        browser = Browser(mailing.url)
        browser.get("/auth/password/new")
        browser.submit(browser.form_with("email"), {"email": address})
        assert browser.response.status_code == 200
        return browser.page.text

    assert ask("nobody@example.test") == ask(person.email)
    letter = mail.next(person.email)
    mail.nothing()

    browser = Browser(mailing.url)
    browser.get(link(letter, mailing))
    browser.submit(browser.form_with("password"), {"password": "short"})
    assert browser.response.status_code == 422 and "too short" in browser.page.text
    browser.submit(browser.form_with("password"), {"password": NEW_PASSWORD})
    assert "Your password is changed" in browser.page.text
    assert mail.next(person.email)["Subject"] == "Your password was changed"

    assert api.get("/api/v1/accounts/verify_credentials").status_code == 401
    assert session.get("/settings").url.startswith(f"{mailing.url}/auth/sign_in")
    for password, works in ((PASSWORD, False), (NEW_PASSWORD, True)):
        other = Browser(mailing.url)
        other.get("/auth/sign_in")
        other.sign_in(person.email, password)
        assert (other.response.status_code == 200) is works
    assert Browser(mailing.url).get(link(letter, mailing)).response.status_code == 404


def test_another_address_counts_when_it_is_confirmed(mailing, mail):
    person = mailing.person("dora")
    browser = Browser(mailing.url)
    browser.get("/auth/sign_in")
    browser.sign_in(person.email, PASSWORD)
    browser.get("/settings/email")
    browser.submit(browser.form_with("email"), {"email": "dora.new@example.test", "current_password": PASSWORD})
    assert "is sent to the new address" in browser.page.text
    letter = mail.next("dora.new@example.test")
    listed = mailing.cli("account", "list").stdout
    assert person.email in listed and "dora.new" not in listed
    assert "is confirmed" in confirm(mailing, letter).page.text
    assert mail.next(person.email)["Subject"] == "Your e-mail address was changed"
    listed = mailing.cli("account", "list").stdout
    assert "dora.new@example.test" in listed and person.email not in listed


def test_a_mail_server_that_is_away_gets_the_letter_later(engine, tmp_path, certificates):
    port = free_port()
    server = Server(engine, tmp_path)
    server.environment = settings(port, certificates[0])
    try:
        server.start()
        api = app_sign_up(server, "erin")
        # The first attempt fails, and a server that is killed forgets nothing.
        for _ in range(100):
            if "An e-mail was not sent: the mail server" in server.log():
                break
            threading.Event().wait(0.1)
        else:
            raise AssertionError(server.log())
        assert "erin" not in server.log()
        server.kill()
        server.start()
        mail = MailServer(certificates[1], port=port)
        try:
            confirm(server, mail.next("erin@example.test", seconds=60))
            assert api.me()["username"] == "erin"
        finally:
            mail.close()
    finally:
        server.close()


def test_the_command_says_what_the_mail_server_said(tmp_path, mail, certificates):
    def run(address, **environment):
        return subprocess.run(
            [str(BINARY), "mail", "test", address, "--data-dir", str(tmp_path / "data")],
            capture_output=True, text=True, timeout=60, env={**ENVIRONMENT, **environment})

    good = settings(mail.port, certificates[0])
    done = run("admin@example.test", **good)
    assert done.returncode == 0 and "has taken the e-mail" in done.stdout, done.stderr
    mail.next("admin@example.test")
    for change, words in (
        ({"CHORUS_SMTP_PASSWORD": "wrong"}, "refused our login: 535 5.7.8. It said: 535 5.7.8 who are you"),
        ({"CHORUS_SMTP_CA_FILE": ""}, "TLS with the mail server failed"),
        ({"CHORUS_SMTP_PORT": str(free_port())}, "cannot be reached"),
        ({"CHORUS_SMTP_HOST": ""}, "name smtp-host"),
        ({"CHORUS_SMTP_CA_FILE": str(tmp_path / "nothing")}, "no certificates (PEM)"),
    ):
        failed = run("admin@example.test", **{**good, **change})
        assert failed.returncode != 0 and words in failed.stderr, failed.stderr
    mail.recipient_reply = "550 5.1.1 nobody here"
    failed = run("nobody@example.test", **good)
    assert "refused the recipient: 550 5.1.1. It said: 550 5.1.1 nobody here" in failed.stderr
    mail.nothing(seconds=0.1)


@pytest.mark.parametrize("change, words", [
    ({"CHORUS_SMTP_HOST": ""}, "no mail server"),
    ({"CHORUS_SMTP_TLS": "ssl"}, "starttls, tls or none"),
    ({"CHORUS_SMTP_PORT": "0"}, "from 1 to 65535"),
    ({"CHORUS_SMTP_FROM": "chorus"}, "smtp-from"),
    ({"CHORUS_SMTP_PASSWORD": ""}, "belong together"),
    ({"CHORUS_SMTP_TLS": "none", "CHORUS_SMTP_CA_FILE": "", "CHORUS_SMTP_HOST": "mail.example"}, "in clear"),
    ({"CHORUS_SMTP_TLS": "none"}, "smtp-ca-file"),
])
def test_bad_settings_end_in_one_sentence(tmp_path, certificates, change, words):
    done = subprocess.run(
        [str(BINARY), "serve", "--data-dir", str(tmp_path / "data"), "--bind", "127.0.0.1:0"],
        capture_output=True, text=True, timeout=60,
        env={**ENVIRONMENT, **settings(25, certificates[0]), **change})
    lines = done.stderr.strip().splitlines()
    assert done.returncode != 0 and len(lines) == 1 and words in lines[0], done.stderr
    assert SECRET not in done.stderr


def test_a_server_without_mail_says_whom_to_ask(tmp_path):
    server = Server("sqlite", tmp_path, options=["--contact-email", "admin@example.test"])
    try:
        server.start()
        browser = Browser(server.url)
        browser.get("/auth/password/new")
        assert "does not send e-mail" in browser.page.text and "admin@example.test" in browser.page.text
        person = server.person("frank")
        api = server.api(person)
        assert api.me()["username"] == person.name
        made = server.cli("account", "password", person.name).stdout
        password = re.search(r"Password: (\S+)", made)[1]
        browser.get("/auth/sign_in")
        browser.sign_in(person.name, password)
        assert browser.response.status_code == 200
        for _ in range(100):
            if api.get("/api/v1/accounts/verify_credentials").status_code == 401:
                break
            threading.Event().wait(0.1)
        else:
            raise AssertionError("the old token still works")
    finally:
        server.close()
