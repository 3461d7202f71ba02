"""SIGTERM under load: the server finishes what it has begun, and ends well."""

import time

from load import Poster, each_status, stop_all

WITHIN = 10


def test_sigterm_under_load_keeps_acknowledged_writes(own_server):
    server = own_server
    people = [server.person("alice") for _ in range(8)]
    posters = [Poster(server.port, people[n % 8].token, f"client {n}") for n in range(16)]
    for poster in posters:
        poster.start()
    time.sleep(0.8)
    began = time.monotonic()
    status = server.stop(timeout=WITHIN)
    print(f"{server.engine}: ended after {time.monotonic() - began:.2f} s")
    stop_all(posters)
    assert status == 0, f"exit status {status}\n{server.log()}"
    acknowledged = [posted for poster in posters for posted in poster.acknowledged]
    assert acknowledged
    # A request that came in while it ended may be refused with 503, and with nothing else.
    assert {code for poster in posters for code, _ in poster.refused} <= {503}

    server.start()
    found = each_status(server.port, people[0].token, (posted.id for posted in acknowledged))
    assert [status_id for status_id, (code, _) in found.items() if code != 200] == []
    server.doctor()


def test_an_idle_server_ends_at_once_and_starts_again(own_server):
    assert own_server.stop(timeout=WITHIN) == 0
    own_server.start()
    assert own_server.api().get("/health").text == "OK"
    assert own_server.stop(timeout=WITHIN) == 0


def test_an_open_connection_does_not_hold_it(own_server):
    api = own_server.api()
    assert api.get("/health").status_code == 200  # the session keeps its connection alive
    assert own_server.stop(timeout=WITHIN) == 0
