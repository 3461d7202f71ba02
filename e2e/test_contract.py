"""The contract of the client API: every endpoint that answers with documented entities is called on a server where much has
happened, and every key, type and null is held against the tables in `contract/`."""

import base64
import os
import re
import subprocess
import sys
import time

import pytest

from contract.check import Checker
from contract.tables import endpoints, nameless
from pictures import png
from server import BINARY, ROOT, Server

ENTITY_ANSWER = re.compile(r"^(Array of )?[A-Z]\w*(::\w+)*$")


def routes():
    """Method and nameless path of every endpoint of the binary, with the path as it is."""
    lines = subprocess.run([BINARY, "routes"], check=True, capture_output=True, text=True, timeout=60).stdout.splitlines()
    return {f"{method} {nameless(path)}": path for method, path, _ in (line.split("\t") for line in lines)}


class Town:
    """Two people on a server of their own, to whom much has happened; ids to fill the paths of endpoints with."""

    def __init__(self, server):
        self.server = server
        self.checker = Checker()
        self.routes = routes()
        self.documented = {endpoint.key: endpoint for endpoint in endpoints()}
        self.alice = server.api(server.person("alice"))
        self.bob = server.api(server.person("bob"))
        self.nobody = server.api()
        self.ids = {}
        self.called = set()

    def has(self, method, path):
        return f"{method} {nameless(path)}" in self.routes

    def call(self, who, method, path, expect=200, kind=None, **options):
        """Calls an endpoint; its answer is held against the documented type. None where the endpoint is not here.

        `path` has parameters as `:name`, filled from `ids` by `name` or by the noun before it.
        """
        if not self.has(method, path):
            return None
        answer = who.request(method, self.fill(path), **options)
        expected = expect if isinstance(expect, tuple) else (expect,)
        assert answer.status_code in expected, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        key = f"{method} {nameless(path)}"
        self.called.add(key)
        value = answer.json()
        kind = kind or (self.documented[key].response if key in self.documented else None)
        if kind and ENTITY_ANSWER.match(kind) and kind != "Empty" and answer.status_code == 200:
            self.checker.check(value, kind, f"{method} {path}")
        return value

    def fill(self, path):
        def value(match):
            name = match[1]
            before = path[:match.start()].rstrip("/").rsplit("/", 1)[-1]
            for key in (f"{before}:{name}", before if name in ("id", "name") else name, name):
                if key in self.ids:
                    return str(self.ids[key])
            raise KeyError(f"{path}: nothing to put for {name}")

        return re.sub(r":(\w+)", value, path)


@pytest.fixture(scope="module")
def town(engine, tmp_path_factory):
    running = Server(engine, tmp_path_factory.mktemp(f"contract-{engine}"))
    try:
        picture = tmp_path_factory.mktemp("pictures") / "candle.png"
        picture.write_bytes(png())
        running.cli("rules", "add", "Be kind", "--hint", "To others and to yourself")
        running.cli("emojis", "add", "candle", str(picture), "--category", "Light")
        running.cli("announcements", "add", "We meet on #Sunday :candle:")
        running.start()
        yield build(Town(running))
    finally:
        running.close()


