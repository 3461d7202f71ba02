"""Somebody hides their account for a time: at no door is there anything of them, and afterwards all of it is there again."""

import json
import re
import time

import pytest
import requests

from browser import Browser
from pictures import png
from server import PASSWORD, Server, eventually, quote
from test_streaming import Socket

DOCUMENT = {"Accept": 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'}
# What only the hidden person is called, and what only they have written.
TRACES = re.compile(r"\bvera|hedgehog", re.IGNORECASE)
HIDDEN_SENTENCE = "Your account is hidden: show it again in your settings before you write"


@pytest.fixture
def federated(engine, tmp_path):
    """A server that answers other servers, too."""
    running = Server(engine, tmp_path, ["--federation", "on", "--outbound-private", "127.0.0.0/8"])
    try:
        yield running.start()
    finally:
        running.close()


def signed_in(server, person):
    browser = Browser(server.url)
    browser.get("/auth/sign_in").sign_in(person.name, PASSWORD)
    assert browser.response.status_code == 200, browser.page.text[:300]
    return browser


def done(answer):
    assert answer.status_code == 200, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:300]}"
    return answer.json() if "json" in answer.headers.get("Content-Type", "") else answer


def hide(browser, **values):
    page = browser.get("/settings/hide")
    return page.submit(page.form_with("until"), values, None)


def show(browser):
    page = browser.get("/settings/hide")
    form = next(form for form in page.page.forms if ("do", "show") in form.fields)
    return page.submit(form)


