"""The database is away for a while: pages and API say so in their own form, and go on when it is back."""

import shutil
import subprocess
import tempfile
import time

import pytest
import requests

from server import ENGINES, POSTGRES, ROOT, Server


@pytest.fixture
def cluster():
    """A PostgreSQL of this test alone: (its URL, what does something with it)."""
    if "postgres" not in ENGINES or not POSTGRES:
        pytest.skip("there is no PostgreSQL")
    folder = tempfile.mkdtemp(prefix="chorus-away-")

    def do(verb, *options):
        done = subprocess.run([ROOT / "scripts/test-postgres", verb, folder, *options], check=True, capture_output=True,
                              text=True, timeout=60)
        return done.stdout.strip()

    try:
        yield do("start", "--durable"), do
    finally:
        do("stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_503_while_the_database_is_away(cluster, tmp_path):
    url, do = cluster
    server = Server("sqlite", tmp_path)
    server.engine, server.database = "postgres", url
    server.start()
    try:
        person = server.person()
        api = server.api(person)
        api.status("before")
        browser = requests.Session()
        do("halt")
        for _ in range(2):
            answer = api.get("/api/v1/statuses/1")
            assert answer.status_code == 503 and answer.headers["Retry-After"] and answer.json()["error"]
            answer = api.post("/api/v1/statuses", json={"status": "lost?"})
            assert answer.status_code == 503 and answer.headers["Retry-After"] and answer.json()["error"]
            for path in ("/tags/anything", "/@nobody", "/calls/1"):
                answer = browser.get(server.url + path, timeout=30)
                assert answer.status_code == 503 and answer.headers["Retry-After"], path
                assert answer.headers["Content-Type"].startswith("text/html")
            answer = browser.get(server.url + "/settings", cookies={"chorus_session": "x" * 43}, timeout=30)
            assert answer.status_code == 503 and answer.headers["Retry-After"]
        do("boot")
        deadline = time.monotonic() + 20
        while True:
            answer = api.post("/api/v1/statuses", json={"status": "after"})
            if answer.status_code == 200:
                break
            assert time.monotonic() < deadline, answer.text + server.log(5)
            time.sleep(0.2)
        # Each connection finds out by itself.
        while (answer := browser.get(server.url + "/tags/anything", timeout=30)).status_code == 503:
            assert time.monotonic() < deadline, server.log(5)
            time.sleep(0.2)
        assert answer.status_code in (200, 404)
    finally:
        server.close()
