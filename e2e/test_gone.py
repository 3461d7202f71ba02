"""What was deleted or suspended is gone: from its address, from feeds, from open streams, from files and from the disk."""

import time
import xml.etree.ElementTree as ElementTree

import pytest
import requests

from bucket import Bucket, bucket  # noqa: F401 (a fixture)
from pictures import png
from server import ENGINES, Server

MEDIA = {"media": "http://search.yahoo.com/mrss/"}


def moderate(server, admin, account, step):
    answer = (admin.post(f"/api/v1/admin/accounts/{account}/action", json={"type": step}) if step == "suspend"
              else admin.post(f"/api/v1/admin/accounts/{account}/{step}"))
    assert answer.status_code == 200, answer.text


def wait_for(urls, code):
    """Files are moved by a job."""
    until = time.monotonic() + 10
    while (found := [requests.get(url, timeout=20).status_code for url in urls]) != [code] * len(urls):
        assert time.monotonic() < until, found
        time.sleep(0.05)


@pytest.fixture
def admin(server):
    name = f"root{time.monotonic_ns() % 10**9}"
    server.cli("account", "create", name, "--email", f"{name}@example.test", "--admin", "--password-stdin",
               text="correct horse battery staple\n")
    return server.api(server.token(name, "read write admin:read admin:write"))


def upload(api, text="Two bees"):
    made = api.post("/api/v2/media", files={"file": ("a.png", png(90, 60), "image/png")}, data={"description": text})
    assert made.status_code == 200, made.text
    return made.json()


def test_a_browser_asks_each_time_and_is_told_when_it_is_gone(server, admin):
    person = server.person("alice")
    api = server.api(person)
    media = upload(api)
    status = api.status("Good morning", media_ids=[media["id"]])
    page = f"{server.url}/@{person.name}/{status['id']}"
    feed = f"{server.url}/@{person.name}.rss"
    files = [media["url"], media["preview_url"]]
    for url in [page, *files, feed, f"{server.url}/api/v1/statuses/{status['id']}"]:
        answer = requests.get(url, timeout=20)
        assert answer.status_code == 200, url
        caching = answer.headers["Cache-Control"]
        assert "no-store" in caching or "max-age=0" in caching.split(", "), (url, caching)
        if etag := answer.headers.get("ETag"):
            again = requests.get(url, headers={"If-None-Match": etag}, timeout=20)
            assert again.status_code == 304 and not again.content, url
            assert again.headers["Cache-Control"] == caching
    etags = {url: requests.get(url, timeout=20).headers["ETag"] for url in files}
    moderate(server, admin, api.me()["id"], "suspend")
    time.sleep(1.1)  # for so long a rendered page serves all
    wait_for(files, 404)
    for url in files:
        assert requests.get(url, headers={"If-None-Match": etags[url]}, timeout=20).status_code == 404, url
    assert requests.get(page, timeout=20).status_code in (404, 410)
    assert requests.get(feed, timeout=20).status_code in (404, 410)
    assert server.api().get(f"/api/v1/statuses/{status['id']}").status_code == 404
    account = status["account"]["id"]
    moderate(server, admin, account, "unsuspend")
    wait_for(files, 200)


def test_feeds_show_pictures_polls_and_warnings(server):
    person = server.person("writer")
    api = server.api(person)
    picture = api.status("", media_ids=[upload(api, 'Two "bees" & <flowers>')["id"]])
    warned = api.status("Behind", spoiler_text="Insects", media_ids=[upload(api)["id"]])
    poll = api.post("/api/v1/statuses", json={
        "status": "Tea?", "poll": {"options": ["yes & no", "<maybe>"], "expires_in": 3600}}).json()
    quote = api.post("/api/v1/statuses", json={"status": "See this", "quoted_status_id": poll["id"]}).json()
    answer = requests.get(f"{server.url}/@{person.name}.rss", timeout=20)
    items = {item.findtext("link"): item for item in ElementTree.fromstring(answer.content).findall("channel/item")}
    shown = items[picture["url"]]
    url = picture["media_attachments"][0]["url"]
    enclosure = shown.find("enclosure")
    assert enclosure.get("url") == url and enclosure.get("type") == "image/png" and int(enclosure.get("length")) > 0
    content = shown.find("media:content", MEDIA)
    assert content.get("url") == url and content.get("medium") == "image"
    assert content.findtext("media:description", namespaces=MEDIA) == 'Two "bees" & <flowers>'
    assert content.findtext("media:rating", namespaces=MEDIA) == "nonadult"
    assert f'<img src="{url}" alt="Two &quot;bees&quot; &amp; &lt;flowers&gt;">' in shown.findtext("description")
    hidden = items[warned["url"]]
    assert hidden.findtext("description").startswith("<p><strong>Content warning:</strong> Insects</p>")
    assert "<img" not in hidden.findtext("description") and "Picture: Two bees" in hidden.findtext("description")
    assert hidden.findtext("media:content/media:rating", namespaces=MEDIA) == "adult"
    assert "<li>yes &amp; no</li><li>&lt;maybe&gt;</li>" in items[poll["url"]].findtext("description")
    assert "<blockquote>" in items[quote["url"]].findtext("description")
    assert "Tea?" in items[quote["url"]].findtext("description")


@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine == "sqlite"])
def test_a_bucket_keeps_files_of_suspended_people_where_nobody_finds_them(engine, bucket, tmp_path):  # noqa: F811
    server = Server(engine, tmp_path, ["--media-bucket", f"{bucket}/files", "--media-region", Bucket.region])
    server.environment = {"CHORUS_MEDIA_KEY_ID": Bucket.key_id, "CHORUS_MEDIA_SECRET": Bucket.secret}
    try:
        server.start()
        name = "root"
        server.cli("account", "create", name, "--email", "root@example.test", "--admin", "--password-stdin",
                   text="correct horse battery staple\n")
        admin = server.api(server.token(name, "read write admin:read admin:write"))
        api = server.api(server.person("alice"))
        media = upload(api)
        api.status("Good morning", media_ids=[media["id"]])
        account = api.me()["id"]
        urls = [media["url"], media["preview_url"]]
        assert [requests.get(url, timeout=20).status_code for url in urls] == [200, 200]
        moderate(server, admin, account, "suspend")
        wait_for(urls, 404)
        for _ in range(10):  # to and fro as fast as it goes: no file is lost
            moderate(server, admin, account, "unsuspend")
            moderate(server, admin, account, "suspend")
        time.sleep(1)
        wait_for(urls, 404)
        assert len(Bucket.files) == 2 and all(path.startswith("/files/hidden/") for path in Bucket.files)
        moderate(server, admin, account, "unsuspend")
        wait_for(urls, 200)
        time.sleep(1)
        assert Bucket.refused == [] and len(Bucket.files) == 2
    finally:
        server.close()


def test_files_are_for_nobody_else_on_the_machine(server):
    if server.engine != "sqlite":
        pytest.skip("the database is elsewhere")
    upload(server.api(server.person("alice")))
    open_to_others = [str(path) for path in [server.data, *server.data.rglob("*")] if path.stat().st_mode & 0o077]
    assert open_to_others == []
    assert (server.data / "chorus.sqlite").stat().st_mode & 0o777 == 0o600
