"""Every form of every page, of strangers and of somebody who has all that pages show, sent as no page sends it; and sent twice."""

import re
import urllib.parse

import pytest
import requests

from browser import Browser
from furnished import BEGINNINGS, STRANGE, furnish, shape, signed_in, walk
from server import ENGINES, Server

HOSTILE = [
    "", " ", "-1", "9" * 400, "\x00", "a\x00b", "\r\nX-Injected: yes", "\u202ereversed", "\ufffe", "e\u0301" * 50, "../../etc/passwd",
    "' OR '1'='1", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{content}}", "//example.org",
    "word " * 2000,
]
# They say where one is, and may be sent by anybody: which language this browser reads.
OPEN = {"/language"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(ENGINES[0], tmp_path_factory.mktemp("forms"), options=["--guard", "hold"])
    try:
        yield furnish(running.start())
    finally:
        running.close()


def forms_of(page, address):
    """(what makes it different, method, target, [(name, value)]) of each; buttons that stand outside of their form, too."""
    ids = {values["id"]: values.get("action") for tag, values in page.attributes if tag == "form" and values.get("id")}
    for form in page.forms:
        target = urllib.parse.urljoin(address, form.action or address)
        fields = list(form.fields) + [(name, value) for name, value in form.boxes.items() if name not in dict(form.fields)]
        outer = [(values["name"], values.get("value", "")) for tag, values in page.attributes
                 if values.get("name") and values.get("form") in ids and ids[values["form"]] == form.action]
        for button in [(name, value) for name, value, _ in form.buttons if name] + outer or [None]:
            sent = fields + ([button] if button else [])
            act = button[1].partition(".")[0] if button and button[0] == "do" else ""
            names = tuple(sorted({re.sub(r"\d+", "1", name) for name, _ in sent}))
            yield (form.method, shape(target), act, names), form.method, target, sent


class Sender:
    """Sends forms with one browser's cookies, and looks at each answer."""

    def __init__(self, browser):
        self.browser = browser
        self.sent = 0
        self.faults = []

    def send(self, what, method, target, fields=None, **options):
        parts = {"params": fields} if method == "get" else {"data": fields}
        answer = self.browser.session.request(
            method, self.browser.base + target, allow_redirects=False, timeout=60,
            headers={"Origin": self.browser.base, "Referer": self.browser.base + "/home", **options.pop("headers", {})}, **parts, **options)
        self.sent += 1
        html = "html" in answer.headers.get("Content-Type", "")
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code} {method} {target}: {what}")
        if "X-Injected" in answer.headers:
            self.faults.append(f"a header came in by {target}: {what}")
        if html and ("<script>alert" in answer.text or "<img src=x" in answer.text):
            self.faults.append(f"HTML came in by {target}: {what}")
        # Outside of what stands in quotation marks.
        if html and re.search(r"<[^<>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', answer.text)):
            self.faults.append(f"a handler came in by {target}: {what}")
        return answer


def attack(sender, method, target, fields):
    """Missing, wrong, repeated, huge, and not a form at all."""
    proof = [(name, value) for name, value in fields if name == "csrf"]
    sender.send("nothing", method, target, [])
    sender.send("the proof alone", method, target, proof)
    sender.send("all twice", method, target, fields + fields)
    for place, (name, value) in enumerate(fields):
        if name == "csrf":
            continue
        rest = fields[:place] + fields[place + 1:]
        sender.send(f"{name} is missing", method, target, rest)
        text = HOSTILE[(place + len(target)) % len(HOSTILE)]
        for wrong in {text, HOSTILE[12], HOSTILE[4], "x" * 60_000 if method == "post" else "x" * 6_000}:
            sender.send(f"{name} is {wrong[:40]!r}", method, target, rest + [(name, wrong)])
        sender.send(f"{name} is there as a list", method, target, rest + [(f"{name}[]", value), (f"{name}[a][b]", value)])
    if method == "post":
        sender.send("huge", method, target, proof + [("text", "x" * (9 << 20))])
        for kind, body in [("application/json", b"{"), ("multipart/form-data; boundary=x", b"--x\r\nno end"), ("text/plain", b"\xff" * 99),
                           ("application/x-www-form-urlencoded", b"csrf=%FF%00&&&=&a=%")]:
            sender.send(kind, method, target, body, headers={"Content-Type": kind})


def proof_of(browser):
    """What a form of the page that is open proves itself with."""
    return next(value for form in browser.page.forms for name, value in form.fields if name == "csrf")


def test_what_no_page_sends(server):
    """Nothing breaks, nothing comes in as HTML, and without the proof of the page that one has open nothing is done."""
    for person, beginnings in [(None, STRANGE), (server.dana, BEGINNINGS)]:
        browser = signed_in(server, person) if person else Browser(server.url)
        foreign = proof_of(signed_in(server, server.bob))
        found = {}
        for address, page in walk(browser, beginnings):
            for key, method, target, fields in forms_of(page, address):
                found.setdefault(key, (method, target, fields))
        assert len(found) > (60 if person else 3), sorted(found)
        sender = Sender(browser)
        for key, (method, target, fields) in found.items():
            if method != "post" or target in OPEN:
                continue
            for proof, what in [([], "without a proof"), ([("csrf", foreign)], "with the proof of somebody else"), ([("csrf", "")], "empty")]:
                answer = sender.send(what, method, target, [field for field in fields if field[0] != "csrf"] + proof)
                if answer.status_code not in (403, 422):
                    sender.faults.append(f"{answer.status_code} {what}: {target} {key[2]}")
        assert sender.faults == [], "\n".join(sender.faults)
        for key, (method, target, fields) in found.items():
            # What was sent may have ended the session: then somebody signs in again.
            if person and server.dana.name not in browser.get("/lists").page.text:
                browser = sender.browser = signed_in(server, person).get("/lists")
            proof = proof_of(browser) if person else dict(fields).get("csrf", "")
            attack(sender, method, target, [(name, proof if name == "csrf" else value) for name, value in fields])
        assert sender.faults == [], "\n".join(sender.faults[:20])
        assert sender.sent > 30 * len(found)
    assert server.api(server.token(server.dana.name)).me()["username"] == server.dana.name
    assert requests.get(f"{server.url}/health", timeout=20).text == "OK"
    assert not re.search(r"^\S+ (error|critical) |Fatal error", server.log(100_000), re.MULTILINE)
    server.doctor()


@pytest.mark.parametrize("place, fields, count", [
    ("/publish", {"text": "Once"}, lambda api: len(own_posts(api, "Once"))),
    ("/calls/new", {"prompt": "Once more?", "tag": "oncemore", "answer": ["Yes", "No"]}, lambda api: len(own_posts(api, "Once more"))),
])
def test_what_is_sent_twice_is_done_once(server, place, fields, count):
    alice = server.person("alice")
    browser = signed_in(server, alice).get(place)
    form = next(form for form in browser.page.forms if form.action == place)
    data = [(name, value) for name, value in form.fields if name not in fields] + [
        (name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)] + [("do", "publish")]
    answers = [browser.session.post(server.url + place, data=data, allow_redirects=False, timeout=60) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303] * 3, [answer.text[:300] for answer in answers]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count(server.api(alice)) == 1


@pytest.mark.parametrize("place, fields", [
    ("/publish", {"text": "Not now"}), ("/calls/new", {"prompt": "Not now?", "tag": "notnow", "answer": "Yes"}),
])
def test_who_is_frozen_writes_nothing_by_signing_in_with_it(server, place, fields):
    """What was written comes back to whoever is signed out, and is taken with name and password: of whoever may write."""
    alice = server.person("alice")
    # Not dana: among what was sent above is the form by which she hides, and who hides moderates nothing.
    moderator = server.api(server.person("chief", scopes="read admin:read admin:write", admin=True))
    frozen = moderator.post(f"/api/v1/admin/accounts/{server.api(alice).me()['id']}/action", json={"type": "disable"})
    assert frozen.status_code == 200, frozen.text
    browser = Browser(server.url)
    browser._settle(browser.session.post(server.url + place, data=fields, allow_redirects=False, timeout=60))
    form = browser.form_with("login", "password", *fields)
    browser.submit(form, {"login": alice.name, "password": alice.password}, ("do", "publish"))
    assert browser.response.status_code == 403
    listed = server.api().get(f"/api/v1/accounts/lookup?acct={alice.name}").json()
    assert listed["statuses_count"] == 0


def own_posts(api, words):
    posts = api.get(f"/api/v1/accounts/{api.me()['id']}/statuses").json()
    return [post for post in posts if words in post["content"]]
