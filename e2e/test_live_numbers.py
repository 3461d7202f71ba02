"""The numbers of a page, in a real browser: one message of the stream changes all of them at once."""


from chromium import NEEDS_CHROMIUM, chromium

pytestmark = NEEDS_CHROMIUM


def test_all_numbers_of_a_call_move_together(server):
    alice, bob, carol = (server.person(name) for name in ("alice", "bob", "carol"))
    call = server.api(alice).post("/api/chorus/v1/calls", json={
        "prompt": "Say so", "tag": f"Live{server.port}", "answers": ["Me too", "I stand with you"], "visibility": "public",
    }).json()
    server.api(bob).status("me too", in_reply_to_id=call["status_id"])
    # Each change of a number writes down all of them as they were at that moment.
    watch = """
        const names = ["people", "spoke", "replies"];
        const read = () => names.map((name) => document.querySelector(`[data-live="${name}"]`).textContent).join(" ");
        window.seen = [read()];
        new MutationObserver(() => { if (window.seen.at(-1) !== read()) window.seen.push(read()); })
            .observe(document.body, { subtree: true, childList: true, characterData: true });
    """
    with chromium() as tab:
        def words():
            return " ".join(tab.text.split())

        def open_page():
            tab.open(server.url + f"/calls/{call['id']}")
            return "1 person" in words() and "1 reply" in words()
        tab.wait(open_page)
        tab.driver.execute_script(watch)
        server.api(carol).status("me too", in_reply_to_id=call["status_id"])
        tab.wait(lambda: "2 people" in words())
        assert tab.driver.execute_script("return window.seen") == ["1 1 1", "2 2 2"]
        assert "2 replies" in tab.text
