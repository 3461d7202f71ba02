"""Pages that are open while something is deleted or somebody suspended, in a real browser."""

import contextlib
import time

import pytest

from chromium import NEEDS_CHROMIUM, chromium
from test_gone import admin, moderate  # noqa: F401 (admin is a fixture)

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def garden(server):
    """A thread of two people under a tag of its own: (alice, bob, tag, the first post, bob's reply)"""
    alice, bob = server.person("alice"), server.person("bob")
    for person in (alice, bob):
        server.api(person).request("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True})
    tag = f"garden{alice.name}"
    post = server.api(alice).status(f"Under the tree #{tag}")
    reply = server.api(bob).status(f"Near the fence #{tag}", in_reply_to_id=post["id"])
    return alice, bob, tag, post, reply


def pages(server, alice, bob, tag, post):
    """Where bob's reply stands."""
    return [f"/tags/{tag}", f"/@{alice.name}/{post['id']}", f"/@{bob.name}/with_replies"]


def wait_without(tab, words):
    """Until the page does not say it; a page that is being loaded again has no body for a moment."""
    def lacks():
        with contextlib.suppress(Exception):
            return words not in tab.text
        return False
    tab.wait(lacks, f"{words!r} is on {tab.url}")


def test_a_deleted_post_goes_from_open_pages(server, garden):
    alice, bob, tag, post, reply = garden
    # A page that caches may have kept since before the server started is loaded again, to be sure.
    time.sleep(12)
    with chromium() as tab:
        windows = []
        for path in pages(server, alice, bob, tag, post) + ["/"]:
            tab.driver.switch_to.new_window("window")
            windows.append(tab.driver.current_window_handle)
            tab.open(server.url + path).wait_for("Near the fence" if path != "/" else "Under the tree")
        server.api(bob).delete(f"/api/v1/statuses/{reply['id']}")
        for window in windows[:3]:
            tab.driver.switch_to.window(window)
            wait_without(tab, "Near the fence")
            # The page is the same otherwise: it was not loaded again.
            assert tab.driver.execute_script("return performance.getEntriesByType('navigation')[0].type") == "navigate"
        assert "Under the tree" in tab.open(server.url + f"/@{alice.name}/{post['id']}").text
        # A page that is about what is gone says so itself.
        server.api(alice).delete(f"/api/v1/statuses/{post['id']}")
        tab.wait_for("There is nothing here.")
        tab.driver.switch_to.window(windows[3])
        wait_without(tab, "Under the tree")


def test_posts_of_somebody_suspended_go_from_open_pages(server, garden, admin):  # noqa: F811
    alice, bob, tag, post, reply = garden
    with chromium() as tab:
        tab.open(server.url + f"/@{alice.name}/{post['id']}").wait_for("Near the fence")
        moderate(server, admin, server.api(bob).me()["id"], "suspend")
        wait_without(tab, "Near the fence")
        assert "Under the tree" in tab.text


@pytest.mark.parametrize("gone", ["the post", "its author"])
def test_a_step_back_shows_nothing_that_is_gone(server, garden, admin, gone):  # noqa: F811
    alice, bob, tag, post, reply = garden
    with chromium() as tab:
        for path in pages(server, alice, bob, tag, post):
            tab.open(server.url + path).wait_for("Near the fence")
            # So that it can be seen whether the browser kept the page whole.
            tab.driver.execute_script("window.kept = true")
            tab.open(server.url + "/about")
        if gone == "the post":
            server.api(bob).delete(f"/api/v1/statuses/{reply['id']}")
        else:
            moderate(server, admin, server.api(bob).me()["id"], "suspend")
        kept = []
        for _ in range(3):
            tab.back()
            wait_without(tab, "Near the fence")
            kept.append(tab.driver.execute_script("return window.kept === true"))
            tab.back()
        # Chromium keeps pages of strangers whole, also those that it must not store.
        assert any(kept), "no page was kept whole: this test has tried nothing"
