"""Two nodes on one PostgreSQL database: what happens on one is known on the other."""

import os
import queue
import re
import subprocess
import threading
import time

import pytest
import requests
from websockets.exceptions import ConnectionClosed

from server import ENVIRONMENT, POSTGRES, Server
from test_push import App, PushService
from test_streaming import SOON, Socket, account_id, follow


class Node(Server):
    """Another server on the database of the first, reached under its own port and known under the first one's address."""

    def __init__(self, first, folder, number):
        super().__init__("sqlite", folder, ["--node", str(number), "--url", first.url])
        self.engine, self.database = first.engine, first.database


def require_postgres():
    if not POSTGRES or "postgres" not in os.environ.get("E2E_ENGINES", "postgres"):
        pytest.skip("no PostgreSQL")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory):
    """(a, b)"""
    require_postgres()
    a = Server("postgres", tmp_path_factory.mktemp("node-a"))
    try:
        a.start()
        b = Node(a, tmp_path_factory.mktemp("node-b"), 1)
        try:
            yield a, b.start()
        finally:
            b.close()
    finally:
        a.close()


@pytest.fixture
def alice(nodes):
    return nodes[0].person("alice")


@pytest.fixture
def bob(nodes):
    return nodes[0].person("bob")


def soon(look):
    """Until it is so: events take a moment from node to node."""
    end = time.monotonic() + SOON
    while not look():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_stream_on_one_node_hears_what_happens_on_the_other(nodes, alice, bob):
    a, b = nodes
    follow(a, bob, alice)
    with Socket(b, bob, "?stream=user") as stream, Socket(a, bob, "?stream=user") as near:
        stream.settle()
        near.settle()
        status = a.api(alice).status("from the other side")
        told = stream.next()
        assert told["event"] == "update" and told == near.next()
        assert told["payload"] == b.api(bob).get(f"/api/v1/statuses/{status['id']}").json()
        a.api(alice).request("PUT", f"/api/v1/statuses/{status['id']}", json={"status": "a better word"})
        told = stream.next()
        assert told["event"] == "status.update" and "better" in told["payload"]["content"]
        mine = a.api(bob).status("mine")
        assert stream.next()["payload"]["id"] == mine["id"]
        a.api(alice).post(f"/api/v1/statuses/{mine['id']}/favourite")
        told = stream.next()
        assert told["event"] == "notification" and told["payload"]["type"] == "favourite"
        assert told["payload"]["status"]["favourites_count"] == 1
        a.api(alice).delete(f"/api/v1/statuses/{status['id']}")
        assert stream.next() == {"stream": ["user"], "event": "delete", "payload": status["id"]}
        # And the other way round; nothing is heard twice.
        for _ in range(4):
            near.next()
        back = b.api(bob).status("an answer")
        assert stream.next()["payload"]["id"] == near.next()["payload"]["id"] == back["id"]
        stream.quiet()
        near.quiet()


def test_what_one_node_keeps_in_memory_follows_the_other(nodes, alice, bob):
    a, b = nodes
    follow(a, bob, alice)
    far, near = b.api(bob), a.api(alice)
    first = near.status("one #nodes")
    soon(lambda: [s["id"] for s in far.get("/api/v1/timelines/home").json()][:1] == [first["id"]])
    assert far.get("/api/v1/timelines/tag/nodes").json()[0]["id"] == first["id"]
    second = near.status("two #nodes")
    for path in ("/api/v1/timelines/home", "/api/v1/timelines/tag/nodes", "/api/v1/timelines/public"):
        soon(lambda: [s["id"] for s in far.get(path).json()][:2] == [second["id"], first["id"]])
    # An edit, counters, a name, a relation, a filter, an interaction.
    near.request("PUT", f"/api/v1/statuses/{first['id']}", json={"status": "one, anew"})
    soon(lambda: "anew" in far.get(f"/api/v1/statuses/{first['id']}").json()["content"])
    near.post(f"/api/v1/statuses/{first['id']}/favourite")
    soon(lambda: far.get(f"/api/v1/statuses/{first['id']}").json()["favourites_count"] == 1)
    near.request("PATCH", "/api/v1/accounts/update_credentials", json={"display_name": "Another name"})
    soon(lambda: far.get(f"/api/v1/accounts/{account_id(a, alice)}").json()["display_name"] == "Another name")
    a.api(bob).post(f"/api/v1/statuses/{first['id']}/bookmark")
    soon(lambda: far.get(f"/api/v1/statuses/{first['id']}").json()["bookmarked"])
    a.api(bob).post(f"/api/v1/accounts/{account_id(a, alice)}/mute")
    soon(lambda: far.get("/api/v1/timelines/home").json() == [])


def test_both_nodes_list_the_same_trends_and_hold_what_was_decided_on_one(nodes):
    a, b = nodes
    chief = a.person("chief", admin=True, scopes="read write admin:read admin:write")
    for number in range(14):
        (a, b)[number % 2].api(a.person("many")).status(f"from both sides #bothnodes {number}")

    def listed(node):
        found = node.api().get("/api/chorus/v1/trends").json()
        return [(trend["tag"]["name"], trend["people"], trend["since"]) for trend in found
                if trend["tag"]["name"] == "bothnodes"]

    def until(look, seconds=40):
        end = time.monotonic() + seconds
        while not look():
            assert time.monotonic() < end, (listed(a), listed(b))
            time.sleep(0.5)

    until(lambda: listed(a) and listed(a) == listed(b) and listed(a)[0][1] == 14)
    assert a.api(chief).post("/api/chorus/v1/admin/trends/bothnodes/refuse").status_code == 200
    until(lambda: not listed(a) and not listed(b))
    for node in nodes:
        held = node.api(chief).get("/api/chorus/v1/admin/trends/held").json()
        assert [reason["gate"] for trend in held for reason in trend["held"]] == ["moderator"]
    # And back, decided on the other.
    assert b.api(chief).post("/api/chorus/v1/admin/trends/bothnodes/clear").status_code == 200
    until(lambda: listed(a) and listed(a) == listed(b))
    spans = a.api().get("/api/chorus/v1/tags/bothnodes/magnitude").json()["spans"]
    assert [span["to"] is None for span in spans].count(True) == 1