class Village:
    """vera, who is going to hide; fran, who follows her and is followed; sam, a stranger; and all that is between them."""

    def __init__(self, server):
        self.server = server
        self.people = {name: server.person(name, unique=False) for name in ("vera", "fran", "sam")}
        vera, fran, sam = (server.api(person) for person in self.people.values())
        self.vera, self.fran, self.sam = vera, fran, sam
        picture = {"file": ("a.png", png(90, 60), "image/png")}
        self.account = done(vera.request("PATCH", "/api/v1/accounts/update_credentials", data={
            "display_name": "Vera Hedgehog", "note": "I like hedgehogs", "discoverable": "true", "indexable": "true",
        }, files={"avatar": ("b.png", png(40, 40), "image/png")}))
        done(fran.request("PATCH", "/api/v1/accounts/update_credentials", data={"discoverable": "true"}))
        self.id, fran_id = self.account["id"], fran.me()["id"]
        for api, other in ((vera, fran_id), (fran, self.id)):
            done(api.post(f"/api/v1/accounts/{other}/follow"))
        self.call = done(fran.post("/api/chorus/v1/calls", json={
            "prompt": "If you like gardens, say so", "tag": "garden", "answers": ["I do", "So do I"]}))
        self.own_call = done(vera.post("/api/chorus/v1/calls", json={
            "prompt": "Hedgehogs?", "tag": "hedge", "answers": ["Yes", "No"]}))
        media = done(vera.post("/api/v2/media", files=picture))
        self.media = [media["url"], media["preview_url"], self.account["avatar"]]
        self.post = vera.status("A hedgehog in the #garden", media_ids=[media["id"]])
        self.other = fran.status("Rain today in the #garden")
        self.reply = vera.status("My hedgehog likes rain", in_reply_to_id=self.other["id"])
        self.below = fran.status("Mine does, too", in_reply_to_id=self.reply["id"])
        self.answer = vera.status("I do, for my hedgehog", in_reply_to_id=self.call["status_id"])
        self.quote = fran.status("Listen", quoted_status_id=self.post["id"])
        self.poll = vera.status("A hedgehog?", poll={"options": ["Yes", "No"], "expires_in": 3600})
        self.silent = vera.status("Private hedgehog", visibility="private")
        self.direct = vera.status("@fran a hedgehog for you", visibility="direct")
        for act in (f"statuses/{self.other['id']}/favourite", f"statuses/{self.other['id']}/reblog",
                    f"statuses/{self.post['id']}/pin"):
            done(vera.post(f"/api/v1/{act}"))
        self.boost = done(fran.post(f"/api/v1/statuses/{self.post['id']}/reblog"))
        for api in (fran, sam):
            for act in ("favourite", "bookmark"):
                done(api.post(f"/api/v1/statuses/{self.post['id']}/{act}"))
        done(fran.post(f"/api/v1/polls/{self.poll['poll']['id']}/votes", json={"choices": [0]}))
        done(vera.post("/api/v1/featured_tags", data={"name": "hedge"}))
        self.list = done(fran.post("/api/v1/lists", data={"title": "Friends"}))["id"]
        done(fran.post(f"/api/v1/lists/{self.list}/accounts", json={"account_ids": [self.id]}))
        self.browsers = {name: signed_in(server, self.people[name]) for name in ("vera", "fran", "sam")}

    def doors(self):
        """Addresses: for everybody, for who is signed in by an app, for a browser, for another server."""
        post, reply, other, below = (status["id"] for status in (self.post, self.reply, self.other, self.below))
        fran = self.other["account"]["id"]
        call, own = self.call["id"], self.own_call["id"]
        api = [
            f"/api/v1/accounts/{self.id}", f"/api/v1/accounts?id[]={self.id}", "/api/v1/accounts/lookup?acct=vera",
            f"/api/v1/accounts/{self.id}/statuses", f"/api/v1/accounts/{self.id}/statuses?pinned=true",
            f"/api/v1/accounts/{self.id}/followers", f"/api/v1/accounts/{self.id}/following",
            f"/api/v1/accounts/{self.id}/featured_tags", f"/api/v1/accounts/{fran}/followers",
            f"/api/v1/accounts/{fran}/following", f"/api/v1/accounts/{fran}/statuses",
            f"/api/v1/statuses/{post}", f"/api/v1/statuses?id[]={post}&id[]={other}",
            f"/api/v1/statuses/{post}/context", f"/api/v1/statuses/{other}/context",
            f"/api/v1/statuses/{below}/context", f"/api/v1/statuses/{post}/history", f"/api/v1/statuses/{post}/card",
            f"/api/v1/statuses/{other}/reblogged_by", f"/api/v1/statuses/{other}/favourited_by",
            f"/api/v1/statuses/{self.quote['id']}", f"/api/v1/statuses/{post}/quotes",
            f"/api/v1/statuses/{self.boost['id']}", f"/api/v1/polls/{self.poll['poll']['id']}",
            "/api/v1/timelines/public", "/api/v1/timelines/public?local=true", "/api/v1/timelines/tag/garden",
            "/api/v1/trends/statuses", "/api/v1/trends/tags", "/api/v1/directory?local=true", "/api/chorus/v1/calls",
            f"/api/chorus/v1/calls/{call}", f"/api/chorus/v1/calls/{own}", f"/api/chorus/v1/calls/{own}/magnitude",
            f"/api/v1/statuses/{own}", f"/api/v1/statuses/{self.call['status_id']}/context",
            f"/api/oembed?url={quote(self.post['url'])}", f"/api/oembed?url={quote(self.own_call['url'])}",
            "/api/v2/instance",
        ]
        people = [
            "/api/v1/timelines/home", f"/api/v1/timelines/list/{self.list}", f"/api/v1/lists/{self.list}/accounts",
            "/api/v1/notifications", "/api/v2/notifications", "/api/v1/conversations", "/api/v1/timelines/direct",
            "/api/v1/favourites", "/api/v1/bookmarks", "/api/v2/search?q=vera", "/api/v2/search?q=hedgehog",
            "/api/v2/search?q=hedge", f"/api/v2/search?q={quote(self.post['url'])}&resolve=true",
            "/api/v1/accounts/search?q=vera", "/api/v2/suggestions", f"/api/v1/statuses/{self.silent['id']}",
            f"/api/v1/statuses/{self.direct['id']}", f"/api/v1/accounts/familiar_followers?id[]={fran}",
        ]
        pages = [
            "/@vera", "/@vera/with_replies", "/@vera/media", "/@vera/followers", "/@vera/following", "/@vera.rss",
            f"/@vera/{post}", f"/@vera/{post}/media/1", "/@fran", f"/@fran/{other}", f"/@fran/{below}",
            f"/@fran/{self.quote['id']}", "/@fran/followers", "/@fran/following", "/tags/garden", "/tags/garden.rss",
            "/calls", f"/calls/{call}", f"/calls/{own}", f"/embed/calls/{call}", f"/embed/calls/{own}",
            "/embed/tags/garden", "/explore", "/explore/people", "/public", "/public/local", "/", "/home",
            f"/lists/{self.list}", "/notifications", "/favourites", "/bookmarks", "/search?q=vera",
            "/search?q=hedgehog",
        ]
        documents = [
            "/users/vera", "/users/vera/outbox?page=true", "/users/vera/featured", f"/users/vera/statuses/{post}",
            f"/users/vera/statuses/{post}/activity", f"/users/vera/statuses/{reply}/replies?page=true",
            f"/users/fran/statuses/{other}", f"/users/fran/statuses/{other}/replies?page=true",
            f"/users/fran/statuses/{below}", f"/users/fran/statuses/{self.quote['id']}", "/users/fran/outbox?page=true",
            f"/.well-known/webfinger?resource=acct:vera@{self.server.host}",
        ]
        return api, people, pages, documents

    def look(self):
        """What each door shows to whom, (reader, address): (status, text)."""
        time.sleep(1.2)  # for so long a rendered page serves all
        api, people, pages, documents = self.doors()
        found = {}
        stranger = self.server.api()
        for path in api:
            for name, reader in (("nobody", stranger), ("sam", self.sam), ("fran", self.fran)):
                found[name, path] = reader.get(path)
        for path in people:
            for name, reader in (("sam", self.sam), ("fran", self.fran)):
                found[name, path] = reader.get(path)
        for path in pages:
            found["nobody", path] = requests.get(self.server.url + path, timeout=30)
            for name in ("sam", "fran"):
                found[f"{name}'s browser", path] = self.browsers[name].session.get(self.server.url + path, timeout=30)
        for path in documents:
            found["a server", path] = requests.get(self.server.url + path, headers=DOCUMENT, timeout=30)
        return {key: (answer.status_code, without_question(answer, key[1])) for key, answer in found.items()}

    def own_ids(self):
        posts = (self.post, self.reply, self.answer, self.poll, self.silent, self.direct, self.own_call, self.boost)
        return [self.id, self.poll["poll"]["id"], *(post["id"] for post in posts)]

    def figures(self):
        """What is counted."""
        time.sleep(2.2)
        paths = ["/api/chorus/v1/tags/garden/magnitude", "/api/chorus/v1/tags/hedge/magnitude",
                 f"/api/chorus/v1/calls/{self.call['id']}/magnitude", f"/api/v1/statuses/{self.other['id']}"]
        names = {"people", "posts", "replies", "reblogs", "spoke", "replies_count", "reblogs_count", "favourites_count"}
        found = {}
        for path in paths:
            body = done(self.server.api().get(path))
            found[path] = {name: body[name] for name in names if isinstance(body.get(name), int)}
        return found

    def files(self, code):
        def all_are():
            answers = [requests.get(url, timeout=20).status_code for url in self.media]
            return answers if answers == [code] * len(answers) else None

        eventually(all_are)


