"""Files: uploaded by real clients, rid of what they say of their makers, kept over a restart, or in a bucket."""

import concurrent.futures
import signal
import struct
import subprocess
import time

import pytest
import requests
from mastodon import Mastodon

from browser import Page
from bucket import Bucket, bucket  # noqa: F401 (a fixture)
from pictures import png
from server import Server
from test_toot import Toot


def jpeg_with_place(folder):
    """A JPEG that lies on its side, and says where it was taken and by whom."""
    (folder / "plain.png").write_bytes(png(120, 80))
    subprocess.run(["vips", "copy", str(folder / "plain.png"), f"{folder / 'plain.jpg'}[strip]"], check=True, timeout=60)
    jpeg = (folder / "plain.jpg").read_bytes()
    artist = b"Somebody Somewhere\0\0"
    # Orientation 6, Artist and a GPS directory with a latitude (TIFF 6.0, Exif 2.3).
    ifd = struct.pack("<H", 3)
    ifd += struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    ifd += struct.pack("<HHII", 0x013B, 2, len(artist), 8 + 2 + 36 + 4)
    ifd += struct.pack("<HHII", 0x8825, 4, 1, 8 + 2 + 36 + 4 + len(artist))
    ifd += struct.pack("<I", 0) + artist
    gps = struct.pack("<H", 1) + struct.pack("<HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack("<I", 0)
    tiff = b"II*\0" + struct.pack("<I", 8) + ifd + gps
    segment = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]


def film(path, seconds=1, size="160x120"):
    """A film with sound that says where it was taken."""
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc=size={size}:rate=25:duration={seconds}",
         "-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}", "-c:v", "mpeg4", "-c:a", "aac",
         "-metadata", "location=+48.8577+002.295/", "-metadata", "title=At home", str(path)],
        check=True, timeout=120,
    )
    return path


def client(server, person):
    return Mastodon(access_token=person.token, api_base_url=server.url, ratelimit_method="throw")


def test_a_picture_says_nothing_of_its_maker(server, tmp_path):
    alice = client(server, server.person("alice"))
    sent = jpeg_with_place(tmp_path)
    assert b"Somebody" in sent and b"Exif" in sent
    (tmp_path / "place.jpg").write_bytes(sent)
    media = alice.media_post(str(tmp_path / "place.jpg"), description="A field", focus=(0.25, -0.5))
    assert media.type == "image" and media.description == "A field"
    assert media.meta.original.width == 80 and media.meta.original.height == 120, "upright"
    assert media.meta.focus.x == 0.25 and len(media.blurhash) == 36
    for url in (media.url, media.preview_url):
        answer = requests.get(url, timeout=60)
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "max-age=0" in answer.headers["Cache-Control"] and answer.headers["ETag"], "asked for each time, and not sent again"
        for word in (b"Exif", b"Somebody", b"GPS"):
            assert word not in answer.content
    status = alice.status_post("Look", media_ids=[media], sensitive=True)
    assert [m.id for m in status.media_attachments] == [media.id]
    page = requests.get(f"{server.url}/@{alice.me().username}/{status.id}", timeout=60).text
    assert 'alt="A field"' in page and "Sensitive" in page
    path = media.preview_url.removeprefix(server.url)
    assert path in page
    gone = alice.status_delete(status)
    assert [m.id for m in gone.media_attachments] == [media.id]
    again = alice.status_post("", media_ids=[media.id])
    assert again.content == "" and again.media_attachments[0].url == media.url


def test_a_film_is_made_playable_and_served_in_parts(server, tmp_path):
    alice = client(server, server.person("alice"))
    path = film(tmp_path / "film.mp4")
    assert b"loci" in path.read_bytes() and b"At home" in path.read_bytes()
    media = alice.media_post(str(path), synchronous=True)
    assert media.type == "video" and media.meta.original.width == 160
    assert media.meta.original.frame_rate and media.meta.original.duration > 0.5
    whole = requests.get(media.url, timeout=60)
    assert whole.headers["Content-Type"] == "video/mp4" and whole.headers["Accept-Ranges"] == "bytes"
    for word in (b"loci", b"At home", b"location"):
        assert word not in whole.content
    part = requests.get(media.url, headers={"Range": "bytes=4-7"}, timeout=60)
    assert part.status_code == 206 and part.content == b"ftyp"
    status = alice.status_post("A film", media_ids=[media], sensitive=True)
    assert status.media_attachments[0].type == "video"
    answer = requests.get(f"{server.url}/@{alice.me().username}/{status.id}", timeout=60)
    shown = dict(Page(answer.text).attributes)["video"]
    assert media.url.endswith(shown["src"]) and media.preview_url.endswith(shown["poster"])
    assert "controls" in shown and shown["preload"] == "none" and "autoplay" not in shown
    assert shown["aria-label"] == "A video without a description" and "Sensitive media" in answer.text
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name, coding", [("a.webp", ["-c:v", "libwebp_anim"]), ("a.png", ["-f", "apng"])])
def test_pictures_that_move_become_silent_films(server, tmp_path, name, coding):
    path, still = tmp_path / name, tmp_path / f"still-{name}"
    source = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1"]
    subprocess.run([*source, *coding, str(path)], check=True, timeout=60)
    subprocess.run(["vips", "copy", str(path), str(still)], check=True, timeout=60)
    api = server.api(server.person("alice"))
    film = api.post("/api/v1/media", files={"file": (name, path.read_bytes())}).json()
    assert film["type"] == "gifv" and film["url"].endswith(".mp4"), film
    assert film["meta"]["original"]["width"] == 64 and 0.9 < film["meta"]["original"]["duration"] < 1.2
    picture = api.post("/api/v1/media", files={"file": (name, still.read_bytes())}).json()
    assert picture["type"] == "image", picture


