"""A moderator acts on a whole tag and a whole call at their desk, and takes it back; what is meant is seen by nobody."""

import time

from browser import Browser
from server import PASSWORD, eventually


def signed_in(server, person):
    browser = Browser(server.url)
    browser.get("/auth/sign_in").sign_in(person.name, PASSWORD)
    assert browser.response.status_code == 200, browser.page.text[:300]
    return browser


def press(browser, page, word, values=None, **fields):
    """Opens a page of the desk and presses the button of that value, in the form with these fields."""
    browser.get(page)
    for form in browser.page.forms:
        if fields.items() <= dict(form.fields).items() and any(button[:2] == ("do", word) for button in form.buttons):
            browser.submit(form, values, ("do", word))
            assert browser.response.status_code == 200, browser.page.text[:500]
            return browser
    raise AssertionError(f"no {word} with {fields} on {browser.url}: {browser.page.text[:500]}")


def tagged(api, tag):
    return [status["id"] for status in api.get(f"/api/v1/timelines/tag/{tag}").json()]


def test_posts_of_a_held_tag_wait_and_are_let_out(server):
    chief, bob = server.person("chief", admin=True), server.person("bob")
    desk, api, anybody = signed_in(server, chief), server.api(bob), server.api()
    tag = f"tea{time.time_ns()}"
    before = api.status(f"before #{tag}")["id"]
    press(desk, f"/moderation/tags/{tag}", "begin", kind="hold")
    waits = api.status(f"after #{tag}")["id"]
    assert tagged(anybody, tag) == [before] and anybody.get(f"/api/v1/statuses/{waits}").status_code == 404
    assert waits not in [status["id"] for status in anybody.get("/api/v1/timelines/public").json()]
    press(desk, f"/moderation/held/{waits}", "approve")
    assert eventually(lambda: len(tagged(anybody, tag)) == 2)
    press(desk, f"/moderation/tags/{tag}", "end", kind="hold")
    api.status(f"at once again #{tag}")
    assert eventually(lambda: len(tagged(anybody, tag)) == 3)


def test_a_call_whose_replies_are_locked_takes_none(server):
    chief, bob = server.person("chief", admin=True), server.person("bob")
    desk, api = signed_in(server, chief), server.api(bob)
    call = server.api(chief).post("/api/chorus/v1/calls", json={
        "prompt": "What helped you?", "tag": f"help{time.time_ns()}", "answers": ["A friend", "A walk"]}).json()
    answer = {"status": "a walk", "in_reply_to_id": call["id"]}
    assert api.post("/api/v1/statuses", json=answer).status_code == 200
    press(desk, f"/moderation/calls/{call['id']}", "begin", kind="lock_replies")
    refused = api.post("/api/v1/statuses", json=answer)
    assert refused.status_code == 403 and "closed replies" in refused.json()["error"]
    press(desk, f"/moderation/calls/{call['id']}", "end", kind="lock_replies")
    assert api.post("/api/v1/statuses", json=answer).status_code == 200


def test_posts_are_removed_by_a_rule_once_they_were_counted(server):
    chief, bob, carol = server.person("chief", admin=True), server.person("bob"), server.person("carol")
    desk, anybody = signed_in(server, chief), server.api()
    tag = f"plum{time.time_ns()}"
    wrong = [server.api(bob).status(f"a false number {number} #{tag}")["id"] for number in range(3)]
    right = server.api(carol).status(f"plums are ripe #{tag}")["id"]
    browser = press(desk, f"/moderation/tags/{tag}", "count", {"match": "words", "words": "FALSE number"})
    assert "3" in browser.page.text and "plums are ripe" not in browser.page.text
    form = next(form for form in browser.page.forms if ("do", "remove") in [button[:2] for button in form.buttons])
    browser.submit(form, {"text": "These numbers are false"}, ("do", "remove"))
    assert eventually(lambda: tagged(anybody, tag) == [right])
    assert all(anybody.get(f"/api/v1/statuses/{one}").status_code == 404 for one in wrong)
    told = [one["type"] for one in server.api(bob).get("/api/v1/notifications").json()]
    assert told.count("moderation_warning") == 1
    assert server.cli("doctor").returncode == 0
    # What nobody counted is not removed, and no number ends the server.
    for since, until in [("-9223372036854775808", "1"), ("-140737488355328", "1"), ("0", "9223372036854775807")]:
        browser.get(f"/moderation/tags/{tag}")
        form = browser.form_with("match")
        browser.submit(form, {"match": "all", "since": since, "until": until}, ("do", "remove"))
        assert browser.response.status_code == 422
    assert tagged(anybody, tag) == [right]