def without_question(answer, path):
    """The text, without what was asked for by whoever asks."""
    text = answer.text
    for part in ("vera", "hedgehog"):
        if f"q={part}" in path:
            text = re.sub(rf'value="{part}"|q(=|%3D){part}\b|<bdi>{part}</bdi>', "", text)
    # Whoever quotes has the address in their own words, as they keep it when what they quote is deleted.
    text = re.sub(r'<p class=\\?"quote-inline.*?</p>', "", text)
    # Where a page is itself, and where signing in leads back to.
    return re.sub(r'(name="return_to" value|href|action|content)="[^"]*"|<title>[^<]*</title>', "", text) \
        if "html" in answer.headers.get("Content-Type", "") and answer.status_code in (404, 410) else text


def traces(village, found):
    """Where there is something of them: their words or names, or an answer at an address of their own."""
    own = ["/users/vera", "acct:vera", *(f"/{number}" for number in village.own_ids())]
    return {key for key, (code, text) in found.items()
            if TRACES.search(text) or code == 200 and any(part in key[1] for part in own)}


def test_nothing_is_seen_of_somebody_who_hides_and_all_of_it_afterwards(federated):
    village = Village(federated)
    before, figures = village.look(), village.figures()
    shown = traces(village, before)
    api, people, pages, documents = village.doors()
    blind = {path for path in api + people + pages + documents if not any(path == door for _, door in shown)}
    # Doors that show nothing of anybody in a village so small.
    assert blind <= {"/api/v1/trends/statuses", "/api/v1/trends/tags", "/api/v1/statuses/%s/card" % village.post["id"],
                     "/api/v2/instance", "/", "/api/v2/suggestions", "/explore",
                     f"/embed/calls/{village.call['id']}", "/embed/tags/garden",
                     f"/api/chorus/v1/calls/{village.call['id']}"}, blind

    hide(village.browsers["vera"], until="open")
    during = village.look()
    seen = {key: (during[key][0], [during[key][1][max(0, found.start() - 90):found.end() + 60]
                                   for found in TRACES.finditer(during[key][1])][:3])
            for key in traces(village, during)}
    assert seen == {}, seen
    for key, (code, _) in during.items():
        assert code < 500, (key, code)
        if "/vera" in key[1] or "@vera" in key[1] or key[1].endswith(village.id):
            assert code in (200, 404) and (code == 404 or "?" in key[1] or "/statuses" in key[1]), (key, code)
    village.files(404)
    smaller = village.figures()
    assert smaller["/api/chorus/v1/tags/garden/magnitude"]["people"] == 1
    federated.doctor()

    # To themselves they are there, and nothing they do gets out.
    own = village.vera
    assert own.me()["display_name"] == "Vera Hedgehog"
    assert own.get(f"/api/v1/accounts/{village.id}").json()["display_name"] == "Vera Hedgehog"
    assert len(own.get(f"/api/v1/accounts/{village.id}/statuses").json()) > 3
    assert own.get(f"/api/v1/statuses/{village.post['id']}").status_code == 200
    mine = village.browsers["vera"].get("/@vera")
    assert mine.response.status_code == 200 and "Your account is hidden" in mine.page.text
    # What they alone see is not compressed: its length would tell of it.
    mine = village.browsers["vera"].get(f"/@vera/{village.post['id']}")
    assert "hedgehog" in mine.page.text and "no-transform" in mine.response.headers["Cache-Control"]
    mine = village.browsers["vera"].get("/tags/garden")
    assert mine.response.status_code == 200 and "no-transform" in mine.response.headers["Cache-Control"]
    for method, path, body in [
        ("POST", "/api/v1/statuses", {"status": "x"}), ("POST", "/api/v1/media", {}),
        ("POST", f"/api/v1/statuses/{village.other['id']}/bookmark", None),
        ("POST", f"/api/v1/statuses/{village.below['id']}/favourite", {}),
        ("POST", f"/api/v1/statuses/{village.below['id']}/reblog", {}),
        ("POST", f"/api/chorus/v1/calls/{village.call['id']}/answer", {"answer": 0}),
        ("POST", f"/api/v1/accounts/{village.other['account']['id']}/follow", {}),
        ("POST", f"/api/v1/accounts/{village.sam.me()['id']}/block", None),
        ("POST", "/api/v1/filters", None),
    ]:
        answer = own.request(method, path, json=body or {})
        if body is None:
            assert answer.status_code != 403, (path, answer.text)
        else:
            assert (answer.status_code, answer.json().get("error")) == (403, HIDDEN_SENTENCE), (path, answer.text)
    done(own.post(f"/api/v1/accounts/{village.sam.me()['id']}/unblock"))

    # Nobody reaches them, and they hear of nothing.
    village.fran.status("@vera are you there?")
    assert village.sam.post(f"/api/v1/accounts/{village.id}/follow").status_code == 404
    assert village.sam.post(f"/api/v1/statuses/{village.post['id']}/reblog").status_code == 404

    told = len(own.get("/api/v1/notifications").json())
    show(village.browsers["vera"])
    after = village.look()
    missing = shown - traces(village, after)
    assert missing == set(), {key: after[key] for key in missing}
    assert village.figures() == figures
    village.files(200)
    assert len(own.get("/api/v1/notifications").json()) == told
    federated.doctor()


