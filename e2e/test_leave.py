"""Leaving quickly, in a real browser: after it no step back shows anything of a sensitive call, with and without JavaScript."""

import contextlib

import pytest

from chromium import NEEDS_CHROMIUM, chromium
from server import ENGINES, Server

pytestmark = NEEDS_CHROMIUM

BEFORE = "data:text/html,<title>Before</title><p>A recipe for plum cake"
PROMPT = "If it happened to you, say so here."
ANSWERS = ["Me too", "I stand with you"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A server with a sensitive call that somebody answered aloud; of no more than one database, for that is not in question."""
    engine = ENGINES[0]
    if engine == "postgres":
        pytest.importorskip("os").environ.get("CHORUS_TEST_POSTGRES") or pytest.skip("no PostgreSQL")
    server = Server(engine, tmp_path_factory.mktemp("leave"))
    try:
        server.start()
        alice, bob, carol = (server.person(name) for name in ("alice", "bob", "carol"))
        for person in (alice, bob):
            server.api(person).request("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True})
        call = server.api(alice).post("/api/chorus/v1/calls", json={
            "prompt": PROMPT, "tag": "HereToo", "sensitive": True, "answers": ANSWERS, "visibility": "public",
        }).json()
        told = server.api(bob).status("me too, on a Tuesday", in_reply_to_id=call["status_id"], language="en")
        post = f"{server.url}/@{alice.name}/{call['id']}"
        yield {"server": server, "call": call, "carol": carol, "bob": bob, "told": told, "post": post}
    finally:
        server.close()


def says_nothing(tab, asked):
    """Neither words nor title nor address, nor that anybody answered."""
    secrets = [
        "HereToo", "heretoo", PROMPT, "Me too", "me too", "answered", "Sign in", "Sign up", asked["carol"].name,
        f"/calls/{asked['call']['id']}", "/auth/", "/tags/", "/@",
    ]
    shown = "\n".join([tab.title, tab.url, tab.text])
    assert not [secret for secret in secrets if secret in shown], shown[:600]


def neutral(tab):
    """What a glance at the tab, its address and the list of what was visited tells."""
    for words in (tab.title, tab.url, *tab.history):
        for secret in ("answer", "Me too", "HereToo", "done", "withdraw", "If it happened"):
            # The tag's own address is its name.
            assert secret not in words or "/tags/" in words, (secret, words)


def walk(tab, asked, each):
    """Tag, call, post, call, sign-in, answer; `each` is called after every step."""
    server, carol = asked["server"], asked["carol"]
    tab.open(server.url + "/tags/heretoo").wait_for(PROMPT)
    each("tag")
    tab.click(tab.link(PROMPT)).wait_for("How to answer")
    each("call")
    tab.click(tab.link("the post")).wait_for("A post by")
    each("post")
    tab.click(tab.link("How many have answered")).wait_for("Sign in to answer silently")
    each("call again")
    tab.click(tab.link("Sign in to answer silently")).wait_for("Password")
    each("sign-in")
    tab.type("#login", carol.name).type("#password", "not this one")
    tab.click(tab.find("main form button[type=submit]")).wait_for("is wrong")
    each("refused")
    tab.type("#login", carol.name).type("#password", carol.password)
    tab.click(tab.find("main form button[type=submit]")).wait_for("Count me silently")
    each("signed in")
    tab.click(tab.find("#choice-0"))
    tab.click(tab.find("form:has(#choice-0) button")).wait_for("You are counted")
    assert "You have answered “Me too”" in tab.text and tab.url.startswith(server.url + f"/calls/{asked['call']['id']}")
    each("answered")
    tab.type("form.compose textarea", "it was a Wednesday")
    tab.click(tab.find("form.compose .actions button.button:not(.quiet)")).wait_for("You have answered in public")
    each("answered aloud")
    # Where one is at home all of it is shown as well.
    api = server.api(carol)
    told = api.get(f"/api/v1/accounts/{api.me()['id']}/statuses").json()[0]
    assert server.api(asked["bob"]).post(f"/api/v1/statuses/{told['id']}/favourite").status_code == 200
    for place in ("home", "notifications"):
        tab.click(tab.find(f'a[href="/{place}"]')).wait_for("it was a Wednesday")
        each(place)
    tab.click(tab.find('a[href="/search"]')).wait_for("How to search more precisely")
    each("search")
    tab.type("#q", "Wednesday")
    tab.click(tab.find("form.seek button")).wait_for("it was a Wednesday")
    each("found")
    tab.click(tab.find(".list time")).wait_for(PROMPT)
    each("thread")
    tab.click(tab.find(f'main a[href*="/calls/{asked["call"]["id"]}"]')).wait_for("Take it back")
    each("call at last")


def take_back(tab):
    tab.click(tab.find("form.withdraw button")).wait_for("You have taken your answer back")


def test_with_javascript_all_of_it_is_one_entry_and_leaving_takes_that_away(asked):
    with chromium() as tab:
        tab.open(BEFORE).wait_for("plum cake")
        entries = len(tab.history) + 1

        def each(step):
            neutral(tab)
            assert len(tab.history) == entries, (step, tab.history)
            assert tab.find(".leave-button").is_displayed() and tab.find(".leave-key").is_displayed(), step

        walk(tab, asked, each)
        take_back(tab)
        each("taken back")
        # Within the page, too.
        tab.driver.execute_script("document.querySelector('.skip').click()")
        each("skipped")
        tab.click(tab.find(".leave-button")).wait_for("Day of the year")
        assert tab.title == "Almanac" and tab.url.endswith("/almanac")
        assert len(tab.history) == entries and tab.history[-1].endswith("/almanac")
        says_nothing(tab, asked)
        tab.back().wait_for("plum cake")
        for _ in range(6):
            tab.back()
            with contextlib.suppress(Exception):  # the empty page of a new tab has no body
                says_nothing(tab, asked)
            assert asked["server"].host not in tab.url
        # Not forward, either; and it is no trap: who comes on purpose is in.
        for _ in range(6):
            tab.driver.forward()
        tab.wait_for("Day of the year")
        says_nothing(tab, asked)
        tab.open(asked["server"].url + f"/calls/{asked['call']['id']}").wait_for(PROMPT)


def test_without_javascript_every_step_back_is_the_almanac(asked):
    with chromium(scripts=False) as tab:
        tab.open(BEFORE).wait_for("plum cake")

        def each(step):
            neutral(tab)
            assert tab.find(".leave-button").is_displayed() and not tab.find(".leave-key").is_displayed(), step
            assert "this browser runs no JavaScript" in tab.text, step

        walk(tab, asked, each)
        take_back(tab)
        each("taken back")
        steps = len(tab.history)
        tab.click(tab.find(".leave-button")).wait_for("Day of the year")
        assert tab.title == "Almanac" and tab.url == asked["server"].url + "/almanac#today"
        for _ in range(steps - 2):
            tab.back().wait_for("Day of the year")
            assert tab.title == "Almanac" and tab.url == asked["server"].url + "/almanac#today"
            says_nothing(tab, asked)
        tab.back().wait_for("plum cake")
        # What was in the history of the tab is the almanac from now on.
        assert not [url for url in tab.history if asked["server"].host in url and not url.endswith("/almanac#today")], tab.history
        # Whoever comes in the hour sees the almanac; the way back that the page named is open.
        call = asked["server"].url + f"/calls/{asked['call']['id']}"
        tab.open(call).wait_for("Day of the year")
        tab.open(asked["server"].url + "/return").wait(lambda: tab.url == asked["server"].url + "/home")
        assert not tab.history[-1].endswith("/return")
        tab.open(call).wait_for(PROMPT)


@pytest.mark.parametrize("door", ["/auth/sign_in", "/auth/sign_up"])
def test_the_doors_can_be_left_by_the_key(asked, door):
    with chromium() as tab:
        tab.open(BEFORE).wait_for("plum cake")
        tab.open(asked["server"].url + door).wait_for("Leave quickly")
        tab.press_shift(2).wait_for("Once more to leave")
        tab.press_shift(1).wait_for("Day of the year")
        tab.back().wait_for("plum cake")
        says_nothing(tab, asked)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_doors_can_be_left_by_the_button(asked, scripts):
    with chromium(scripts) as tab:
        tab.open(BEFORE).wait_for("plum cake")
        tab.open(asked["server"].url + "/auth/sign_in").wait_for("Password")
        tab.click(tab.find(".after a")).wait_for("E-mail address")
        tab.click(tab.find(".leave-button")).wait_for("Day of the year")
        for _ in range(2):
            tab.back()
            says_nothing(tab, asked)


def test_all_tabs_leave_together(asked):
    with chromium() as tab:
        call = asked["server"].url + f"/calls/{asked['call']['id']}"
        tab.open(call).wait_for(PROMPT)
        first = tab.driver.current_window_handle
        tab.driver.switch_to.new_window("tab")
        tab.open(asked["post"]).wait_for(PROMPT)
        tab.press_shift(3).wait_for("Day of the year")
        tab.driver.switch_to.window(first)
        tab.wait_for("Day of the year")
        says_nothing(tab, asked)


def test_what_says_something_of_the_call_is_kept_by_no_cache(asked):
    server = asked["server"]
    told = asked["told"]
    for path in ("/tags/heretoo", f"/calls/{asked['call']['id']}", "/calls", "/explore", "/", f"/@{asked['bob'].name}/with_replies",
                 f"/@{asked['bob'].name}/{told['id']}", "/auth/sign_in", "/auth/sign_up", "/auth/password/new"):
        answer = server.api().get(path)
        assert answer.status_code == 200 and answer.headers["Cache-Control"].startswith("private, no-store"), path
        assert "data-leave" in answer.text, path
    for path in ("/about", f"/@{asked['carol'].name}"):
        answer = server.api().get(path)
        assert answer.headers["Cache-Control"] == "no-store" and "data-leave" not in answer.text, path
