"""kill -9 under load, again and again on the same data: what was acknowledged is there, and counted."""

import os
import random
import time

from load import Poster, each_status, stop_all

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "3"))
CLIENTS = 16
SERVING_WITHIN = float(os.environ.get("CRASH_START_SECONDS", "2"))


def test_kill_9_under_load_loses_nothing(own_server):
    server = own_server
    alice = server.person("alice")
    people = [server.person("bob") for _ in range(CLIENTS)]
    # Of each person: acknowledged posts, and those that may be committed without the client having heard.
    totals = {person.name: [0, 0] for person in people}
    chance = random.Random(20171015)

    for turn in range(1, ROUNDS + 1):
        root = server.api(alice).status(f"round {turn}: say me too")
        posters = [
            # Half of them reply, half of them post.
            Poster(server.port, person.token, f"{person.name} in round {turn}", root["id"] if n % 2 else None)
            for n, person in enumerate(people)
        ]
        for poster in posters:
            poster.start()
        time.sleep(chance.uniform(0.3, 1.2))
        server.kill()
        stop_all(posters)
        acknowledged = [posted for poster in posters for posted in poster.acknowledged]
        assert acknowledged, "there was no load"
        assert [p.refused for p in posters if p.refused] == []

        server.start()
        print(f"{server.engine} round {turn}/{ROUNDS}: {len(acknowledged)} acknowledged, "
              f"serving again after {server.start_seconds:.2f} s", flush=True)
        assert server.start_seconds <= SERVING_WITHIN, f"/health answered after {server.start_seconds:.2f} s"

        api = server.api(alice)
        found = each_status(server.port, alice.token, (posted.id for posted in acknowledged))
        lost = [status_id for status_id, (code, _) in found.items() if code != 200]
        assert lost == [], f"{len(lost)} acknowledged statuses are gone"
        for posted in acknowledged:
            assert posted.text in found[posted.id][1]["content"]

        replies = {posted.id for posted in acknowledged if posted.in_reply_to}
        thread = [status["id"] for status in api.descendants(root["id"])]
        assert len(thread) == len(set(thread)) and replies <= set(thread)
        assert len(thread) <= len(replies) + CLIENTS
        assert api.get(f"/api/v1/statuses/{root['id']}").json()["replies_count"] == len(thread)

        for person, poster in zip(people, posters):
            totals[person.name][0] += len(poster.acknowledged)
            totals[person.name][1] += 1
            certain, unsure = totals[person.name]
            count = server.api(person).me()["statuses_count"]
            assert certain <= count <= certain + unsure
        server.doctor()

    # The counts are those of the lists.
    for person in people[:2]:
        api = server.api(person)
        me = api.me()
        listed = [s["id"] for s in api.pages(f"/api/v1/accounts/{me['id']}/statuses", limit=40)]
        assert len(listed) == len(set(listed)) == me["statuses_count"]
