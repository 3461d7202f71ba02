"""Files where something of ours is wrong: relative folders, programs that are missing, killed or without room, and a
server that dies. A file is never blamed for it, and no program outlives the server."""

import os
import pathlib
import signal
import subprocess
import time

import pytest

from pictures import png
from server import ENGINES, Server
from test_media import film
from test_media_kinds import gif

TOOLS = ("vips", "vipsheader", "ffmpeg", "ffprobe")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A server started with a relative folder for its data, from another one, whose programs do as the file `fault` says."""
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES")
    folder = tmp_path_factory.mktemp("chorus-faulty")
    running = Server("sqlite", folder)
    running.data, running.directory = pathlib.Path("data"), str(folder)
    tools, running.fault = folder / "tools", folder / "fault"
    tools.mkdir()
    for name in TOOLS:
        real = subprocess.run(["which", name], check=True, capture_output=True, text=True).stdout.strip()
        (tools / name).write_text(f'#!/bin/sh\n[ -e {running.fault} ] && . {running.fault}\nexec {real} "$@"\n')
        (tools / name).chmod(0o755)
    running.environment = {"PATH": f"{tools}:{os.environ['PATH']}"}
    running.tools = tools
    try:
        yield running.start()
    finally:
        running.fault.unlink(missing_ok=True)
        running.close()


@pytest.fixture
def fault(faulty):
    """Sets what the programs do instead of their work."""
    yield lambda script: faulty.fault.write_text(script)
    faulty.fault.unlink(missing_ok=True)


def programs_of(server):
    """Process ids of all programs at work on the server's files."""
    needle = str(server.folder / "data" / "media").encode()
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if needle in words and state != "Z":
                found.append(int(entry.name))
    return found


def wait_until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def test_a_relative_data_folder_takes_files(faulty, tmp_path):
    api = faulty.api(faulty.person("alice"))
    picture = api.post("/api/v2/media", files={"file": ("a.png", png(320, 200))})
    assert picture.status_code == 200, picture.text
    assert api.get(picture.json()["url"]).status_code == 200
    moving = api.post("/api/v1/media", files={"file": ("a.mp4", film(tmp_path / "a.mp4").read_bytes())})
    assert moving.status_code == 200 and moving.json()["type"] == "video", moving.text
    profile = api.request(
        "PATCH", "/api/v1/accounts/update_credentials", files={"avatar": ("a.png", png(40, 40)), "header": ("h.png", png(90, 30))})
    assert profile.status_code == 200 and "/accounts/" in profile.json()["avatar"], profile.text


@pytest.mark.parametrize("script, said", [
    ("kill -9 $$", "from outside"), ("echo 'vips: No space left on device' >&2; exit 1", "No space left on device"),
    ("exec /no/such/vips", "no/such/vips"),
], ids=["killed", "no space", "missing"])
def test_a_program_that_fails_is_not_the_files_fault(faulty, fault, script, said):
    api = faulty.api(faulty.person("alice"))
    fault(script)
    answers = [
        api.post("/api/v2/media", files={"file": ("a.png", png(320, 200))}),
        api.post("/api/v2/media", files={"file": ("a.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 400)}),
        api.request("PATCH", "/api/v1/accounts/update_credentials", files={"avatar": ("a.png", png(40, 40))}),
    ]
    for answer in answers:
        assert answer.status_code == 503, f"{answer.status_code} {answer.text}"
        assert "damaged" not in answer.text and "try again" in answer.json()["error"]
    assert said in faulty.log(), "the admin reads why"
    fault("true")
    assert api.post("/api/v2/media", files={"file": ("a.png", png(320, 200))}).status_code == 200
    damaged = api.post("/api/v2/media", files={"file": ("a.png", png(320, 200)[:300])})
    assert damaged.status_code == 422 and "damaged" in damaged.text


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_no_program_outlives_the_server(faulty, tmp_path, end):
    person = faulty.person("alice")
    path = film(tmp_path / "long.mp4", seconds=60, size="1280x720")
    answer = faulty.api(person).post("/api/v2/media", files={"file": ("long.mp4", path.read_bytes(), "video/mp4")})
    assert answer.status_code == 202, answer.text
    wait_until(lambda: programs_of(faulty))
    faulty.process.send_signal(end)
    faulty.process.wait(60)
    wait_until(lambda: not programs_of(faulty), seconds=5)
    faulty.start()
    wait_until(lambda: programs_of(faulty))
    begun = [pid for pid in programs_of(faulty) if b"original.mp4" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(begun) <= 1, "one program for one file"
    assert faulty.api(person).delete(f"/api/v1/media/{answer.json()['id']}").status_code == 200


def test_a_film_waits_for_the_server_to_be_well_again(faulty, fault):
    api = faulty.api(faulty.person("alice"))
    # Whether a GIF moves is seen without the programs: what is wrong with them shows only later.
    fault("echo 'No space left on device' >&2; exit 1")
    answer = api.post("/api/v2/media", files={"file": ("a.gif", gif(8, 8, 3))})
    assert answer.status_code == 202, answer.text
    address = f"/api/v1/media/{answer.json()['id']}"
    said = "are tried again later and later"
    wait_until(lambda: said in faulty.log())
    assert api.get(address).status_code == 206, "it is not given up"
    second = api.post("/api/v2/media", files={"file": ("a.gif", gif(8, 8, 3))})
    assert second.status_code == 202, second.text
    wait_until(lambda: "2 files not processed" in faulty.cli("doctor", check=False).stdout)
    doctor = faulty.cli("doctor", check=False)
    assert doctor.returncode == 1 and "No space left on device" in doctor.stdout, doctor.stdout
    assert faulty.log().count(said) == 1, "the admin hears of it once"
    fault("true")
    faulty.stop()
    faulty.start()
    wait_until(lambda: api.get(address).status_code == 200)
    wait_until(lambda: api.get(f"/api/v1/media/{second.json()['id']}").status_code == 200)
    faulty.doctor()