def test_open_streams_and_pages_lose_what_somebody_hides(server):
    vera, fran = server.person("vera"), server.person("fran")
    api, browser = server.api(vera), signed_in(server, vera)
    post = api.status("A hedgehog")
    account = post["account"]["id"]
    done(server.api(fran).post(f"/api/v1/accounts/{account}/follow"))
    with Socket(server, fran, "?stream=user") as theirs, Socket(server, vera, "?stream=user") as own:
        hide(browser, until="open")
        told = theirs.next()
        assert (told["event"], told["payload"]) == ("delete", post["id"])
        assert account in requests.get(f"{server.url}/api/chorus/v1/deletions", timeout=20).json()["accounts"]
        theirs.quiet()
        assert own.next()["event"] == "delete", "their own app goes on listening"
        show(browser)
        eventually(lambda: account not in requests.get(f"{server.url}/api/chorus/v1/deletions").json()["accounts"])
        again = api.status("Another one")
        assert theirs.next()["payload"]["id"] == again["id"]


def test_other_servers_read_a_name_and_keys_where_somebody_asks_them_to_hide(federated):
    vera = federated.person("vera", unique=False)
    browser = signed_in(federated, vera)
    url = f"{federated.url}/users/vera"
    assert requests.get(url, headers=DOCUMENT, timeout=20).status_code == 200
    hide(browser, until="7")
    assert requests.get(url, headers=DOCUMENT, timeout=20).status_code == 404
    show(browser)
    hide(browser, until="7", announce="true")
    actor = done(requests.get(url, headers=DOCUMENT, timeout=20))
    assert actor["suspended"] is True and actor["publicKey"] and not actor.get("name") and not actor.get("summary")
    assert requests.get(f"{url}/outbox", headers=DOCUMENT, timeout=20).status_code == 404
    finger = f"{federated.url}/.well-known/webfinger?resource=acct:vera@{federated.host}"
    assert requests.get(finger, timeout=20).status_code == 404
    show(browser)
    assert "suspended" not in done(requests.get(url, headers=DOCUMENT, timeout=20))