def build(town):
    """Lets much happen, by the API alone; every answer on the way is checked."""
    alice, bob, call, ids = town.alice, town.bob, town.call, town.ids
    me, other = alice.me(), bob.me()
    town.checker.check(me, "CredentialAccount", "verify_credentials")
    ids["accounts"] = ids["account_id"] = ids["accounts:account_id"] = other["id"]
    ids["me"] = me["id"]
    call(alice, "PATCH", "/api/v1/accounts/update_credentials", json={
        "display_name": "Alice :candle:", "note": "Hello #world", "bot": False, "discoverable": True, "indexable": True,
        "fields_attributes": [{"name": "Home", "value": "https://example.org/alice"}],
    })
    call(bob, "PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True, "indexable": True})
    for one, two in ((alice, other), (bob, me)):
        town.checker.check(one.post(f"/api/v1/accounts/{two['id']}/follow").json(), "Relationship", "follow")
    call(alice, "POST", "/api/v1/accounts/:id/note", json={"comment": "a friend"})
    status = call(alice, "POST", "/api/v1/statuses", kind="Status", json={
        "status": f"Hello @{other['username']} #Town :candle: https://example.org/a", "language": "en",
    })
    ids["statuses"] = status["id"]
    theirs = call(bob, "POST", "/api/v1/statuses", kind="Status", json={
        "status": "An answer", "in_reply_to_id": status["id"], "spoiler_text": "careful",
    })
    poll = call(bob, "POST", "/api/v1/statuses", kind="Status", json={
        "status": "Which? #Town", "poll": {"options": ["Tea", "Coffee"], "expires_in": 3600},
    })
    ids["polls"] = poll["poll"]["id"]
    call(alice, "POST", "/api/v1/polls/:id/votes", json={"choices": [0]})
    direct = call(bob, "POST", "/api/v1/statuses", kind="Status", json={
        "status": f"@{me['username']} only for you", "visibility": "direct",
    })
    ids["direct"] = direct["id"]
    for act in ("favourite", "reblog", "bookmark"):
        for who, target in ((bob, status), (alice, theirs)):
            answer = who.post(f"/api/v1/statuses/{target['id']}/{act}")
            assert answer.status_code == 200, answer.text
            town.checker.check(answer.json(), "Status", act)
    for act in ("pin", "mute", "unmute"):
        call(alice, "POST", f"/api/v1/statuses/:id/{act}")
    call(alice, "PUT", "/api/v1/statuses/:id", kind="Status", json={
        "status": f"Hello again @{other['username']} #Town :candle: https://example.org/a", "language": "en",
    })
    if town.has("POST", "/api/v2/media"):
        media = alice.post("/api/v2/media", files={"file": ("a.png", png(), "image/png")}, data={"description": "a picture"})
        assert media.status_code in (200, 202), media.text
        ids["media"] = media.json()["id"]
        for _ in range(100):
            answer = alice.get(f"/api/v1/media/{ids['media']}")
            if answer.status_code == 200:
                break
            time.sleep(0.1)
        town.checker.check(answer.json(), "MediaAttachment", "media")
        call(alice, "PUT", "/api/v1/media/:id", json={"description": "another text", "focus": "0.5,0.5"})
        with_media = call(alice, "POST", "/api/v1/statuses", kind="Status", json={"status": "see", "media_ids": [ids["media"]]})
        assert with_media["media_attachments"]
        ids["media"] = alice.post("/api/v2/media", files={"file": ("b.png", png(9, 9), "image/png")}).json()["id"]
    if call(bob, "PUT", "/api/v1/statuses/:id/interaction_policy", expect=(200, 403, 404), json={"quote_approval_policy": "public"}):
        call(alice, "PUT", "/api/v1/statuses/:id/interaction_policy", json={"quote_approval_policy": "public"})
        quoting = call(bob, "POST", "/api/v1/statuses", kind="Status", json={"status": "as said", "quoted_status_id": status["id"]})
        assert quoting["quote"]["quoted_status"]["id"] == status["id"]
        ids["quoting_status_id"] = quoting["id"]
    if town.has("POST", "/api/v1/lists"):
        ids["lists"] = ids["list"] = ids["list_id"] = call(alice, "POST", "/api/v1/lists", json={"title": "Friends"})["id"]
        alice.post(f"/api/v1/lists/{ids['lists']}/accounts", json={"account_ids": [other["id"]]})
    if town.has("POST", "/api/v2/filters"):
        made = call(alice, "POST", "/api/v2/filters", json={
            "title": "Careful", "context": ["home", "public"], "filter_action": "warn",
            "keywords_attributes": [{"keyword": "answer", "whole_word": True}],
        })
        ids["filters"] = ids["filter_id"] = made["id"]
        ids["keywords"] = made["keywords"][0]["id"]
        added = call(alice, "POST", "/api/v2/filters/:filter_id/statuses", json={"status_id": poll["id"]})
        if added:
            ids["filters/statuses"] = added["id"]
    if town.has("POST", "/api/v1/filters"):
        ids["v1filters"] = call(alice, "POST", "/api/v1/filters", json={"phrase": "careful", "context": ["home"]})["id"]
    ids["tags"] = ids["name"] = ids["hashtag"] = "Town"
    call(alice, "POST", "/api/v1/tags/:name/follow")
    if town.has("POST", "/api/v1/featured_tags"):
        ids["featured_tags"] = call(alice, "POST", "/api/v1/featured_tags", json={"name": "town"})["id"]
    call(alice, "POST", "/api/v1/accounts/:id/endorse")
    call(alice, "POST", "/api/v1/reports", json={
        "account_id": other["id"], "status_ids": [theirs["id"]], "comment": "please look", "rule_ids": ["1"],
        "category": "violation",
    })
    call(alice, "POST", "/api/v1/markers", json={"home": {"last_read_id": status["id"]}})
    if town.has("POST", "/api/v1/push/subscription"):
        key = base64.urlsafe_b64encode(b"\x04" + os.urandom(64)).decode().rstrip("=")
        subscription = {"endpoint": "https://push.example.org/a", "keys": {"p256dh": VALID_POINT, "auth": key[:22]}}
        call(alice, "POST", "/api/v1/push/subscription", json={
            "subscription": subscription, "data": {"alerts": {"mention": True}, "policy": "all"},
        })
    if town.has("GET", "/api/v1/scheduled_statuses"):
        at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 3600))
        answer = alice.post("/api/v1/statuses", json={"status": "later", "scheduled_at": at})
        assert answer.status_code == 200, answer.text
        town.checker.check(answer.json(), "ScheduledStatus", "POST /api/v1/statuses scheduled_at")
        ids["scheduled_statuses"] = answer.json()["id"]
    if town.has("GET", "/api/v1/conversations"):
        ids["conversations"] = alice.get("/api/v1/conversations").json()[0]["id"]
    ids["announcements"] = alice.get("/api/v1/announcements").json()[0]["id"]
    answer = alice.request("PUT", f"/api/v1/announcements/{ids['announcements']}/reactions/candle")
    assert answer.status_code == 200, answer.text
    notifications = alice.get("/api/v1/notifications").json()
    assert notifications
    ids["notifications"] = notifications[0]["id"]
    if town.has("GET", "/api/v2/notifications"):
        ids["group_key"] = alice.get("/api/v2/notifications").json()["notification_groups"][0]["group_key"]
    return town


