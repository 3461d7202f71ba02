"""Pages that are open while their server is restarted: streams come back, nothing is shown twice, nothing is lost."""

import pytest

from chromium import NEEDS_CHROMIUM, chromium
from days import a_server
from selenium.webdriver.common.by import By

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def server(tmp_path_factory):
    running = a_server(tmp_path_factory, "restarted")
    yield running
    running.close()


# Pages ask every 20 seconds how many posts are newer; here they do so every second.
SOONER = "const real = setInterval; window.setInterval = (run, after, ...more) => real(run, after / 20, ...more);"


def test_the_numbers_of_a_call_come_back(server):
    alice, *people = (server.person(name) for name in ("alice", "bob", "carol", "dora"))
    call = server.api(alice).post("/api/chorus/v1/calls", json={
        "prompt": "Say so", "tag": "restarted", "answers": ["Yes", "No"], "visibility": "public"}).json()

    def speak(person):
        server.api(person).status("yes", in_reply_to_id=call["status_id"])

    speak(people[0])
    with chromium() as tab:
        # It loads a page again when it cannot know what was deleted meanwhile; here the stream is by itself.
        tab.driver.execute_cdp_cmd("Network.enable", {})
        tab.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/assets/gone*"]})

        def number():
            return tab.find("[data-live=people]").text

        tab.wait(lambda: tab.open(f"{server.url}/calls/{call['id']}").find("[data-live=people]").text == "1")
        tab.driver.execute_script("""
            window.seen = [];
            const people = document.querySelector("[data-live=people]");
            new MutationObserver(() => window.seen.push(people.textContent)).observe(people, { childList: true, characterData: true, subtree: true });
        """)
        speak(people[1])
        tab.wait(lambda: number() == "2")
        # Ended at once, with no word to anybody; then in good order.
        for end, person, expected in [(server.kill, people[2], "3"), (server.stop, alice, "4")]:
            end()
            server.start()
            speak(person)
            tab.wait(lambda: number() == expected, f"the number did not come back after {end.__name__}")
        # It only ever went up, by one: nothing was counted twice, nothing taken away meanwhile.
        assert tab.driver.execute_script("return window.seen") == ["2", "3", "4"]
        assert tab.driver.execute_script("return performance.getEntriesByType('navigation')[0].type") == "navigate"
        tab.wait(lambda: tab.open(f"{server.url}/calls/{call['id']}").find("[data-live=people]").text == "4")


def test_what_is_being_written_stays(server):
    """Of a sensitive call nothing is kept in the browser but on the page itself. What was deleted meanwhile goes all the same."""
    alice, bob, carol = (server.person(name) for name in ("alice", "bob", "carol"))
    for person in (bob, carol):
        server.api(person).request("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True})
    call = server.api(alice).post("/api/chorus/v1/calls", json={
        "prompt": "Say so", "tag": "restarted", "answers": ["Yes", "No"], "visibility": "public", "sensitive": True}).json()
    posts = [server.api(person).status(f"said by {person.name}", in_reply_to_id=call["status_id"]) for person in (bob, carol)]
    with chromium() as tab:
        tab.open(f"{server.url}/auth/sign_in?return_to=/calls/{call['id']}")
        tab.type("#login", alice.name).type("#password", alice.password)
        tab.click(tab.find("main form button[type=submit]")).wait_for(f"said by {carol.name}")
        words = tab.find("form.compose textarea[name=text]")
        tab.click(words)
        words.send_keys("Half a thought")
        tab.driver.execute_script("window.isTheSame = true")
        server.stop()
        server.start()
        server.api(bob).delete(f"/api/v1/statuses/{posts[0]['id']}")
        server.stop()
        server.start()
        tab.wait(lambda: f"said by {bob.name}" not in tab.text, "a deleted post is shown still")
        assert tab.driver.execute_script("return window.isTheSame"), "the page was loaded again while somebody wrote"
        assert f"said by {carol.name}" in tab.text
        assert tab.find("form.compose textarea[name=text]").get_attribute("value") == "Half a thought"


def test_home_says_what_came_meanwhile(server):
    alice, bob = server.person("alice"), server.person("bob")
    server.api(alice).post(f"/api/v1/accounts/{server.api(bob).me()['id']}/follow")
    first = server.api(bob).status("Before")
    with chromium() as tab:
        tab.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SOONER})
        tab.open(f"{server.url}/auth/sign_in?return_to=/home").type("#login", alice.name).type("#password", alice.password)
        tab.click(tab.find("main form button[type=submit]")).wait_for("Before")
        words = tab.find("form.compose textarea[name=text]")
        words.send_keys("Half a thought")
        server.kill()
        server.start()
        later = [server.api(bob).status(f"After {number}") for number in range(2)]
        tab.wait(lambda: tab.find("[data-newer]").is_displayed(), "nobody said that there is something new")
        assert "2" in tab.find("[data-newer]").text and words.get_attribute("value") == "Half a thought"
        tab.click(tab.find("[data-newer] a")).wait_for("After 1")
        shown = [one.get_attribute("data-status") for one in tab.driver.find_elements(By.CSS_SELECTOR, ".list article[data-status]")]
        assert shown == [later[1]["id"], later[0]["id"], first["id"]]
        assert tab.find("form.compose textarea[name=text]").get_attribute("value") == "Half a thought"
