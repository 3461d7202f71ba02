"""After answering a call, and after taking it back, what was done and the number are in the window, without JavaScript, too."""

import contextlib

import pytest

from chromium import NEEDS_CHROMIUM, chromium

pytestmark = NEEDS_CHROMIUM

PROMPT = "If this ever happened to you, at work, at school or on the way home, say so here, in as few words as you like. " * 2


@pytest.mark.parametrize("scripts", [False, True])
def test_what_was_done_and_the_number_are_in_view(server, scripts):
    alice, carol = server.person("alice"), server.person("carol")
    call = server.api(alice).post("/api/chorus/v1/calls", json={
        "prompt": PROMPT, "tag": f"View{server.port}{int(scripts)}", "answers": ["Me too", "I stand with you"],
        "visibility": "public"}).json()
    path = f"/calls/{call['id']}"
    with chromium(scripts, width=390, height=844) as tab:
        tab.open(f"{server.url}/auth/sign_in?return_to=%2Fcalls%2F{call['id']}").wait_for("Password")
        tab.type("#login", carol.name).type("#password", carol.password)
        tab.click(tab.find("main form button[type=submit]")).wait_for("Count me silently")

        def in_window(css):
            box = tab.find(css).rect
            top = tab.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssVisualViewport"]["pageY"]
            return top <= box["y"] and box["y"] + box["height"] <= top + 844 and box["x"] >= 0 and box["height"] > 0

        def stands(css, words):
            # A page that is being replaced has none of its elements any more.
            with contextlib.suppress(Exception):
                return words in tab.find(css).text and in_window(css) and in_window(".magnitude")
            return False

        def is_shown(words, number):
            tab.wait(lambda: stands("#figures .notice", words), f"{words!r} and the number are not both in view")
            if scripts:
                # The stream may still say what was a second ago.
                tab.wait(lambda: tab.find(".magnitude").text.split()[0] == number, f"the number is not {number}")
            assert tab.find(".magnitude").text.split()[0] == number, tab.find(".magnitude").text
            assert tab.url.split("#")[0] == server.url + path and "answer" not in tab.url

        tab.click(tab.find("#choice-0"))
        tab.click(tab.find("form:has(#choice-0) button"))
        is_shown("You are counted", "0")
        tab.click(tab.find("form.withdraw button"))
        is_shown("You have taken your answer back", "0")

        # Aloud: the number is one more a moment later, and one less at once when it is taken back.
        tab.type("form.compose textarea", "me too")
        tab.click(tab.find("form.compose .actions button.button:not(.quiet)"))
        tab.wait(lambda: stands(".with-you", "your answer is in this number"), "the number is not in view")
        assert tab.url.split("#")[0] == server.url + path
        tab.wait(lambda: tab.open(server.url + path).find(".magnitude").text.split()[0] == "1")
        tab.click(tab.find("form.withdraw button"))
        is_shown("You have taken your answer back", "0")