# A point of P-256 that is on the curve (the generator), in the encoding of RFC 8291.
VALID_POINT = (
    "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
)

# What GET endpoints have to be asked with.
QUERIES = {
    "GET /api/v1/accounts/lookup": {"acct": "alice"},
    "GET /api/v1/accounts/search": {"q": "ali"},
    "GET /api/v1/accounts": {"id[]": None},
    "GET /api/v1/accounts/relationships": {"id[]": None},
    "GET /api/v1/accounts/familiar_followers": {"id[]": None},
    "GET /api/v1/markers": {"timeline[]": "home"},
    "GET /api/v2/search": {"q": "town"},
    "GET /api/v1/statuses": {"id[]": "status"},
    "GET /api/v1/timelines/link": {"url": "https://example.org/a"},
    "GET /api/v1/directory": {"local": "true"},
}
# Not to be asked on the way: they need a state of their own, and have tests of their own.
SKIPPED = {
    "GET /api/v1/apps/verify_credentials", "GET /api/v1/streaming/health", "GET /api/v1/instance/terms_of_service", "GET /api/v1/instance/terms_of_service/:",
    "GET /api/v1/notifications/requests/:", "GET /api/v1/statuses/:/card", "GET /api/v1/trends/links", "GET /api/v1/timelines/link",
}
PATHS = {"GET /api/v1/filters/:": "v1filters", "GET /api/v2/filters/statuses/:": "filters/statuses"}


def test_every_answer_is_as_documented(town):
    unfilled, asked = [], 0
    for key, path in sorted(town.routes.items()):
        method = key.split(" ")[0]
        documented = town.documented.get(key)
        if method != "GET" or documented is None or documented.tier == "T4" or key in SKIPPED:
            continue
        if not ENTITY_ANSWER.match(documented.response) or documented.response == "Empty":
            continue
        query = dict(QUERIES.get(key, {}))
        for name, value in query.items():
            if value is None:
                query[name] = town.ids["accounts"]
            elif value == "status":
                query[name] = town.ids["statuses"]
        if query.get("acct") == "alice":
            query["acct"] = town.alice.me()["acct"]
        kept = dict(town.ids)
        if key in PATHS:
            town.ids[path.rstrip("/").rsplit("/", 2)[-2]] = town.ids[PATHS[key]]
        try:
            town.call(town.alice, "GET", path, params=query)
            asked += 1
        except KeyError as error:
            unfilled.append(f"{key}: {error}")
        finally:
            town.ids.clear()
            town.ids.update(kept)
    assert not unfilled, unfilled
    assert asked >= 30
    assert not town.checker.problems, "\n" + "\n".join(sorted(set(town.checker.problems)))


def test_answers_without_a_token_leave_out_what_is_the_viewers(town):
    checker = town.checker
    status = town.nobody.get(f"/api/v1/statuses/{town.ids['statuses']}").json()
    checker.check(status, "Status", "anonymous status")
    for key in ("favourited", "reblogged", "muted", "bookmarked", "filtered", "pinned"):
        assert key not in status
    assert "source" not in status["account"]
    assert not checker.problems, checker.problems


def test_what_no_endpoint_answers_is_a_404_in_json(town):
    for method, path in (("GET", "/api/v1/nothing"), ("POST", "/api/v9/statuses"), ("GET", "/api/v1/annual_reports")):
        answer = town.alice.request(method, path)
        assert answer.status_code == 404 and answer.json() == {"error": "Record not found"}, (path, answer.text)


def test_what_is_elsewhere_is_there(town):
    """What `elsewhere.tsv` says of endpoints outside of the table of routes."""
    from contract.tables import rows

    for row in rows("elsewhere.tsv"):
        if row["standing"] != "elsewhere" or row["method"] == "WS":
            continue
        answer = town.nobody.get(row["path"], allow_redirects=False)
        assert answer.status_code != 404 or "Record not found" not in answer.text, row


def test_the_page_of_coverage_is_current(engine):
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/api-coverage", "--check", BINARY], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
