"""Who comes in: a moderator reads why, an invite lets in, an age is asked, and programs are told apart from people; with letters."""

import time

import pytest

from browser import PACE, Browser
from chromium import NEEDS_CHROMIUM
from days import ONE, a_day
from server import PASSWORD, Server
from test_mail import MailServer, certificates, confirm, settings  # noqa: F401 (fixtures)

REASON = "I keep bees, and would like to talk about them"
JSON = {"Accept": "application/json"}


@pytest.fixture
def mail(certificates):  # noqa: F811
    running = MailServer(certificates[1])
    yield running
    running.close()


@pytest.fixture
def a_server(engine, tmp_path, mail, certificates):  # noqa: F811
    """Starts a server with these options, which sends its letters to `mail` unless it sends none."""
    running = []

    def start(*options, letters=True):
        server = Server(engine, tmp_path, options=options)
        if letters:
            server.environment = settings(mail.port, certificates[0])
        running.append(server)
        return server.start()

    yield start
    for server in running:
        server.close()


def staff(server, name="erin"):
    person = server.person(name)
    server.cli("account", "role", person.name, "moderator")
    browser = Browser(server.url).get("/auth/sign_in")
    browser.sign_in(person.name, PASSWORD)
    return person, browser


def sign_up(server, name, path="/auth/sign_up", **more):
    browser = Browser(server.url).get(path)
    values = {"username": name, "email": f"{name}@example.test", "password": PASSWORD, "agreement": "true"}
    return browser.submit(browser.form_with("username", "email"), values | more)


def gone(server, name):
    """For everybody else there is no such account."""
    api = server.api()
    assert api.get("/api/v1/accounts/lookup", params={"acct": name}).status_code == 404
    assert api.get(f"/@{name}").status_code == 404
    finger = {"resource": f"acct:{name}@{server.url.split('//')[1]}"}
    assert api.get("/.well-known/webfinger", params=finger).status_code == 404
    return True


def there(server, name, seconds=0):
    """What a command has done a server knows within seconds."""
    until = time.monotonic() + seconds
    while True:
        if server.api().get("/api/v1/accounts/lookup", params={"acct": name}).status_code == 200:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.1)


def test_a_moderator_lets_somebody_in_who_has_confirmed_and_said_why(a_server, mail):
    server = a_server("--registrations", "approval")
    _, erin = staff(server)
    browser = sign_up(server, "bob")
    assert browser.response.status_code == 422 and "The reason can't be blank." in browser.page.text
    browser = sign_up(server, "bob", reason=REASON)
    assert browser.url.endswith("/auth/confirmation") and "bob@example.test" in browser.page.text
    assert "Nothing is waiting." in erin.get("/moderation").page.text
    confirmed = confirm(server, mail.next("bob@example.test"))
    assert "A moderator reads why you would like to join" in confirmed.page.text
    browser.get("/home")
    browser.get("/settings")
    assert browser.url.endswith("/auth/confirmation") and "waits for a moderator" in browser.page.text
    assert gone(server, "bob")

    erin.get("/moderation")
    assert REASON in erin.page.text and "b…@example.test" in erin.page.text and "bob@example.test" not in erin.page.text
    case = next(values["href"] for tag, values in erin.page.attributes if "/moderation/sign-ups/" in values.get("href", ""))
    erin.get(case)
    erin.submit(erin.form_with("text"), {"text": "Welcome to the hive"}, ("do", "approve"))
    assert erin.url.endswith("/moderation")
    letter = mail.next("bob@example.test").get_content()
    assert "Welcome to the hive" in letter and f"{server.url}/auth/sign_in" in letter
    assert there(server, "bob")
    assert browser.get("/settings").url.endswith("/settings")
    assert "has decided about this already" in erin.get(case).page.text
    assert "Account approved" in erin.get("/moderation/log").page.text


def test_who_is_not_let_in_is_gone_with_a_letter_and_the_name_is_free(a_server, mail):
    server = a_server("--registrations", "approval")
    _, erin = staff(server)
    browser = sign_up(server, "bob", reason=REASON)
    confirm(server, mail.next("bob@example.test"))
    case = next(values["href"] for tag, values in erin.get("/moderation").page.attributes
                if "/moderation/sign-ups/" in values.get("href", ""))
    erin.get(case)
    erin.submit(erin.form_with("text"), {"text": "We talk about wasps here"}, ("do", "reject"))
    letter = mail.next("bob@example.test").get_content()
    assert "decided not to let you in" in letter and "We talk about wasps here" in letter
    assert browser.get("/settings").url.endswith("/auth/sign_in?return_to=%2Fsettings")
    assert "This is not there any more." in erin.get(case).page.text
    assert "bob" not in server.cli("account", "list").stdout
    # Again, and by the command line.
    sign_up(server, "bob", reason=REASON)
    confirm(server, mail.next("bob@example.test"))
    assert "not approved" in server.cli("account", "list").stdout
    server.cli("account", "approve", "bob", "--words", "Come in")
    assert "Come in" in mail.next("bob@example.test").get_content()
    assert there(server, "bob", seconds=10)
    assert server.cli("account", "reject", "bob", check=False).returncode != 0


