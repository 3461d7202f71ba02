"""Nothing that a file says of its maker is served: a marker is planted wherever a format has room for words, and looked for
in the bytes of the original, of its copies, of avatars, headers, emoji and pictures of cards. One server on SQLite."""

import contextlib
import http.server
import pathlib
import sqlite3
import struct
import threading
import time
import zlib

import pytest
import requests

from pictures import png
from server import ENGINES, Server
from test_media_kinds import MEDIA, fetched, plain, run, upload

MARKER = b"MARKER-52N31"
WORD = MARKER.decode()
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>' + MARKER + b"</rdf:RDF></x:xmpmeta>"


class Pictures(http.server.BaseHTTPRequestHandler):
    files = {}

    def do_GET(self):
        body = Pictures.files.get(self.path, b"")
        if self.path.startswith("/page/"):
            body = f'<title>Page</title><meta property="og:image" content="/{self.path[6:]}">'.encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html" if self.path.startswith("/page/") else "image/png")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES")
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    running = Server("sqlite", tmp_path_factory.mktemp("chorus-metadata"), ["--link-previews", "private"])
    try:
        found = running.start().api(running.person("alice"))
        found.server, found.web = running, f"http://127.0.0.1:{web.server_port}"
        yield found
    finally:
        running.close()
        web.shutdown()


# Planting.


def exif():
    """A TIFF directory with an artist, and one of places with a latitude (TIFF 6.0, Exif 2.3)."""
    artist = MARKER + b"\0" * 4
    place = 8 + 2 + 24 + 4
    directory = struct.pack("<H", 2) + struct.pack("<HHII", 0x013B, 2, len(artist), place)
    directory += struct.pack("<HHII", 0x8825, 4, 1, place + len(artist)) + struct.pack("<I", 0) + artist
    places = struct.pack("<HHHI4sI", 1, 1, 2, 2, b"N\0\0\0", 0)
    return b"II*\0" + struct.pack("<I", 8) + directory + places


def jpeg(folder):
    data = plain(folder, "plain.jpg", (40, 200, 90), saver="[strip]").read_bytes()

    def segment(kind, body):
        return b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body

    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(MARKER) + 5) + b"\x1c\x02\x50" + struct.pack(">H", len(MARKER)) + MARKER
    planted = segment(0xE1, b"Exif\0\0" + exif()) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    planted += segment(0xED, b"Photoshop 3.0\0" + resource) + segment(0xFE, MARKER) + segment(0xEC, b"Ducky" + MARKER)
    return data[:2] + planted + data[2:] + MARKER


def with_chunks(folder):
    data = plain(folder, "plain.png", (40, 200, 90)).read_bytes()

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    planted = chunk(b"tEXt", b"Author\0" + MARKER) + chunk(b"zTXt", b"Author\0\0" + zlib.compress(MARKER))
    planted += chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP) + chunk(b"eXIf", exif())
    planted += chunk(b"tIME", struct.pack(">HBBBBB", 2026, 1, 2, 3, 4, 5)) + chunk(b"prVt", MARKER)
    return data[:33] + planted + data[33:] + MARKER


def webp(folder):
    data = plain(folder, "plain.webp", (40, 200, 90), saver="[lossless,strip]").read_bytes()
    place, pixels = 12, b""
    while place < len(data):
        size = struct.unpack("<I", data[place + 4:place + 8])[0]
        end = place + 8 + size + size % 2
        pixels += data[place:end] if data[place:place + 4] in (b"VP8 ", b"VP8L", b"ALPH") else b""
        place = end

    def chunk(kind, body):
        return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    head = bytes([0x0C, 0, 0, 0]) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
    body = b"WEBP" + chunk(b"VP8X", head) + pixels + chunk(b"EXIF", exif()) + chunk(b"XMP ", XMP) + chunk(b"PRVT", MARKER)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif(folder, frames=2):
    block = bytes([len(MARKER)]) + MARKER + b"\0"
    planted = b"!\xfe" + block + b"!\xff\x0bXMP DataXMP" + bytes([len(XMP)]) + XMP + b"\0" + b"!\xff\x0bPRIVATE1.0 " + block
    frame = b"!\xf9\x04\0\x0a\0\0\0" + b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\0"
    loop = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    return b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + loop + planted + frame * frames + planted + b";"