def test_toot_uploads(server, tmp_path):
    toot = Toot(tmp_path / "home")
    person = server.person("alice")
    toot.log_in(server, person)
    (tmp_path / "a.png").write_bytes(png(320, 200))
    (tmp_path / "b.png").write_bytes(png(40, 40))
    status = toot.json(
        "post", "Two", "--media", str(tmp_path / "a.png"), "--description", "The first",
        "--media", str(tmp_path / "b.png"), "--description", "The second")
    assert [m["description"] for m in status["media_attachments"]] == ["The first", "The second"]


def test_avatars_and_headers(server, tmp_path):
    alice = client(server, server.person("alice"))
    (tmp_path / "a.png").write_bytes(png(500, 300))
    before = alice.me()
    me = alice.account_update_credentials(avatar=str(tmp_path / "a.png"), header=str(tmp_path / "a.png"))
    assert me.avatar != before.avatar and me.header != before.header and me.avatar_static == me.avatar
    assert requests.get(me.avatar, timeout=60).status_code == 200
    api = server.api(alice.access_token)
    cleared = api.delete("/api/v1/profile/avatar")
    assert cleared.status_code == 200 and cleared.json()["avatar"] == before.avatar
    assert cleared.json()["header"] == me.header
    assert requests.get(me.avatar, timeout=60).status_code == 404


def test_hostile_uploads_leave_the_server_up(server):
    api = server.api(server.person("alice"))
    bomb = png(4, 4).replace(struct.pack(">II", 4, 4), struct.pack(">II", 60000, 60000), 1)
    playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"
    for name, data in {
        "empty.png": b"", "page.png": b"<html><script>alert(1)</script>", "bomb.png": bomb, "cut.png": png(320, 200)[:500],
        "list.mp4": playlist, "zip.png": b"PK\3\4" + png(320, 200), "flood.mp4": b"\0" * (30 << 20),
        "svg.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    }.items():
        answer = api.post("/api/v2/media", files={"file": (name, data, "image/png")})
        assert answer.status_code == 422, f"{name}: {answer.status_code} {answer.text}"
        assert answer.json()["error"].startswith("Validation failed: ")
    assert api.get("/health").status_code == 200
    assert api.post("/api/v2/media", files={"file": ("a.png", png(320, 200), "image/png")}).status_code == 200


def test_two_people_take_turns(server, tmp_path):
    """One film of bob's does not wait for all of alice's."""
    alice, bob = (server.api(server.person(name)) for name in ("alice", "bob"))
    data = film(tmp_path / "film.mp4", seconds=8, size="640x480").read_bytes()

    def upload(api):
        answer = api.post("/api/v2/media", files={"file": ("a.mp4", data, "video/mp4")})
        assert answer.status_code in (200, 202), answer.text
        return f"/api/v1/media/{answer.json()['id']}"

    def wait(api, address):
        end = time.monotonic() + 240
        while (answer := api.get(address)).status_code == 206:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert answer.status_code == 200, answer.text

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        many = list(pool.map(upload, [alice] * 8))
    one = upload(bob)
    wait(bob, one)
    left = [address for address in many if alice.get(address).status_code == 206]
    assert len(left) >= 4, "bob's turn comes after the one that runs, and perhaps one more"
    for address in many:
        wait(alice, address)


def test_processing_goes_on_after_a_crash(own_server, tmp_path):
    person = own_server.person("alice")
    path = film(tmp_path / "long.mp4", seconds=20, size="1280x720")
    answer = own_server.api(person).post("/api/v2/media", files={"file": ("long.mp4", path.read_bytes(), "video/mp4")})
    assert answer.status_code in (200, 202), answer.text
    own_server.process.send_signal(signal.SIGKILL)
    own_server.process.wait(30)
    own_server.start()
    api, began = own_server.api(person), time.monotonic()
    while True:
        state = api.get(f"/api/v1/media/{answer.json()['id']}")
        if state.status_code != 206 or time.monotonic() - began > 180:
            break
        time.sleep(0.2)
    assert state.status_code == 200, state.text
    assert requests.get(state.json()["url"], timeout=60).headers["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("right", [True, False], ids=["right key", "wrong key"])
def test_files_in_a_bucket(engine, tmp_path, bucket, right):
    server = Server(engine, tmp_path, ["--media-bucket", f"{bucket}/pictures", "--media-region", Bucket.region])
    server.environment = {
        "CHORUS_MEDIA_KEY_ID": Bucket.key_id, "CHORUS_MEDIA_SECRET": Bucket.secret if right else "another"}
    try:
        server.start()
        api = server.api(server.person("alice"))
        answer = api.post("/api/v2/media", files={"file": ("a.png", png(320, 200), "image/png")})
        if not right:
            assert answer.status_code == 503 and Bucket.refused, answer.text
            said = [line for line in server.log().splitlines() if "The bucket answers" in line]
            assert len(said) == 1, server.log()
            assert "POST /api/v2/media was not answered: The bucket answers 403 (SignatureDoesNotMatch) for attachments/" in said[0]
            assert "another" not in server.log() and "Signature=" not in server.log()
            return
        assert answer.status_code == 200, (answer.text, Bucket.refused, server.log())
        media = answer.json()
        assert media["url"].startswith(f"{bucket}/pictures/attachments/")
        assert requests.get(media["url"], timeout=60).headers["Content-Type"] == "image/png"
        assert len(Bucket.files) == 2 and not Bucket.refused
        page = api.get("/")
        assert bucket in page.headers["Content-Security-Policy"]
        assert api.delete(f"/api/v1/media/{media['id']}").status_code == 200
        assert not Bucket.files
    finally:
        server.close()
