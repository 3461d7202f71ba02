"""Streams: what comes over WebSocket (the `websockets` package) and server-sent events (Mastodon.py, plain HTTP)."""

import json
import queue
import socket
import threading
import time

import pytest
import requests
from mastodon import Mastodon, StreamListener
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

SOON = 10  # seconds in which what is told must come


class Socket:
    """One WebSocket: what came, in order, with the payloads read."""

    def __init__(self, server, person=None, query="", **options):
        token = getattr(person, "token", person)
        if token and "subprotocols" not in options:
            options.setdefault("additional_headers", {"Authorization": f"Bearer {token}"})
        self.connection = connect(f"ws://{server.host}/api/v1/streaming{query}", open_timeout=10, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def send(self, **command):
        self.connection.send(json.dumps(command))

    def subscribe(self, stream, **more):
        self.send(type="subscribe", stream=stream, **more)
        self.settle()

    def settle(self):
        """Commands are carried out in order: an answer to the last one means that all before it were."""
        self.connection.send(json.dumps({"type": "subscribe", "stream": "no such stream"}))
        while True:
            message = json.loads(self.connection.recv(SOON))
            if message.get("error") == "Unknown stream type":
                assert message == {"error": "Unknown stream type", "status": 400}
                return
            raise AssertionError(f"before the command was answered came {message}")

    def next(self, seconds=SOON):
        message = json.loads(self.connection.recv(seconds))
        if message.get("event") in ("update", "status.update", "notification", "conversation"):
            message["payload"] = json.loads(message["payload"])
        return message

    def quiet(self, seconds=0.5):
        with pytest.raises(TimeoutError):
            raise AssertionError(f"came: {self.next(seconds)}")


@pytest.fixture
def alice(server):
    return server.person("alice")


@pytest.fixture
def bob(server):
    return server.person("bob")


def account_id(server, person):
    return server.api(person).me()["id"]


def follow(server, person, whom):
    answer = server.api(person).post(f"/api/v1/accounts/{account_id(server, whom)}/follow")
    assert answer.status_code == 200, answer.text


# --- What comes.

def test_home_with_viewers_fields_delete_and_edit(server, alice, bob):
    follow(server, bob, alice)
    with Socket(server, bob, "?stream=user") as stream:
        stream.settle()
        status = server.api(alice).status("a first word")
        told = stream.next()
        assert told["stream"] == ["user"] and told["event"] == "update"
        assert told["payload"] == server.api(bob).get(f"/api/v1/statuses/{status['id']}").json()
        assert told["payload"]["favourited"] is False
        server.api(alice).request("PUT", f"/api/v1/statuses/{status['id']}", json={"status": "a better word"})
        told = stream.next()
        assert told["event"] == "status.update" and "better" in told["payload"]["content"]
        server.api(alice).delete(f"/api/v1/statuses/{status['id']}")
        assert stream.next() == {"stream": ["user"], "event": "delete", "payload": status["id"]}


def test_home_is_what_the_home_timeline_takes(server, alice, bob):
    carol = server.person("charlie")
    follow(server, bob, alice)
    with Socket(server, bob, "?stream=user") as stream:
        stream.settle()
        hers = server.api(carol).status("carols word")
        server.api(alice).status("@" + carol.name + " an answer", in_reply_to_id=hers["id"])
        server.api(alice).post(f"/api/v1/statuses/{hers['id']}/reblog")
        told = stream.next()
        assert told["payload"]["reblog"]["id"] == hers["id"]
        server.api(bob).post(f"/api/v1/accounts/{account_id(server, carol)}/mute")
        server.api(alice).post(f"/api/v1/statuses/{hers['id']}/unreblog")
        assert stream.next()["event"] == "delete"
        server.api(alice).post(f"/api/v1/statuses/{hers['id']}/reblog")
        server.api(bob).post(f"/api/v1/accounts/{account_id(server, alice)}/unfollow")
        server.api(alice).status("for those who follow")
        stream.quiet()
        own = server.api(bob).status("my own")
        assert stream.next()["payload"]["id"] == own["id"]


def test_notifications_come_with_user_and_alone(server, alice, bob):
    narrow = server.token(bob.name, "read:statuses")
    with Socket(server, bob) as stream, Socket(server, narrow, "?stream=user") as without:
        stream.subscribe("user:notification")
        without.settle()
        status = server.api(bob).status("mine")
        assert without.next()["event"] == "update"
        server.api(alice).post(f"/api/v1/statuses/{status['id']}/favourite")
        told = stream.next()
        assert told["stream"] == ["user:notification"] and told["event"] == "notification"
        assert told["payload"]["type"] == "favourite" and told["payload"]["account"]["username"] == alice.name
        assert told["payload"]["status"]["id"] == status["id"]
        without.quiet()
        without.send(type="subscribe", stream="user:notification")
        assert without.next() == {"error": "Access token does not have the required scopes", "status": 401}


def test_many_streams_on_one_socket(server, alice, bob):
    tag = f"Gärten{alice.name}"
    with Socket(server, bob) as stream:
        stream.subscribe("public")
        stream.subscribe("public:local")
        stream.subscribe("public:remote")
        stream.subscribe("hashtag", tag=tag)
        stream.subscribe("hashtag:local", tag=tag.upper())
        status = server.api(alice).status(f"a word on #{tag.lower()}")
        told = sorted((stream.next() for _ in range(4)), key=lambda message: message["stream"])
        assert [message["stream"] for message in told] == [
            ["hashtag", tag], ["hashtag:local", tag.upper()], ["public"], ["public:local"]]
        assert {message["payload"]["id"] for message in told} == {status["id"]}
        assert "favourited" not in told[0]["payload"]
        stream.send(type="unsubscribe", stream="public")
        stream.send(type="unsubscribe", stream="hashtag:local", tag=tag.upper())
        stream.settle()
        server.api(alice).delete(f"/api/v1/statuses/{status['id']}")
        told = sorted((stream.next() for _ in range(3)), key=lambda message: message["stream"])
        assert [message["stream"] for message in told] == [["hashtag", tag], ["public:local"], ["public:remote"]]
        assert {message["payload"] for message in told} == {status["id"]}


def test_public_streams_leave_out_what_is_blocked(server, alice, bob):
    server.api(bob).post(f"/api/v1/accounts/{account_id(server, alice)}/block")
    carol = server.person("charlie")
    with Socket(server, bob, "?stream=public") as stream:
        stream.settle()
        server.api(alice).status("not for bob")
        server.api(carol).status(f"@{alice.name} nor this")
        server.api(carol).status("only for some", visibility="private")
        hers = server.api(carol).status("for everybody")
        assert stream.next()["payload"]["id"] == hers["id"]


def test_a_vote_tells_the_new_numbers(server, alice, bob):
    status = server.api(alice).status("tea or coffee?", poll={"options": ["tea", "coffee"], "expires_in": 3600})
    with Socket(server, alice, "?stream=user") as stream:
        stream.settle()
        server.api(bob).post(f"/api/v1/polls/{status['poll']['id']}/votes", json={"choices": [1]})
        told = stream.next()
        assert told["event"] == "status.update" and told["payload"]["poll"]["votes_count"] == 1


def test_lists_and_conversations(server, alice, bob):
    follow(server, bob, alice)
    api = server.api(bob)
    mine = api.post("/api/v1/lists", json={"title": "near"}).json()["id"]
    api.post(f"/api/v1/lists/{mine}/accounts", json={"account_ids": [account_id(server, alice)]})
    theirs = server.api(alice).post("/api/v1/lists", json={"title": "hers"}).json()["id"]
    with Socket(server, bob, f"?stream=list&list={mine}") as stream:
        stream.subscribe("direct")
        stream.send(type="subscribe", stream="list", list=theirs)
        assert stream.next() == {"error": "Not authorized to stream this list", "status": 401}
        status = server.api(alice).status("for the list")
        told = stream.next()
        assert told["stream"] == ["list", mine] and told["payload"]["id"] == status["id"]
        assert told["payload"]["favourited"] is False
        word = server.api(alice).status(f"@{bob.name} between us", visibility="direct")
        told = stream.next()
        assert told["stream"] == ["direct"] and told["event"] == "conversation"
        assert told["payload"]["last_status"]["id"] == word["id"] and told["payload"]["unread"] is True


def test_filters_changed_has_no_payload(server, alice):
    with Socket(server, alice, "?stream=user") as stream:
        stream.settle()
        server.api(alice).post("/api/v2/filters", json={"title": "weather", "context": ["home"]})
        assert stream.next() == {"stream": ["user"], "event": "filters_changed"}


# --- Coming in, and being shown out.

@pytest.mark.parametrize("place", ["header", "query", "subprotocol"])
def test_a_token_comes_in_three_ways(server, alice, place):
    query, options, person = "?stream=user", {}, None
    if place == "query":
        query += f"&access_token={alice.token}"
    elif place == "subprotocol":
        options["subprotocols"] = [alice.token]
    else:
        person = alice
    with Socket(server, person, query, **options) as stream:
        stream.settle()
        assert stream.connection.subprotocol == (alice.token if place == "subprotocol" else None)


def test_no_token_and_a_wrong_one_are_401_in_json(server):
    for query in ("?stream=public", "?stream=public&access_token=nonsense"):
        with pytest.raises(InvalidStatus) as refused:
            Socket(server, None, query)
        answer = refused.value.response
        assert answer.status_code == 401 and "error" in json.loads(answer.body)
    app = server.api().post("/api/v1/apps", json={
        "client_name": "app", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read"}).json()
    token = server.api().post("/oauth/token", json={
        "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "scope": "read"}).json()["access_token"]
    with pytest.raises(InvalidStatus) as refused:
        Socket(server, token, "?stream=public")
    assert refused.value.response.status_code == 401


@pytest.mark.parametrize("headers, code", [
    ({"Sec-WebSocket-Version": "8"}, 426), ({"Sec-WebSocket-Key": "short"}, 400), ({"Connection": "close"}, 400),
])
def test_a_request_that_is_no_handshake_is_refused(server, alice, headers, code):
    good = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Authorization": f"Bearer {alice.token}"}
    answer = requests.get(f"{server.url}/api/v1/streaming?stream=user", headers={**good, **headers}, timeout=10)
    assert answer.status_code == code and answer.json()["error"]


def test_an_upgrade_that_nobody_knows_is_answered_as_plain_http(server):
    for _ in range(2):
        answer = requests.get(
            f"{server.url}/api/v1/instance", headers={"Upgrade": "h2c", "Connection": "Upgrade"}, timeout=10)
        assert answer.status_code == 200 and answer.json()["uri"] == server.host


def test_a_revoked_token_ends_its_stream(server, alice):
    from browser import OOB, Browser

    app = server.api().post("/api/v1/apps", json={
        "client_name": "app", "redirect_uris": OOB, "scopes": "read"}).json()
    browser = Browser(server.url)
    browser.authorise(
        f"{server.url}/oauth/authorize?response_type=code&scope=read&client_id={app['client_id']}"
        f"&redirect_uri={OOB}", alice.email, alice.password)
    secrets = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    token = server.api().post("/oauth/token", json={
        "grant_type": "authorization_code", "code": browser.oob_code(), "redirect_uri": OOB, **secrets,
    }).json()["access_token"]
    with Socket(server, token, "?stream=user") as stream, Socket(server, alice, "?stream=user") as other:
        stream.settle()
        events = requests.get(
            f"{server.url}/api/v1/streaming/user", params={"access_token": token}, stream=True, timeout=10)
        assert events.status_code == 200
        assert server.api().post("/oauth/revoke", data={**secrets, "token": token}).status_code == 200
        with pytest.raises(ConnectionClosed) as closed:
            stream.next()
        assert closed.value.rcvd.code == 1008
        assert b"event" not in events.raw.read()
        other.settle()


# --- The protocol.

def test_what_is_no_command_is_ignored_and_binary_is_1003(server, alice):
    with Socket(server, alice) as stream:
        for text in ("", "{", "[]", "null", '{"type":7}', '{"type":"dance"}', "\u0000", '{"type":"subscribe"' * 50):
            stream.connection.send(text)
        stream.settle()
        stream.send(type="subscribe", stream="hashtag")
        assert stream.next() == {"error": "Missing tag name parameter", "status": 400}
        stream.connection.send(b"\x00\x01")
        with pytest.raises(ConnectionClosed) as closed:
            stream.next()
        assert closed.value.rcvd.code == 1003


def test_fragments_pings_and_a_huge_message(server, alice):
    with Socket(server, alice) as stream:
        stream.connection.send(iter(['{"type":"subscribe",', '"stream":', '"nothing"}']))
        assert stream.next()["error"] == "Unknown stream type"
        assert stream.connection.ping().wait(SOON)
        stream.connection.send("x" * 100_000)
        with pytest.raises(ConnectionClosed) as closed:
            stream.next()
        assert closed.value.rcvd.code == 1009


def raw_socket(server, person, receive_buffer=None):
    """A socket after the handshake, without a library."""
    plain = socket.socket()
    if receive_buffer:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    plain.settimeout(60)
    plain.connect(("127.0.0.1", server.port))
    plain.sendall(
        (f"GET /api/v1/streaming?stream=user HTTP/1.1\r\nHost: {server.host}\r\nUpgrade: websocket\r\n"
         f"Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {person.token}\r\n\r\n").encode())
    head = b""
    while b"\r\n\r\n" not in head:
        part = plain.recv(4096)
        assert part, head
        head += part
    head, _, rest = head.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 "), head
    # RFC 6455, section 1.3: the key of the RFC and its answer.
    assert b"s3pplmbitxaq9kygzzhzrbk+xoo=" in head.lower()
    return plain, rest


def test_the_handshake_of_the_rfc_and_garbage_after_it(server, alice):
    plain, _ = raw_socket(server, alice)
    plain.sendall(bytes(range(256)) * 8)
    answer = b""
    try:
        while part := plain.recv(4096):
            answer += part
    except ConnectionResetError:
        pass
    assert answer[:1] in (b"\x88", b""), answer
    assert server.api(alice).me()["username"] == alice.name


def test_a_connection_that_has_served_http_may_become_a_socket(server, alice):
    plain = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    for _ in range(2):
        plain.sendall(f"GET /health HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
        assert b"200 OK" in plain.recv(4096)
    plain.sendall(
        (f"GET /api/v1/streaming/?stream=nothing&access_token={alice.token} HTTP/1.1\r\nHost: {server.host}\r\n"
         "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode())
    answer = b""
    while b"Unknown stream type" not in answer:
        part = plain.recv(4096)
        assert part, answer
        answer += part
    assert b" 101 " in answer.splitlines()[0]
    plain.close()


def test_a_reader_who_is_too_slow_is_dropped_and_holds_up_nobody(server, alice):
    plain, _ = raw_socket(server, alice, receive_buffer=4096)
    api = server.api(alice)
    text = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 500  # 500 characters, 12,500 bytes
    with Socket(server, alice, "?stream=user") as stream:
        stream.settle()
        for _ in range(1000):
            sent = api.status(text)["id"]
            assert stream.next()["payload"]["id"] == sent
    # What the kernels had taken can still be read, and then the connection ends.
    plain.settimeout(SOON)
    size = 0
    try:
        while part := plain.recv(1 << 16):
            size += len(part)
    except ConnectionResetError:
        pass
    assert 0 < size < 1000 * 12_500


def test_sigterm_ends_open_streams(own_server):
    server = own_server
    person = server.person("alice")
    events = requests.get(
        f"{server.url}/api/v1/streaming/user", headers={"Authorization": f"Bearer {person.token}"}, stream=True,
        timeout=30)
    assert events.status_code == 200
    with Socket(server, person, "?stream=user") as stream:
        stream.settle()
        assert server.stop(timeout=10) == 0
        with pytest.raises(ConnectionClosed) as closed:
            stream.next()
        assert closed.value.rcvd.code == 1001


# --- Server-sent events.

class Ears(StreamListener):
    """Keeps what Mastodon.py hears."""

    def __init__(self):
        self.heard = queue.Queue()

    def on_update(self, status):
        self.heard.put(("update", status.id))

    def on_delete(self, status_id):
        self.heard.put(("delete", status_id))

    def on_status_update(self, status):
        self.heard.put(("status.update", status.id))

    def on_notification(self, notification):
        self.heard.put(("notification", notification.type))

    def next(self):
        return self.heard.get(timeout=SOON)


@pytest.fixture
def listening(server):
    """Opens streams with Mastodon.py, each heard by ears of its own."""
    handles = []

    def listen(person, kind, *parameters, **options):
        client = Mastodon(access_token=person.token, api_base_url=server.url)
        assert client.stream_healthy()
        ears = Ears()
        handles.append(getattr(client, kind)(*parameters, ears, run_async=True, **options))
        time.sleep(0.3)
        return ears

    yield listen
    # Each waits for the next heartbeat.
    closing = [threading.Thread(target=handle.close) for handle in handles]
    for thread in closing:
        thread.start()
    for thread in closing:
        thread.join()


def test_mastodon_py_hears_user_public_and_hashtag(server, alice, bob, listening):
    follow(server, bob, alice)
    user = listening(bob, "stream_user")
    public = listening(bob, "stream_public")
    local = listening(bob, "stream_public", local=True)
    tagged = listening(bob, "stream_hashtag", f"About{alice.name}")
    status = server.api(alice).status(f"@{bob.name} a word #about{alice.name}")
    number = int(status["id"])
    for ears in (public, local, tagged):
        kind, found = ears.next()
        assert (kind, int(found)) == ("update", number)
    assert sorted([user.next()[0], user.next()[0]]) == ["notification", "update"]
    server.api(alice).request("PUT", f"/api/v1/statuses/{status['id']}", json={"status": f"other #about{alice.name}"})
    for ears in (user, public, tagged):
        assert ears.next()[0] == "status.update"
    server.api(alice).delete(f"/api/v1/statuses/{status['id']}")
    for ears in (user, public, local, tagged):
        while (heard := ears.next())[0] == "status.update":
            pass
        assert heard[0] == "delete" and int(heard[1]) == number


def test_events_are_written_as_the_standard_wants(server, alice):
    with requests.get(
            f"{server.url}/api/v1/streaming/public?access_token={alice.token}", stream=True, timeout=30,
            headers={"Origin": "https://web.example"}) as events:
        assert events.headers["Content-Type"] == "text/event-stream"
        assert events.headers["Cache-Control"] == "private, no-store"
        assert events.headers["Access-Control-Allow-Origin"] == "*"
        lines = events.iter_lines(chunk_size=1)
        next(lines)
        threading.Timer(0.2, lambda: server.api(alice).status("a line\nand another")).start()
        block = []
        for line in lines:
            if block and not line:
                break
            if line and not line.startswith(b":"):
                block.append(line)
        assert block[0] == b"event: update" and block[1].startswith(b"data: {") and len(block) == 2
        assert json.loads(block[1][len(b"data: "):])["account"]["username"] == alice.name


@pytest.mark.parametrize("path, code", [
    ("", 400), ("/nothing", 400), ("/public/nothing", 400), ("/hashtag", 400), ("/hashtag/local?tag=", 400),
    ("/hashtag?tag=%2B%2B", 400), ("/list", 400), ("/list?list=1", 401),
])
def test_unknown_channels_are_400(server, alice, path, code):
    answer = server.api(alice).get(f"/api/v1/streaming{path}")
    assert answer.status_code == code and answer.json()["error"]


def test_streams_need_a_token_of_a_person_with_the_scope(server, alice):
    for path in ("/user", "/public", "/hashtag?tag=a", "/direct", "/user/notification"):
        assert server.api().get(f"/api/v1/streaming{path}").status_code == 401
        assert server.api("nonsense").get(f"/api/v1/streaming{path}").status_code == 401
        narrow = server.api(server.token(alice.name, "write:statuses"))
        assert narrow.get(f"/api/v1/streaming{path}").status_code == 401
    answer = server.api().get("/api/v1/streaming/health")
    assert answer.status_code == 200 and answer.text == "OK"


def test_the_instance_says_where_streams_are(server):
    url = f"ws://{server.host}"
    assert server.api().get("/api/v1/instance").json()["urls"]["streaming_api"] == url
    assert server.api().get("/api/v2/instance").json()["configuration"]["urls"]["streaming"] == url
