"""What people take along and bring: files of one account imported by another, also over a kill -9, and their archive."""

import csv
import io
import json
import pathlib
import re
import time
import zipfile

from browser import Browser
from bucket import Bucket, bucket  # noqa: F401 (a fixture)
from pictures import png
from server import PASSWORD, Server

PATIENCE = 120


def signed_in(server, person):
    browser = Browser(server.url)
    browser.get("/auth/sign_in")
    browser.sign_in(person.email, PASSWORD)
    return browser


def exported(browser, name):
    answer = browser.session.get(f"{browser.base}/settings/export/{name}.csv", timeout=60)
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment"), answer.text
    return answer.content


def offer(browser, name, content, **values):
    """Brings a file as far as its summary; returns the address of the import."""
    browser.get("/settings/import")
    browser.submit(browser.form_with("file"), values, files={"file": (name, content)})
    assert re.search(r"/settings/import/\d+$", browser.url), browser.page.text
    return browser.url


def press(browser, place):
    """Opens a page and presses the one button of its own form."""
    browser.get(place)
    form, = [form for form in browser.page.forms if browser.url.endswith(form.action)]
    browser.submit(form)


def begin(browser, place):
    press(browser, place)
    assert browser.url == place and browser.response.status_code == 200, browser.page.text


def wait(browser, place, wanted):
    """Until the page of an import or an archive says something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        browser.get(place)
        found = re.search(wanted, browser.page.text)
        if found:
            return found
        assert browser.response.headers.get("Refresh"), browser.page.text
        time.sleep(0.1)
    raise AssertionError(f"{place} does not say {wanted}: {browser.page.text}")


def number(text):
    return int(text.replace(",", ""))


def bring(browser, name, content, **values):
    place = offer(browser, name, content, **values)
    begin(browser, place)
    found = wait(browser, place, r"([\d,]+) of ([\d,]+) lines? imported")
    return number(found[1]), number(found[2])


def test_what_one_account_takes_along_another_brings(server):
    alice, bob = server.person("alice"), server.person("bob")
    api, friends = server.api(alice), [server.person("friend") for _ in range(3)]
    ids = [server.api(friend).me()["id"] for friend in friends]
    # The third wants to be asked.
    server.api(friends[2]).request("PATCH", "/api/v1/accounts/update_credentials", json={"locked": True})
    for number, friend in enumerate(ids):
        api.post(f"/api/v1/accounts/{friend}/follow", json={"reblogs": number == 0, "languages": ["de", "en"]})
    api.post(f"/api/v1/accounts/{ids[1]}/mute", json={"notifications": False})
    api.post("/api/v1/domain_blocks", json={"domain": "other.example"})
    nearby = api.post("/api/v1/lists", json={"title": 'Near, "and" dear'}).json()["id"]
    assert api.post(f"/api/v1/lists/{nearby}/accounts", json={"account_ids": ids[:2]}).status_code == 200
    post = server.api(friends[0]).status("Something to keep")
    api.post(f"/api/v1/statuses/{post['id']}/bookmark")

    one, other = signed_in(server, alice), signed_in(server, bob)
    files = {}
    for name, lines in [("following_accounts", 2), ("muted_accounts", 1), ("blocked_domains", 1), ("bookmarks", 1),
                        ("lists", 2)]:
        files[name] = exported(one, name)
        assert bring(other, f"{name}.csv", files[name]) == (lines, lines)
        assert sorted(exported(other, name).splitlines()) == sorted(files[name].splitlines())
    rows = list(csv.reader(io.StringIO(files["following_accounts"].decode())))
    assert rows[0] == ["Account address", "Show boosts", "Notify on new posts", "Languages"]
    assert [f"{friend.name}@{server.host}" for friend in reversed(friends[:2])] == [row[0] for row in rows[1:]]

    # UTF-16 with a byte order mark and the line ends of Windows, in any order of columns; what fails is told.
    text = f"Languages,Account address\r\n,{friends[2].name}\r\n,nobody@other.example\r\n,?\r\n"
    place = offer(other, "mine.csv", text.encode("utf-16"), kind="following_accounts")
    assert "3 lines of accounts to follow" in other.page.text and "1 of them cannot be understood" in other.page.text
    begin(other, place)
    wait(other, place, "1 of 3 lines imported. 2 could not be imported")
    failures = other.session.get(f"{place}/failures.csv", timeout=60).text
    assert "nobody@other.example,,,,This server does not know that account yet" in failures
    him = server.api(bob).get("/api/v1/accounts/relationships", params={"id[]": ids[2]}).json()[0]
    assert him["requested"] and not him["following"]
    assert one.session.get(place, timeout=60).status_code == 404

    # In place of what was there: an empty wish cannot be brought, a shorter one ends the rest.
    assert bring(other, "follows.csv", f"{friends[1].name}\n".encode(), mode="overwrite") == (1, 1)
    assert server.api(bob).me()["following_count"] == 1
    browser = signed_in(server, bob)
    for content, sentence in [(png(), "is not text in UTF-8"), (b'"alice', "has no partner"), (b"", "has no lines"),
                              (b"a" * 5000, "too long")]:
        browser.get("/settings/import")
        browser.submit(browser.form_with("file"), {"kind": "blocked_accounts"}, files={"file": ("x.csv", content)})
        assert browser.response.status_code == 422 and sentence in browser.page.text
    browser.get("/settings/import")
    browser.submit(browser.form_with("file"), files={"file": ("x.csv", b"a\n" * (6 << 20))})
    assert browser.response.status_code == 413
    server.doctor()


def test_kill_9_amid_an_import_loses_and_doubles_nothing(own_server):
    server = own_server
    alice, people = server.person("alice"), [server.person("friend") for _ in range(5)]
    domains = [f"server{number:04}.example" for number in range(1500)]
    browser = signed_in(server, alice)
    places = [
        offer(browser, "blocked_domains.csv", "\n".join(domains).encode()),
    ]
    begin(browser, places[0])
    places.append(offer(browser, "follows.csv", "\n".join(person.name for person in people).encode()))
    begin(browser, places[1])
    reached = 0
    for _ in range(3):
        seen = reached
        while reached <= seen:
            reached = number(wait(browser, places[0], r"([\d,]+) of [\d,]+ lines done")[1])
        assert reached < len(domains), "it was over too soon to be killed"
        server.kill()
        server.start()
    wait(browser, places[0], "1,500 of 1,500 lines imported")
    wait(browser, places[1], "5 of 5 lines imported")
    assert exported(browser, "blocked_domains").decode().split() == domains
    for person in people:
        kinds = [notice["type"] for notice in server.api(person).get("/api/v1/notifications").json()]
        assert kinds == ["follow"]
    server.doctor()


def ask_for_archive(server, browser, wanted="Fetch your archive"):
    press(browser, "/settings/archive")
    wait(browser, f"{server.url}/settings/archive", wanted)


def fetch_archive(server, browser):
    answer = browser.session.get(f"{server.url}/settings/archive/download", timeout=60)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip", answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive, answer.headers


def test_an_archive_reads_a_bucket_and_says_when_it_cannot(engine, tmp_path, bucket):
    server = Server(engine, tmp_path, ["--media-bucket", f"{bucket}/pictures", "--media-region", Bucket.region])
    server.environment = {"CHORUS_MEDIA_KEY_ID": Bucket.key_id, "CHORUS_MEDIA_SECRET": Bucket.secret}
    try:
        server.start()
        alice = server.person("alice")
        api = server.api(alice)
        media = [api.post("/api/v2/media", files={"file": ("a.png", png(320, 200))}).json() for _ in range(2)]
        api.status("Look", media_ids=[file["id"] for file in media])
        browser = signed_in(server, alice)
        Bucket.fails = True
        ask_for_archive(server, browser, "a file in it could not be read. You can ask for it again")
        assert Bucket.refused and list((server.data / "archives").iterdir()) == []
        Bucket.fails, Bucket.refused = False, []
        # What is gone from the bucket is left out.
        del Bucket.files["/pictures" + media[1]["url"].removeprefix(f"{bucket}/pictures")]
        ask_for_archive(server, browser)
        archive, _ = fetch_archive(server, browser)
        told = json.loads(archive.read("outbox.json"))["orderedItems"][0]["object"]["attachment"]
        kept = Bucket.files["/pictures" + media[0]["url"].removeprefix(f"{bucket}/pictures")][0]
        assert archive.read(told[0]["url"]) == kept and told[1]["url"] not in archive.namelist()
        assert Bucket.refused == []
    finally:
        server.close()


def test_a_relative_data_folder_takes_and_gives(engine, tmp_path):
    """As README starts it: `--data-dir data`, while the jobs run anywhere."""
    server = Server(engine, tmp_path)
    server.data, server.directory = pathlib.Path("data"), str(tmp_path)
    try:
        server.start()
        alice = server.person("alice")
        api = server.api(alice)
        media = api.post("/api/v2/media", files={"file": ("a.png", png(320, 200))}).json()
        api.status("Look", media_ids=[media["id"]])
        browser = signed_in(server, alice)
        assert bring(browser, "blocked_domains.csv", b"other.example\n") == (1, 1)
        ask_for_archive(server, browser)
        archive, _ = fetch_archive(server, browser)
        told = json.loads(archive.read("outbox.json"))["orderedItems"][0]["object"]["attachment"]
        assert archive.read(told[0]["url"]) == api.get(media["url"]).content
        assert len(list((tmp_path / "data/archives").iterdir())) == 1
        # Also after a restart.
        server.stop()
        server.start()
        assert fetch_archive(server, signed_in(server, alice))[0].namelist() == archive.namelist()
    finally:
        server.close()


def test_an_archive_holds_what_was_written(server):
    alice, bob = server.person("alice"), server.person("bob")
    api = server.api(alice)
    files = []
    for size in (12, 40):
        answer = api.post("/api/v2/media", files={"file": ("a.png", png(width=size))}, data={"description": f"{size} wide"})
        assert answer.status_code == 200, answer.text
        files.append(answer.json())
    picture = {"avatar": ("a.png", png(width=50, height=50))}
    assert api.request("PATCH", "/api/v1/accounts/update_credentials", files=picture).status_code == 200
    theirs = server.api(bob).status("Theirs")
    posts = [
        api.status("Me too #Garden", media_ids=[file["id"] for file in files], language="en", spoiler_text="Care"),
        api.status(f"@{bob.name} for you", visibility="direct", in_reply_to_id=theirs["id"]),
        api.status("Which?", poll={"options": ["a", "b"], "expires_in": 600}),
        api.post(f"/api/v1/statuses/{theirs['id']}/reblog").json(),
    ]
    poll = posts[2]["poll"]["id"]
    server.api(bob).post(f"/api/v1/polls/{poll}/votes", json={"choices": [1]})
    api.post(f"/api/v1/statuses/{theirs['id']}/favourite")
    api.post(f"/api/v1/statuses/{theirs['id']}/bookmark")

    browser = signed_in(server, alice)
    ask_for_archive(server, browser)
    archive, headers = fetch_archive(server, browser)
    assert re.fullmatch(rf'attachment; filename="archive-\d+-\d+-\d+-{alice.name}.zip"', headers["Content-Disposition"])
    assert headers["Cache-Control"] == "private, no-store, no-transform"

    outbox = json.loads(archive.read("outbox.json"))
    assert outbox["type"] == "OrderedCollection" and outbox["totalItems"] == len(posts)
    for post, item in zip(posts, outbox["orderedItems"]):
        assert item["id"] == post["uri"] + "/activity" and item["published"] == post["created_at"]
        if post["reblog"]:
            assert item["type"] == "Announce" and item["object"] == theirs["uri"]
            continue
        note = item["object"]
        assert (note["id"], note["url"], note["content"]) == (post["uri"], post["url"], post["content"])
        assert note["sensitive"] == post["sensitive"] and (note["summary"] or "") == post["spoiler_text"]
    notes = [item["object"] for item in outbox["orderedItems"]]
    assert [file["name"] for file in notes[0]["attachment"]] == ["12 wide", "40 wide"]
    for told, file in zip(notes[0]["attachment"], files):
        assert archive.read(told["url"]) == api.get(file["url"]).content
        assert told["blurhash"] == file["blurhash"]
    assert notes[1]["inReplyTo"] == theirs["uri"] and notes[1]["to"] == [theirs["account"]["uri"]]
    assert [option["replies"]["totalItems"] for option in notes[2]["oneOf"]] == [0, 1]
    for name in ("likes.json", "bookmarks.json"):
        assert json.loads(archive.read(name))["orderedItems"] == [theirs["uri"]]
    actor = json.loads(archive.read("actor.json"))
    assert actor["preferredUsername"] == alice.name
    assert archive.read(actor["icon"]["url"]) == api.get(api.me()["avatar"]).content

    # Once a week; for nobody else; and gone with the account.
    browser.get("/settings/archive")
    assert not [form for form in browser.page.forms if form.action == "/settings/archive"]
    assert signed_in(server, bob).get("/settings/archive/download").response.status_code == 404
    stranger = Browser(server.url).get("/settings/archive/download")
    assert "/auth/sign_in" in stranger.url
    assert len(list((server.data / "archives").iterdir())) == 1
    browser.get("/settings/delete")
    browser.submit(browser.form_with("current_password"), {"current_password": PASSWORD})
    assert list((server.data / "archives").iterdir()) == []
