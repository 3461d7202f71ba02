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


def test_an_embed_says_aloud_as_long_as_silent_answers_are_withheld(server):
    alice, bob, carol = (server.person(name) for name in ("alice", "bob", "carol"))
    call = server.api(alice).post("/api/chorus/v1/calls", json={
        "prompt": "Say so", "tag": f"Aloud{server.port}", "answers": ["Me too", "I stand with you"],
        "visibility": "public",
    }).json()
    server.api(bob).status("me too", in_reply_to_id=call["status_id"])
    with chromium() as tab:
        def words():
            return " ".join(tab.text.split())

        def open_page():
            tab.open(server.url + f"/embed/calls/{call['id']}")
            return "1 person has answered aloud" in words()
        tab.wait(open_page)
        server.api(carol).status("me too", in_reply_to_id=call["status_id"])
        tab.wait(lambda: "2 people have answered aloud" in words())
        # As soon as they are shown, the number is of all who have answered; and of those aloud when they are withheld again.
        for silent, said in [(7, "9 people have answered"), (None, "9 people have answered aloud")]:
            tab.driver.execute_script("""
                const figures = {people: 9, silent: arguments[0], answers: []};
                window.fetch = async () => new Response(JSON.stringify(figures));
            """, silent)
            tab.wait(lambda: said in words() and ("aloud" in words()) == (silent is None))
