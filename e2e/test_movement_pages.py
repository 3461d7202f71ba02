"""The pages of a movement: the number, the answers, the way out, and what other sites may show."""

import time

import pytest

from browser import Browser, Page
from server import quote


def html(server, path):
    answer = server.api().get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
    return Page(answer.text), answer


def eventually(check, seconds=8):
    """The pages are a second old, what they are made of another one."""
    until = time.monotonic() + seconds
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def links(page, attribute):
    return [values.get("href") for tag, values in page.attributes if tag == "a" and attribute in values]


@pytest.fixture(scope="session")
def speakers(server):
    """Three people with one tag: alice and bob chose to be found, carol did not."""
    tag = f"Harvest{server.port}"
    people = [server.person(name) for name in ("alice", "bob", "carol")]
    for person, found in zip(people, (True, True, False)):
        server.api(person).request(
            "PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": found, "display_name": person.name})
        server.api(person).status(f"{person.name} brings apples #{tag}", language="en")
    server.api(people[0]).status(f"and again #{tag}", language="en")
    return {"tag": tag, "people": people}


@pytest.fixture(scope="session")
def asked(server):
    """A sensitive call with one spoken and one silent answer."""
    alice, bob, carol = (server.person(name) for name in ("alice", "bob", "carol"))
    call = server.api(alice).request("POST", "/api/chorus/v1/calls", json={
        "prompt": "If it happened to you, say so <b>here</b>.", "tag": f"Here{server.port}", "sensitive": True,
        "answers": ["Me too", "I stand with you"], "suggested_by": "A friend", "visibility": "public",
        "resources": [{"country": "US", "language": "en", "name": "A line", "phone": "+1 800 555 0100", "url": ""}],
    }).json()
    server.api(bob).status("me too, and more", in_reply_to_id=call["status_id"], language="en")
    return {"call": call, "alice": alice, "bob": bob, "carol": carol, "path": f"/calls/{call['id']}"}


def test_a_tag_says_how_many_people(server, speakers):
    path = f"/tags/{speakers['tag'].lower()}"

    def counted():
        page, answer = html(server, path)
        assert "3 people" in page.text and "4 posts" in page.text
        return page, answer

    page, answer = eventually(counted)
    alice, bob, carol = speakers["people"]
    assert f"{alice.name} brings" in page.text and f"{bob.name} brings" in page.text
    assert f"{carol.name} brings" not in page.text, "carol did not choose to be found"
    assert "What this number means" in page.text and not links(page, "data-leave")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'; connect-src 'self'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    for source in [values["src"] for tag, values in page.attributes if tag == "script"]:
        script = server.api().get(server.url + source)
        assert script.status_code == 200 and script.headers["Content-Type"].startswith("text/javascript")


def test_a_post_that_is_deleted_leaves_the_number(server, speakers):
    api, path = server.api(server.person("dora")), f"/tags/{speakers['tag'].lower()}"
    post = api.status(f"a pear #{speakers['tag']}")

    def says(words):
        page, _ = html(server, path)
        assert words in page.text

    eventually(lambda: says("4 people"))
    api.request("DELETE", f"/api/v1/statuses/{post['id']}")
    eventually(lambda: says("3 people"))


def test_a_call_reads_well_and_can_be_left(server, asked):
    def read():
        page, answer = html(server, asked["path"])
        assert "1 person" in page.text
        return page, answer

    page, answer = eventually(read)
    assert "say so <b>here</b>." in page.text and "<b>here" not in answer.text
    for words in ("Me too", "I stand with you", "Suggested by A friend", "that does not mean none", "United States"):
        assert words in page.text
    assert any(values.get("href") == "tel:+18005550100" for _, values in page.attributes)
    assert links(page, "data-leave") == ["/leave"]
    assert "<title>A call" in answer.text
    post, _ = html(server, asked["call"]["account"]["url"] + "/" + asked["call"]["status_id"])
    assert links(post, "data-leave") == ["/leave"]
    listed, _ = html(server, "/calls")
    assert "If it happened to you" in listed.text


