"""Clients that post in parallel, each on a connection of its own, and remember what was acknowledged."""

import dataclasses
import http.client
import json
import threading
import uuid


@dataclasses.dataclass
class Posted:
    """One acknowledged status."""

    id: str
    text: str
    key: str
    in_reply_to: str | None


class Poster(threading.Thread):
    """Posts until `limit` is reached, it is told to stop or the server is gone.

    `acknowledged` holds what the server answered with 200; `refused` every other answer; `sent` counts the attempts,
    so that sent - acknowledged - refused is 1 at most: the request that was on its way when the server went.
    """

    def __init__(self, port, token, name, reply_to=None, limit=None, repeat_every=0):
        super().__init__(daemon=True)
        self.port, self.token, self.label = port, token, name
        self.reply_to, self.limit, self.repeat_every = reply_to, limit, repeat_every
        self.acknowledged, self.refused, self.repeated = [], [], []
        self.sent = 0
        self.stopping = threading.Event()
        self.lost = None

    def post(self, connection, text, key):
        body = {"status": text}
        if self.reply_to:
            body["in_reply_to_id"] = self.reply_to
        connection.request("POST", "/api/v1/statuses", json.dumps(body), {
            "Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key,
        })
        answer = connection.getresponse()
        return answer.status, answer.read()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            while not self.stopping.is_set() and (self.limit is None or self.sent < self.limit):
                text, key = f"me too, says {self.label}, {self.sent}", uuid.uuid4().hex
                self.sent += 1
                status, body = self.post(connection, text, key)
                if status != 200:
                    self.refused.append((status, body[:300]))
                    continue
                self.acknowledged.append(Posted(json.loads(body)["id"], text, key, self.reply_to))
                if self.repeat_every and self.sent % self.repeat_every == 0:
                    status, body = self.post(connection, text, key)
                    again = json.loads(body).get("id") if status == 200 else f"{status} {body[:200]}"
                    self.repeated.append((self.acknowledged[-1].id, again))
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.lost = error
        finally:
            connection.close()


def run_all(posters, timeout=300):
    """Starts all, waits for all."""
    for poster in posters:
        poster.start()
    for poster in posters:
        poster.join(timeout)
        assert not poster.is_alive(), f"{poster.label} is not done after {timeout} s"


def stop_all(posters, timeout=60):
    for poster in posters:
        poster.stopping.set()
    for poster in posters:
        poster.join(timeout)
        assert not poster.is_alive(), f"{poster.label} hangs"


def each_status(port, token, ids, workers=4):
    """GETs every id in parallel, each worker on one connection; {id: (HTTP status, entity)}."""
    ids = list(ids)
    found, lock = {}, threading.Lock()

    def work(part):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for status_id in part:
            connection.request("GET", f"/api/v1/statuses/{status_id}", headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            body = answer.read()
            with lock:
                found[status_id] = (answer.status, json.loads(body) if answer.status == 200 else None)
        connection.close()

    threads = [threading.Thread(target=work, args=(ids[n::workers],)) for n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert set(found) == set(ids), f"{len(set(ids)) - len(found)} of {len(ids)} statuses were not answered"
    return found