def by_vips(name):
    def make(folder):
        (folder / "planted.jpg").write_bytes(jpeg(folder))
        run("vips", "copy", folder / "planted.jpg", folder / name)
        return (folder / name).read_bytes()
    return make


def by_ffmpeg(name, *coding, sound=True):
    def make(folder):
        words = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1"] if "-vn" not in coding else []
        words += ["-f", "lavfi", "-i", "sine=duration=1"] if sound else []
        for key in ("title", "artist", "comment", "location", "com.apple.quicktime.location.ISO6709", "description"):
            words += ["-metadata", f"{key}={WORD}"]
        words += ["-metadata:s:0", f"title={WORD}", "-metadata:s:0", f"handler_name={WORD}"]
        run("ffmpeg", "-v", "error", "-y", *words, *coding, "-movflags", "use_metadata_tags", folder / name)
        data = (folder / name).read_bytes()
        if name.endswith(".mp3"):
            tag = b"APETAGEX" + struct.pack("<IIII", 2000, 32 + 9 + 7 + len(MARKER), 1, 0) + b"\0" * 8
            item = struct.pack("<II", len(MARKER), 0) + b"Artist\0" + MARKER
            data += item + tag + b"TAG" + MARKER.ljust(125, b"\0")
        return data
    return make


H264 = ["-pix_fmt", "yuv420p", "-bsf:v", "h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+" + WORD]
FILES = {
    "a.jpg": jpeg, "a.png": with_chunks, "a.webp": webp, "still.gif": lambda folder: gif(folder, 1), "a.gif": gif,
    "a.avif": by_vips("a.avif"), "a.heic": by_vips("a.heic"), "vips.webp": by_vips("a.webp"),
    "copied.mp4": by_ffmpeg("a.mp4", *H264), "coded.mov": by_ffmpeg("a.mov", "-c:v", "mpeg4"),
    "a.webm": by_ffmpeg("a.webm", sound=False), "a.mp3": by_ffmpeg("a.mp3", "-vn", "-write_id3v1", "1"),
    "a.ogg": by_ffmpeg("a.ogg", "-vn"), "a.flac": by_ffmpeg("a.flac", "-vn"), "a.m4a": by_ffmpeg("a.m4a", "-vn"),
}


# Looking.


def parts(data):
    """The names of what a file is made of, each kind of file by its own rules."""
    if data.startswith(b"\xff\xd8"):
        place, found = 2, []
        while data[place + 1] != 0xDA:
            found.append(f"{data[place + 1]:02x}")
            place += 2 + struct.unpack(">H", data[place + 2:place + 4])[0]
        return found
    if data.startswith(b"\x89PNG"):
        place, found = 8, []
        while place < len(data):
            found.append(data[place + 4:place + 8].decode("latin-1"))
            place += 12 + struct.unpack(">I", data[place:place + 4])[0]
        return found
    if data.startswith(b"RIFF"):
        assert struct.unpack("<I", data[4:8])[0] + 8 == len(data)
        place, found = 12, []
        while place < len(data):
            size = struct.unpack("<I", data[place + 4:place + 8])[0]
            found.append(data[place:place + 4].decode("latin-1"))
            place += 8 + size + size % 2
        return found
    if data[4:8] == b"ftyp":
        return list(boxes(data))
    return []


def boxes(data):
    place = 0
    while place + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[place:place + 8])
        yield kind.decode("latin-1")
        if kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
            yield from boxes(data[place + 8:place + size])
        place += max(8, size)


UNWANTED = {"tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt", "EXIF", "XMP ", "PRVT", "ICCP", "uuid", "fe"}
UNWANTED |= {f"e{number:x}" for number in range(1, 16)} - {"ee"}


def look(data, name):
    assert MARKER not in data, name
    for word in (b"Exif", b"xmpmeta", b"8BIM", b"APETAGEX", b"ISO6709", b"GPS", b"\xa9xyz", b"\xa9nam", b"\xa9cmt", b"loci"):
        assert word not in data, f"{word} in {name}"
    assert not UNWANTED & set(parts(data)), f"{parts(data)} in {name}"
    assert not data.startswith(b"ID3") and data[-128:-125] != b"TAG", name
    if data.startswith(b"GIF"):
        assert b"!\xfe" not in data, name


