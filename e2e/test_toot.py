"""A session of the real `toot` command, as a person at a terminal would have it."""

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

from browser import Browser

TOOT = pathlib.Path(sys.executable).with_name("toot")


class Toot:
    """toot with a home of its own."""

    def __init__(self, home):
        home.mkdir()
        self.environment = {
            **os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"), "COLUMNS": "100", "LINES": "60", "PYTHONUTF8": "1",
        }

    def __call__(self, *words, user=None):
        """Runs a command; its standard output."""
        as_user = ["--as", user] if user else []
        done = subprocess.run(
            [str(TOOT), "--no-color", *as_user, *words], env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60,
        )
        assert done.returncode == 0, f"toot {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, *words, user=None):
        return json.loads(self(*words, "--json", user=user))

    def log_in(self, server, person):
        """`toot login`: prints an authorisation URL, waits for the code; the browser part is done by `Browser`."""
        process = subprocess.Popen(
            [str(TOOT), "--no-color", "login", "--instance", server.url], env=self.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        try:
            seen, url = "", None
            for line in process.stdout:
                seen += line
                match = re.match(r"\s*(https?://\S+/oauth/authorize\S*)", line)
                if match:
                    url = match.group(1)
                    break
            assert url, f"toot login gave no URL:\n{seen}"
            browser = Browser(server.url)
            browser.authorise(url, person.email, person.password)
            rest, _ = process.communicate(f"n\n{browser.oob_code()}\n", timeout=60)
            assert process.returncode == 0 and "Successfully logged in" in rest, seen + rest
        finally:
            if process.poll() is None:
                process.kill()
        return f"{person.name}@{server.host}"


@pytest.fixture
def toot(tmp_path):
    return Toot(tmp_path / "home")


def test_a_toot_session(server, toot):
    alice, bob = server.person("alice"), server.person("bob")

    # Registers the app, signs both in.
    as_alice, as_bob = toot.log_in(server, alice), toot.log_in(server, bob)
    listed = toot("auth")
    assert as_alice in listed and as_bob in listed
    assert toot.json("whoami", user=as_alice)["acct"] == alice.name
    assert alice.name in toot("whoami", user=as_alice)
    assert toot.json("instance", server.url)["uri"] == server.host
    assert server.host in toot("instance", server.url)

    # Bob follows alice, so that her posts reach his home.
    assert f"now following @{alice.name}" in toot("follow", f"@{alice.name}", user=as_bob)
    assert [a["acct"] for a in toot.json("followers", alice.name, user=as_alice)] == [bob.name]

    # A post with a tag.
    tag = f"MeToo{alice.name}"
    posted = toot.json("post", f"If it happened to you, say so. #{tag}", "--language", "en", user=as_alice)
    assert posted["visibility"] == "public" and posted["language"] == "en"
    assert [t["name"] for t in posted["tags"]] == [tag.lower()]
    assert "Toot posted" in toot("post", "A second one.", user=as_alice)

    # A reply from the second account.
    reply = toot.json("post", f"@{alice.name} me too", "--reply-to", posted["id"], user=as_bob)
    assert reply["in_reply_to_id"] == posted["id"]
    assert [m["acct"] for m in reply["mentions"]] == [alice.name]

    # The thread, as JSON and as read.
    context = toot.json("thread", posted["id"], user=as_alice)
    assert [s["id"] for s in context["descendants"]] == [reply["id"]]
    assert [s["id"] for s in toot.json("thread", reply["id"], user=as_bob)["ancestors"]] == [posted["id"]]
    shown = toot("thread", posted["id"], user=as_alice)
    assert "If it happened to you" in shown and "me too" in shown

    # Favourite and reblog, and what alice is told.
    assert "favourited" in toot("favourite", posted["id"], user=as_bob)
    assert "reblogged" in toot("reblog", posted["id"], user=as_bob)
    told = toot("notifications", user=as_alice)
    for sentence in ("mentioned you", "favourited your status", "boosted your status", "now follows you"):
        assert sentence in told
    kinds = [n["type"] for n in toot.json("notifications", user=as_alice)]
    assert sorted(kinds) == ["favourite", "follow", "mention", "reblog"]
    assert toot.json("notifications", "--type", "mention", user=as_alice)[0]["status"]["id"] == reply["id"]
    assert bob.name in toot("reblogged-by", posted["id"], user=as_alice)
    status = toot.json("status", posted["id"], user=as_bob)
    assert (status["favourites_count"], status["reblogs_count"], status["replies_count"]) == (1, 1, 1)
    assert status["favourited"] and status["reblogged"]

    # Timelines.
    assert [s["id"] for s in toot.json("timelines", "tag", tag, user=as_alice)] == [posted["id"]]
    home = toot.json("timelines", "home", user=as_bob)
    assert posted["id"] in [s["id"] for s in home]
    assert "If it happened to you" in toot("timelines", "tag", tag.upper(), "--no-pager", "--no-clear", user=as_bob)
    assert "A second one." in toot("timelines", "home", "--no-pager", "--no-clear", user=as_alice)

    # Undo, and delete.
    toot("unreblog", posted["id"], user=as_bob)
    toot("unfavourite", posted["id"], user=as_bob)
    toot("bookmark", posted["id"], user=as_bob)
    status = toot.json("status", posted["id"], user=as_bob)
    assert (status["favourites_count"], status["reblogs_count"], status["bookmarked"]) == (0, 0, True)
    assert "deleted" in toot("delete", reply["id"], user=as_bob)
    assert toot.json("status", posted["id"], user=as_alice)["replies_count"] == 0
    assert toot.json("thread", posted["id"], user=as_alice)["descendants"] == []
    toot("unfollow", f"@{alice.name}", user=as_bob)
    assert toot.json("followers", alice.name, user=as_alice) == []


def test_lists_and_tags_with_toot(server, toot):
    alice, bob = server.person("alice"), server.person("bob")
    as_alice = toot.log_in(server, alice)
    toot("follow", f"@{bob.name}", user=as_alice)
    toot("lists", "create", "Friends", "--replies-policy", "followed", user=as_alice)
    assert "Friends" in toot("lists", "list", user=as_alice)
    toot("lists", "add", "Friends", f"@{bob.name}", user=as_alice)
    assert bob.name in toot("lists", "accounts", "Friends", user=as_alice)
    toot("lists", "remove", "Friends", f"@{bob.name}", user=as_alice)
    assert bob.name not in toot("lists", "accounts", "Friends", user=as_alice)
    toot("lists", "delete", "Friends", user=as_alice)
    assert "Friends" not in toot("lists", "list", user=as_alice)

    tag = f"garden{alice.name}"
    toot("tags", "follow", tag, user=as_alice)
    assert tag in toot("tags", "followed", user=as_alice)
    assert tag in toot("tags", "info", tag, user=as_alice)
    toot("tags", "feature", tag, user=as_alice)
    assert tag in toot("tags", "featured", user=as_alice)
    toot("tags", "unfeature", tag, user=as_alice)
    assert tag not in toot("tags", "featured", user=as_alice)
    toot("tags", "unfollow", tag, user=as_alice)
    assert tag not in toot("tags", "followed", user=as_alice)