def test_a_silent_answer_is_given_changed_and_taken_back(server, asked):
    browser = Browser(server.url).get(asked["path"])
    door = next(values["href"] for tag, values in browser.page.attributes
                if tag == "a" and "return_to" in values.get("href", "") and "sign_in" in values["href"])
    browser.get(door)
    browser.sign_in(asked["carol"].email, asked["carol"].password)
    assert browser.url == server.url + asked["path"], "signing in leads back to the call"
    for answer, words in (("1", "I stand with you"), ("0", "Me too")):
        form = browser.form_with("answer")
        fields = [(name, value) for name, value in form.fields if name != "answer"]
        form.fields = fields
        browser.submit(form, {"answer": answer})
        assert browser.response.status_code == 200
        assert "You are counted." in browser.page.text and f"You have answered “{words}”" in browser.page.text
    own = server.api(asked["carol"]).request("GET", f"/api/chorus/v1/calls/{asked['call']['id']}").json()["own_answer"]
    assert own["answer"] == 0 and own["silent"] is True
    form = next(form for form in browser.page.forms if ("do", "withdraw") in form.fields)
    browser.submit(form)
    assert "You have taken your answer back" in browser.page.text
    own = server.api(asked["carol"]).request("GET", f"/api/chorus/v1/calls/{asked['call']['id']}").json()["own_answer"]
    assert own is None


def test_a_form_from_elsewhere_is_refused(server, asked):
    browser = Browser(server.url).get("/auth/sign_in")
    browser.sign_in(asked["carol"].email, asked["carol"].password)
    for what in ("answer", "withdraw"):
        answer = browser.session.post(
            server.url + asked["path"], data={"do": what, "answer": "0"}, allow_redirects=False)
        assert answer.status_code == 422, what


def test_embeds_may_be_framed_and_nothing_else(server, speakers, asked):
    for path in (f"/embed/tags/{speakers['tag'].lower()}", f"/embed{asked['path']}"):
        page, answer = html(server, path)
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers and "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"].startswith("public")
        assert all(values.get("rel") for tag, values in page.attributes if tag == "a" and values.get("target") == "_blank")
    assert links(page, "data-leave") == [server.url + "/almanac"]
    for path in ("/", "/explore", asked["path"]):
        assert server.api().get(path).headers["X-Frame-Options"] == "DENY", path


def test_oembed(server, speakers, asked):
    def ask(url, **more):
        return server.api().get("/api/oembed", params={"url": url, **more})

    tag = server.url + f"/tags/{speakers['tag'].lower()}"
    answer = ask(tag, maxwidth="300", format="json")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/json")
    body = answer.json()
    assert body["version"] == "1.0" and body["type"] == "rich" and body["width"] == 300 and body["height"] <= 240
    assert f'src="{server.url}/embed/tags/{speakers["tag"].lower()}"' in body["html"]
    assert ask(server.url + asked["path"]).json()["author_name"]
    page, _ = html(server, tag)
    found = [v["href"] for t, v in page.attributes if t == "link" and v.get("type") == "application/json+oembed"]
    assert found == [f"{server.url}/api/oembed?format=json&url={quote(tag)}"]
    assert ask(tag, format="xml").status_code == 501
    for url in ("https://elsewhere.example/tags/a", server.url + "/nothing", server.url + "/calls/1"):
        assert ask(url).status_code == 404, url
    assert server.api().get("/api/oembed").status_code == 400


def test_a_picture_with_the_number(server, speakers, asked):
    for path in (f"/tags/{speakers['tag'].lower()}", asked["path"]):
        page, _ = html(server, path)
        pictures = [v["content"] for t, v in page.attributes if t == "meta" and v.get("property") == "og:image"]
        answer = server.api().get(path + "/share.png")
        if pictures:
            assert pictures == [f"{server.url}{path}/share.png"]
            assert answer.status_code == 200 and answer.content.startswith(b"\x89PNG")
            assert answer.content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
        else:
            assert answer.status_code == 503 and "rsvg-convert" in answer.text


def test_explore_and_the_almanac(server):
    page, _ = html(server, "/explore")
    assert "Explore" in page.text and "Open calls" in page.text
    page, answer = html(server, "/almanac")
    assert "Moon" in page.text and "Chorus" not in page.text
    assert "script" not in page.tags and answer.headers["Referrer-Policy"] == "no-referrer"
