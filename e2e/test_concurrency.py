"""Many clients at one status at once: nothing lost, nothing twice, every count exact."""

import os
import threading

from load import Poster, run_all

CLIENTS = int(os.environ.get("E2E_CLIENTS", "64"))
EACH = int(os.environ.get("E2E_POSTS_EACH", "20"))


def test_64_clients_reply_to_one_status(server):
    alice = server.person("alice")
    api = server.api(alice)
    people = [server.person("bob") for _ in range(16)]
    root = api.status("If it happened to you, say me too.")
    posters = [
        Poster(server.port, people[n % len(people)].token, f"client {n}", root["id"], limit=EACH, repeat_every=5)
        for n in range(CLIENTS)
    ]
    run_all(posters)

    assert [p.lost for p in posters if p.lost] == []
    assert [p.refused for p in posters if p.refused] == []
    acknowledged = [posted.id for p in posters for posted in p.acknowledged]
    assert len(acknowledged) == CLIENTS * EACH == len(set(acknowledged))
    # A repeated Idempotency-Key was answered with the status it had made.
    for poster in posters:
        assert len(poster.repeated) == EACH // 5
        assert [first for first, _ in poster.repeated] == [again for _, again in poster.repeated]

    found = api.descendants(root["id"])
    assert len(found) == len({status["id"] for status in found}), "a reply is in the thread twice"
    assert {status["id"] for status in found} == set(acknowledged)
    assert {status["in_reply_to_id"] for status in found} == {root["id"]}
    assert api.get(f"/api/v1/statuses/{root['id']}").json()["replies_count"] == CLIENTS * EACH
    for person in people:
        expected = sum(len(p.acknowledged) for p in posters if p.token == person.token)
        assert server.api(person).me()["statuses_count"] == expected
    server.doctor()


def test_one_favourite_and_one_reblog_a_person_however_often_it_is_asked(server):
    alice = server.person("alice")
    people = [server.person("bob") for _ in range(4)]
    root = server.api(alice).status("count me once")
    answers = []

    def press(person):
        api = server.api(person)
        for action in ("favourite", "reblog", "bookmark"):
            answers.append(api.post(f"/api/v1/statuses/{root['id']}/{action}").status_code)

    threads = [threading.Thread(target=press, args=(people[n % 4],)) for n in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert answers == [200] * 96
    status = server.api(alice).get(f"/api/v1/statuses/{root['id']}").json()
    assert (status["favourites_count"], status["reblogs_count"]) == (4, 4)
    for person in people:
        me = server.api(person).me()
        assert me["statuses_count"] == 1
    server.doctor()


def test_the_same_key_at_once_makes_one_status(server):
    person = server.person("alice")
    found, lock = [], threading.Lock()

    def post():
        answer = server.api(person).post(
            "/api/v1/statuses", json={"status": "once"}, headers={"Idempotency-Key": "the-same"})
        with lock:
            found.append((answer.status_code, answer.json().get("id")))

    threads = [threading.Thread(target=post) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(found) == 16 and len(set(found)) == 1 and found[0][0] == 200, found
    assert server.api(person).me()["statuses_count"] == 1