@pytest.mark.parametrize("name", FILES)
def test_uploads_say_nothing(api, tmp_path, name):
    data = FILES[name](tmp_path)
    assert MARKER in data or name == "a.png", "the marker was planted"
    (tmp_path / name).write_bytes(data)
    media = upload(api, tmp_path / name)
    urls = {media["url"], media["preview_url"]} - {None}
    assert len(urls) == (1 if media["type"] == "audio" else 2)
    for url in urls:
        look(fetched(url, tmp_path).read_bytes(), url)


def test_the_webp_of_the_report_says_nothing(api, tmp_path):
    media = upload(api, MEDIA / "gps.webp")
    for url in (media["url"], media["preview_url"]):
        got = fetched(url, tmp_path).read_bytes()
        look(got, url)
        assert b"SECRETCAM" not in got


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.avif"])
def test_avatars_and_headers_say_nothing(api, tmp_path, name):
    data = FILES[name](tmp_path)
    me = api.request("PATCH", "/api/v1/accounts/update_credentials", files={"avatar": (name, data), "header": (name, data)}).json()
    for url in {me["avatar"], me["avatar_static"], me["header"], me["header_static"]}:
        look(fetched(url, tmp_path).read_bytes(), url)


def test_emoji_say_nothing_and_look_the_same(api, tmp_path):
    names = ["a.png", "a.webp", "a.gif"]
    for name in names:
        (tmp_path / name).write_bytes(FILES[name](tmp_path))
        api.server.cli("emojis", "add", name.replace(".", "_"), str(tmp_path / name))
    api.server.stop()
    api.server.start()
    urls = {emoji["shortcode"]: emoji["url"] for emoji in api.get("/api/v1/custom_emojis").json()}
    for name in names:
        got = requests.get(urls[name.replace(".", "_")], timeout=60).content
        look(got, name)
        (tmp_path / f"got-{name}").write_bytes(got)
        pixels = []
        for path in (tmp_path / name, tmp_path / f"got-{name}"):
            run("vips", "rawsave", path if name == "a.png" else f"{path}[n=-1]", f"{path}.raw")
            pixels.append(pathlib.Path(f"{path}.raw").read_bytes())
        assert pixels[0] == pixels[1], name


def test_what_was_stored_before_is_stripped(api, tmp_path):
    """By a command, beside the running server: files and emoji as an early version kept them; a second run finds nothing."""
    data = FILES["a.webp"](tmp_path)
    (tmp_path / "a.webp").write_bytes(data)
    media = upload(api, tmp_path / "a.webp")
    place = api.server.data / "media" / media["url"].split("/media/")[1]
    place.write_bytes(data)
    before = requests.get(media["url"], timeout=60)
    assert MARKER in before.content
    api.server.cli("emojis", "add", "kept", str(tmp_path / "a.webp"))
    with contextlib.closing(sqlite3.connect(api.server.data / "chorus.sqlite")) as database, database:
        database.execute("UPDATE custom_emojis SET image = ? WHERE shortcode = 'kept'", [data])
    assert "2 stripped" in api.server.cli("media", "strip").stdout
    after = requests.get(media["url"], headers={"If-None-Match": before.headers["ETag"]}, timeout=60)
    assert after.status_code == 200
    look(after.content, media["url"])
    with contextlib.closing(sqlite3.connect(api.server.data / "chorus.sqlite")) as database:
        look(database.execute("SELECT image FROM custom_emojis WHERE shortcode = 'kept'").fetchone()[0], "emoji")
    assert "0 stripped" in api.server.cli("media", "strip").stdout


def test_pictures_of_cards_say_nothing(api, tmp_path):
    for name in ("a.jpg", "a.png", "a.webp"):
        Pictures.files[f"/{name}"] = FILES[name](tmp_path)
        status = api.status(f"{api.web}/page/{name}")
        deadline = time.monotonic() + 30
        while not (card := api.get(f"/api/v1/statuses/{status['id']}").json()["card"]) or not card["image"]:
            assert time.monotonic() < deadline, card
            time.sleep(0.1)
        look(fetched(card["image"], tmp_path).read_bytes(), name)
