"""RSS for feed readers, read by a real XML parser."""

import xml.etree.ElementTree as ElementTree

import requests


def test_people_and_tags_have_feeds(server):
    person = server.person("writer")
    api = server.api(person)
    assert api.request("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True}).status_code == 200
    public = api.status("Good morning <3 & #Feeds", spoiler_text="")
    warned = api.status("Inside #feeds", spoiler_text="A warning")
    api.status("For friends #feeds", visibility="private")
    api.status("Quiet", visibility="unlisted")
    api.status("@someone answer", in_reply_to_id=public["id"])
    page = requests.get(f"{server.url}/@{person.name}", timeout=20)
    assert f'<link rel="alternate" type="application/rss+xml" href="{server.url}/@{person.name}.rss">' in page.text
    assert 'rel="alternate"; type="application/rss+xml"' in page.headers["Link"]
    for path in (f"/@{person.name}.rss", "/tags/feeds.rss"):
        answer = requests.get(server.url + path, timeout=20)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
        items = ElementTree.fromstring(answer.content).findall("channel/item")
        links = [item.findtext("link") for item in items]
        assert warned["url"] in links and public["url"] in links
        assert all("For friends" not in item.findtext("description") for item in items)
        assert all("Quiet" not in item.findtext("description") for item in items)
        assert any("A warning" in item.findtext("description") for item in items)
        assert any(item.findtext("description") == public["content"] for item in items)
    assert requests.get(f"{server.url}/@nobody_here.rss", timeout=20).status_code == 404
    moved = requests.get(f"{server.url}/tags/FEEDS.rss", timeout=20, allow_redirects=False)
    assert moved.headers["Location"] == "/tags/feeds.rss"