def test_an_own_post_is_known_to_be_favourited_on_the_other_node(nodes, alice):
    a, b = nodes
    for _ in range(10):
        status = a.api(alice).status("mine")
        b.api(alice).post(f"/api/v1/statuses/{status['id']}/favourite")
        time.sleep(0.05)
        for node in nodes:
            assert node.api(alice).get(f"/api/v1/statuses/{status['id']}").json()["favourited"]


def test_a_login_that_is_closed_on_one_node_is_shown_out_of_the_other(nodes, alice):
    a, b = nodes
    with Socket(b, alice, "?stream=user") as stream:
        stream.settle()
        a.cli("account", "create", "chief", "--email", "chief@example.test", "--admin", "--password-stdin",
              text="correct horse battery staple\n")
        chief = a.api(a.token("chief", "admin:write"))
        answer = chief.post(f"/api/v1/admin/accounts/{account_id(a, alice)}/action", json={"type": "suspend"})
        assert answer.status_code == 200, answer.text
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                stream.next()
        assert closed.value.rcvd.code == 1008
    assert b.api(alice).get("/api/v1/timelines/home").status_code == 403


def test_what_a_form_is_answered_with_is_said_by_either_node(nodes, alice):
    a, b = nodes
    for here, there in [(a, a), (a, b), (b, a)]:
        browser = requests.Session()
        form = browser.get(f"http://localhost:{here.port}/auth/sign_in", timeout=20)
        proof = re.search(r'name="csrf" value="([^"]+)"', form.text)[1]
        sent = browser.post(
            f"http://localhost:{here.port}/auth/sign_in", timeout=20, allow_redirects=False,
            headers={"Sec-Fetch-Mode": "navigate"}, data={"csrf": proof, "login": alice.name, "password": "not this one"})
        assert sent.status_code == 303 and sent.headers["Location"] == "/notice" and alice.name not in str(sent.headers)
        # A browser has the same cookies for both: they are known by one name.
        notice = browser.get(f"http://localhost:{there.port}/notice", timeout=20)
        assert notice.status_code == 422 and "is wrong" in notice.text, (here.port, there.port)


def test_ids_of_both_nodes_differ(nodes, alice):
    found = set()
    for number in range(20):
        found.add(nodes[number % 2].api(alice).status(f"word {number}")["id"])
    assert len(found) == 20
    nodes[0].doctor()


def test_two_servers_must_not_have_one_number(nodes, tmp_path):
    second = Node(nodes[0], tmp_path, 1)
    done = subprocess.run(second.serve_command(), capture_output=True, text=True, timeout=30, env=ENVIRONMENT)
    assert done.returncode != 0 and "is node 1 too" in done.stderr
    assert "--node" in done.stderr
    for node in nodes:
        assert node.process.poll() is None


def test_a_link_that_broke_is_made_anew_and_nothing_old_is_kept(nodes, alice, bob):
    a, b = nodes
    follow(a, bob, alice)
    with Socket(b, bob, "?stream=user") as stream:
        stream.settle()
        name = a.api(alice).me()["display_name"]
        assert b.api(bob).get(f"/api/v1/accounts/{account_id(a, alice)}").json()["display_name"] == name
        ended = subprocess.run(
            ["psql", "-X", "-q", "-t", a.database, "-c",
             "SELECT count(pg_terminate_backend(l.pid)) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
             "WHERE l.locktype = 'advisory' AND d.datname = current_database()"],
            check=True, capture_output=True, text=True, timeout=30).stdout
        assert int(ended) == 2
        a.api(alice).request("PATCH", "/api/v1/accounts/update_credentials", json={"display_name": "While away"})
        soon(lambda: b.api(bob).get(f"/api/v1/accounts/{account_id(a, alice)}").json()["display_name"] == "While away")

        def hears():
            status = a.api(alice).status("again")
            try:
                while (told := stream.next(1))["payload"]["id"] != status["id"]:
                    pass
                return True
            except TimeoutError:
                return False
        soon(hears)


def test_nodes_may_start_at_once_on_an_empty_database_and_share_the_jobs(tmp_path):
    require_postgres()
    a = Server("postgres", tmp_path / "a")
    b = Node(a, tmp_path / "b", 1)
    service = PushService()
    try:
        for node in (a, b):
            node.environment = {"CHORUS_PUSH_PRIVATE_ADDRESSES": "on"}
            node.data.mkdir(parents=True)
            (node.data / "push.key").write_bytes(bytes(range(32)))
        starting = [threading.Thread(target=node.start) for node in (a, b)]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        alice, bob = a.person("alice"), a.person("bob")
        app = App(b.api(alice), service, "/app", True)
        for number in range(20):
            (a, b)[number % 2].api(bob).status(f"@{alice.name} hello {number}")
        told = [app.read(*service.next()[1:]) for _ in range(20)]
        assert len({message["notification_id"] for message in told}) == 20
        # Each job was done by one of the nodes, and once.
        with pytest.raises(queue.Empty):
            service.next(2)
        a.doctor()
    finally:
        b.close()
        a.close()
        service.close()
