"""What those who run a server do and look at: clearing away, health, figures, names of requests, and the files of a package."""

import gzip
import os
import pathlib
import re
import shutil
import subprocess
import time

import pytest
import requests

from server import BINARY, ENVIRONMENT, ROOT, Server, eventually

PACKAGING = pathlib.Path(ROOT) / "packaging"


def figures(server):
    return requests.get(f"http://127.0.0.1:{server.metrics_port}/metrics", timeout=10).text


def table(output):
    """The lines of `chorus prune` by kind: (count, size, words)."""
    rows = [line.split("\t") for line in output.splitlines()]
    return {row[0]: row[1:] for row in rows if len(row) == 4}, [row for row in rows if len(row) == 2]


def test_prune_while_it_serves(server):
    alice = server.person("alice")
    api = server.api(alice)
    post = api.status("a word that stays #garden")
    old, young = (server.data / f"media/attachments/aa/{name}/original.png" for name in ("stray", "young"))
    for path in (old, young):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 5000)
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    rows, rest = table(server.cli("prune", "--dry-run").stdout)
    assert list(rows) == ["copies", "posts", "notifications", "sessions", "jobs", "files"]
    assert rows["files"] == ["1", "5 KB", "files that nothing names"] and old.exists()
    assert "prune-posts is off" in rows["posts"][2] and "prune-notifications is off" in rows["notifications"][2]
    assert [row[0] for row in rest] == ["database", "disk"] and re.search(r"B of \d.* are free", rest[1][1])
    rows, _ = table(server.cli("prune", "--posts", "90d", "--notifications", "180d", "--hurry").stdout)
    assert rows["files"][0] == "1" and not old.exists() and young.exists()
    assert rows["posts"][0] == "0" and "touched in 90 days" in rows["posts"][2]
    assert api.get(f"/api/v1/statuses/{post['id']}").json()["content"] == post["content"]
    server.doctor()


@pytest.mark.parametrize("words", [("--posts", "1d"), ("--posts", "soon"), ("--notifications", "7d")])
def test_an_age_that_cannot_be_is_refused(server, words):
    done = subprocess.run(
        [str(BINARY), "prune", *words, *server.storage_options()], capture_output=True, text=True, env=ENVIRONMENT, timeout=60
    )
    assert done.returncode == 1
    name = "prune-posts" if words[0] == "--posts" else "prune-notifications"
    assert f'{name} is "{words[1]}": it must be an age from' in done.stderr


def test_health_and_figures(server):
    for path in ("/health", "/health/live"):
        answer = requests.get(server.url + path, timeout=10)
        assert answer.status_code == 200 and answer.text == "OK", path
    ready = requests.get(server.url + "/health/ready", timeout=10)
    assert ready.status_code == 200 and ready.json() == {"status": "OK", "database": "answers", "takes": "everything"}
    first, second = (requests.get(server.url + "/health", timeout=10).headers["X-Request-Id"] for _ in range(2))
    assert re.fullmatch(r"[\w-]{12}", first) and first != second
    requests.get(server.url + "/api/v1/statuses/1", timeout=10)
    requests.get(server.url + "/no/such/page/at/all", timeout=10)
    text = figures(server)
    assert re.search(r'^chorus_http_route_requests_total\{method="GET",route="/health/ready",status="2xx"\} \d+$', text, re.M)
    assert 'route="/api/v1/statuses/{id}",status="4xx"' in text and "/no/such/page" not in text
    assert re.search(r"^chorus_disk_available_bytes \d+$", text, re.M) and "\nchorus_disk_refusing 0\n" in text
    text = eventually(lambda: "chorus_queue_waiting" in (now := figures(server)) and now, 40)
    for queue in ("jobs", "deliveries", "inbox", "outbox"):
        assert re.search(rf'^chorus_queue_lag_seconds\{{queue="{queue}"\}} \d+$', text, re.M), queue


def test_the_example_of_a_configuration_serves(tmp_path):
    text = (PACKAGING / "chorus.yaml").read_text()
    text = text.replace("data-dir: /var/lib/chorus", f"data-dir: {tmp_path}/data")
    file = tmp_path / "chorus.yaml"
    file.write_text(text)
    done = subprocess.run([str(BINARY), "migrate", "--config", str(file)], capture_output=True, text=True, env=ENVIRONMENT, timeout=60)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "chorus.sqlite").exists()


def test_every_command_has_a_man_page(tmp_path):
    done = subprocess.run(
        [str(pathlib.Path(ROOT) / "scripts/man-pages"), str(BINARY), str(tmp_path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    pages = {path.name.removesuffix(".1.gz"): gzip.decompress(path.read_bytes()) for path in tmp_path.rglob("*.1.gz")}
    assert {"chorus", "chorus-serve", "chorus-backup", "chorus-prune", "chorus-rollback", "chorus-account-create"} <= set(pages)
    assert rb"\fB\-\-prune\-posts\fP" in pages["chorus-serve"]
    if shutil.which("groff"):
        for name, text in pages.items():
            said = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z"], input=text, capture_output=True, timeout=60)
            assert not said.stderr, f"{name}: {said.stderr}"
    completion = tmp_path / "share/bash-completion/completions/chorus"
    assert subprocess.run(["bash", "-n", str(completion)], timeout=60).returncode == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_the_service_is_held_down(tmp_path):
    unit = tmp_path / "chorus.service"
    unit.write_text((PACKAGING / "systemd/chorus.service").read_text())
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, timeout=60)
    figure = re.search(r"exposure level for chorus.service: ([\d.]+)", done.stdout)
    assert figure and float(figure.group(1)) < 2.0, done.stdout[-300:] + done.stderr