def test_the_form_takes_days_that_are_to_come_and_no_others(server):
    person = server.person("vera")
    browser, page = signed_in(server, person), f"{server.url}/@{person.name}"
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 3 * 86_400))
    late = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 370 * 86_400))
    for values in ({"until": "date", "date": ""}, {"until": "date", "date": "soon"}, {"until": "date", "date": late},
                   {"until": "date", "date": "2017-10-15"}, {"until": "date", "date": "2026-13-45"},
                   {"until": "2"}, {"until": ""}, {"until": "-1"}):
        hide(browser, **values)
        assert browser.response.status_code == 422, values
        assert requests.get(page, timeout=20).status_code == 200, values
        assert browser.form_with("until"), "it can be sent again"
    hide(browser, until="date", date=soon)
    assert browser.response.status_code == 200 and "comes back by itself" in browser.page.text
    assert requests.get(page, timeout=20).status_code == 404
    # A form of a page that was open before changes the day, and nothing else.
    show(browser)
    assert requests.get(page, timeout=20).status_code == 200


def test_moderators_see_who_has_hidden_and_can_still_decide(own_server):
    server = own_server
    vera = server.person("vera", unique=False)
    admin = server.person("root", scopes="read write admin:read admin:write", admin=True)
    api = server.api(admin)
    account = server.api(vera).me()["id"]
    browser = signed_in(server, vera)
    hide(browser, until="open")
    found = done(api.get(f"/api/v1/admin/accounts/{account}"))
    assert found["username"] == "vera" and found["suspended"] is False
    desk = signed_in(server, admin)
    assert "has hidden this account" in desk.get(f"/moderation/people/{account}").page.text
    assert server.api(admin).get(f"/api/v1/accounts/{account}").status_code == 404, "only at the desk"
    assert api.post(f"/api/v1/admin/accounts/{account}/action", json={"type": "suspend"}).status_code == 200
    assert requests.get(f"{server.url}/@vera", timeout=20).status_code in (404, 410)
    assert api.post(f"/api/v1/admin/accounts/{account}/unsuspend").status_code == 200
    assert requests.get(f"{server.url}/@vera", timeout=20).status_code == 404
    show(browser)
    assert requests.get(f"{server.url}/@vera", timeout=20).status_code == 200
    assert json.loads(api.get(f"/api/v1/admin/accounts/{account}").text)["suspended"] is False