def test_without_mail_somebody_looks_in_again(a_server):
    server = a_server("--registrations", "approval", letters=False)
    browser = sign_up(server, "bob", reason=REASON)
    assert "Look in here again" in browser.page.text and gone(server, "bob")
    server.cli("account", "approve", "bob")
    assert browser.get("/settings").url.endswith("/settings") and there(server, "bob", seconds=10)


def test_an_invite_lets_in_where_signing_up_is_closed(a_server):
    server = a_server("--registrations", "closed", letters=False)
    _, erin = staff(server)
    assert "New accounts are not being made here" in Browser(server.url).get("/auth/sign_up").page.text
    erin.get("/settings/invites")
    erin.submit(erin.form_with("uses"), {"uses": "1", "seconds": "1800", "comment": "For Bob"}, ("do", "make"))
    link = next(values["value"] for tag, values in erin.page.attributes if "/invite/" in values.get("value", ""))
    path = link.removeprefix(server.url)
    answer = server.api().get(path, headers=JSON)
    assert answer.json() == {"invite_code": path.split("/")[-1], "instance_api_url": f"{server.url}/api/v2/instance"}
    browser = sign_up(server, "bob", path=path)
    assert browser.response.status_code == 200 and there(server, "bob")
    assert server.api().get(path, headers=JSON).status_code == 401
    assert server.api().get("/invite/x", headers=JSON).status_code == 404
    assert "This invite no longer works." in Browser(server.url).get(path).page.text
    assert "Used 1 of 1 times." in erin.get("/settings/invites").page.text


def test_a_date_of_birth_is_asked_and_is_nowhere_afterwards(a_server):
    server = a_server("--min-age", "16", letters=False)
    assert server.api().get("/api/v2/instance").json()["registrations"]["min_age"] == 16
    browser = sign_up(server, "bob", birth_day="7", birth_month="3", birth_year="2020")
    assert browser.response.status_code == 422 and "You have to be 16 years old" in browser.page.text
    sign_up(server, "bob", birth_day="7", birth_month="3", birth_year="1987")
    assert there(server, "bob")
    log = server.log_path.read_text(errors="replace")
    assert "1987" not in log and "birth" not in log


def test_programs_are_told_apart_from_people(a_server):
    server = a_server(letters=False)
    browser = Browser(server.url).get("/auth/sign_up")
    values = {"username": "bob", "email": "bob@example.test", "password": PASSWORD, "agreement": "true"}
    browser.submit(browser.form_with("username"), values, hurries=True)
    assert browser.response.status_code == 422 and "That was very quick" in browser.page.text
    # Sent again as it came back: nothing was lost.
    form = browser.form_with("username")
    assert dict(form.fields)["password"] == PASSWORD
    browser.submit(form)
    assert browser.response.status_code == 200 and there(server, "bob")
    browser = sign_up(server, "carol", website="https://spam.example")
    assert browser.response.status_code == 422 and "A field that should stay empty" in browser.page.text
    assert not there(server, "carol")
    browser.submit(browser.form_with("username"), {"website": ""})
    assert there(server, "carol")


@NEEDS_CHROMIUM
@pytest.mark.parametrize("surroundings", ONE, ids=str)
def test_signing_up_with_all_that_can_be_asked(a_server, surroundings):
    server = a_server("--registrations", "approval", "--min-age", "16", letters=False)
    with a_day(server, surroundings) as day:
        day.open("/auth/sign_up").look().shoot("sign-up-all")
        # Nobody meets the trap: neither by the eye nor by the keyboard.
        trap = day.tab.find("#website")
        assert trap.size["width"] * trap.size["height"] <= 4 or not trap.is_displayed()
        assert trap.get_attribute("tabindex") == "-1"
        day.write("#username", day.name).write("#email", f"{day.name}@example.test").write("#password", PASSWORD)
        day.write("#birth_day", "1").write("#birth_month", "2").write("#birth_year", "1990").write("#reason", REASON)
        time.sleep(PACE)
        day.press("main form button[type=submit]")
        assert day.tab.url.endswith("/auth/confirmation")
        day.look().shoot("sign-up-waits")
        name = day.name
        _, erin = staff(server)
        assert name in erin.get("/moderation").page.text
