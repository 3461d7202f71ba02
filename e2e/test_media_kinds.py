"""What becomes of the colours, the time, the shape and the kind of files; and that nothing of their makers is left.
Pixels are read with vips and ffmpeg. One server on SQLite: no database sees any of this."""

import pathlib
import struct
import subprocess
import zlib

import pytest
import requests

from colours import ADOBE_RGB, DISPLAY_P3, SRGB, distance, profile, to_srgb
from server import ENGINES, Server

MEDIA = pathlib.Path(__file__).resolve().parent / "media"
BLUE, GREY, WHITE = (0, 0, 255), (100, 100, 100), (255, 255, 255)


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    if "sqlite" not in ENGINES:
        pytest.skip("sqlite is not among E2E_ENGINES")
    running = Server("sqlite", tmp_path_factory.mktemp("chorus-kinds"))
    try:
        found = running.start().api(running.person("alice"))
        found.server = running
        yield found
    finally:
        running.close()


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, timeout=120)
    assert done.returncode == 0, f"{words}: {done.stderr.decode()}"
    return done.stdout


def upload(api, path, expect=200, **files):
    path = pathlib.Path(path)
    fields = {"file": (path.name, path.read_bytes()), **{name: (name, data) for name, data in files.items()}}
    answer = api.post("/api/v1/media", files=fields)
    assert answer.status_code == expect, f"{path.name}: {answer.status_code} {answer.text}"
    return answer.json()


def fetched(url, folder, name="got"):
    answer = requests.get(url, timeout=60)
    assert answer.status_code == 200, url
    path = folder / f"{name}.{url.rpartition('.')[2]}"
    path.write_bytes(answer.content)
    return path


def colour(path, x=10, y=10, at=0):
    """One pixel, red, green and blue, of a picture, or of a film at a time."""
    if path.suffix == ".mp4":
        frame = path.with_suffix(".frame.png")
        run("ffmpeg", "-v", "error", "-y", "-ss", at, "-i", path, "-frames:v", 1, frame)
        path = frame
    bands = [round(float(band)) for band in run("vips", "getpoint", path, x, y).split()]
    return tuple(bands[:3]) if len(bands) > 2 else (bands[0],) * 3


def probe(path, *entries):
    """Lines of `name=value` of a stream of pictures."""
    said = run("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", ":".join(entries), "-of", "default=nw=1", path)
    return dict(line.split("=", 1) for line in said.decode().split())


def times(path):
    """When each frame begins and how long it is shown."""
    said = run("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,duration_time",
               "-of", "csv=p=0", path)
    return [tuple(float(value) for value in line.split(",")[:2]) for line in said.decode().split()]


def plain(folder, name, pixel, size=(640, 480), icc=None, saver=""):
    """A picture of one colour in the format of its name, by vips from a PNG made here."""
    width, height = size

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixel = bytes(pixel)
    rows = (b"\0" + pixel * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 2: 4, 3: 2, 4: 6}[len(pixel)], 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    png += chunk(b"iCCP", b"x\0\0" + zlib.compress(icc)) if icc else b""
    png += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    source = folder / "source.png"
    source.write_bytes(png)
    if name.endswith(".png"):
        source.rename(folder / name)
    else:
        run("vips", "copy", source, f"{folder / name}{saver}")
    return folder / name


# Colours.


@pytest.mark.parametrize("pixel", [BLUE, WHITE, GREY, (100,), (40, 200, 90)], ids=str)
@pytest.mark.parametrize("name, saver", [
    ("a.png", ""), ("a.jpg", "[Q=98,strip,subsample-mode=off]"), ("a.webp", "[lossless]"), ("a.gif", ""),
    ("a.avif", "[lossless]"),
], ids=["png", "jpeg", "webp", "gif", "avif"])
def test_a_picture_without_a_profile_keeps_its_colours(api, tmp_path, name, saver, pixel):
    media = upload(api, plain(tmp_path, name, pixel, saver=saver))
    sent = colour(tmp_path / name)
    assert distance(sent, colour(fetched(media["url"], tmp_path))) < 1
    assert distance(sent, colour(fetched(media["preview_url"], tmp_path, "small"))) < 2


@pytest.mark.parametrize("primaries", [SRGB, DISPLAY_P3, ADOBE_RGB], ids=["sRGB", "P3", "Adobe"])
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_profile_is_converted_to_srgb(api, tmp_path, name, primaries):
    for pixel in [(200, 100, 50), WHITE, BLUE]:
        saver = {"a.png": "", "a.jpg": "[Q=98,subsample-mode=off]", "a.webp": "[lossless]"}[name]
        media = upload(api, plain(tmp_path, name, pixel, icc=profile(primaries), saver=saver))
        wanted = to_srgb(primaries, pixel)
        assert distance(wanted, colour(fetched(media["url"], tmp_path))) < 1
        assert distance(wanted, colour(fetched(media["preview_url"], tmp_path, "small"))) < 2


@pytest.mark.parametrize("pixel", [(200, 100, 50), WHITE, GREY], ids=str)
def test_display_p3_by_code_points_is_converted_to_srgb(api, tmp_path, pixel):
    """A picture that says what its numbers mean without a profile, as telephones write them."""
    path = plain(tmp_path, "a.avif", pixel, saver="[lossless]")
    data = bytearray(path.read_bytes())
    place = data.index(b"colrnclx") + 8
    data[place:place + 4] = struct.pack(">HH", 12, 13)
    path.write_bytes(data)
    media = upload(api, path)
    # The curve of sRGB is that of 2.2 as nearly as eyes see.
    wanted = to_srgb(DISPLAY_P3, pixel)
    assert distance(wanted, colour(fetched(media["url"], tmp_path))) < 4
    assert distance(wanted, colour(fetched(media["preview_url"], tmp_path, "small"))) < 5


def test_avatars_and_headers_keep_their_colours(api, tmp_path):
    for name, pixel in [("a.png", BLUE), ("a.jpg", WHITE), ("a.gif", BLUE), ("a.webp", GREY)]:
        sent = plain(tmp_path, name, pixel).read_bytes()
        me = api.request("PATCH", "/api/v1/accounts/update_credentials",
                         files={"avatar": (name, sent), "header": (name, sent)}).json()
        for url in (me["avatar"], me["avatar_static"], me["header"], me["header_static"]):
            assert distance(pixel, colour(fetched(url, tmp_path))) < 1


def test_inks_of_a_press_become_a_jpeg(api, tmp_path):
    media = upload(api, MEDIA / "cmyk.jpg")
    got = fetched(media["url"], tmp_path)
    assert got.suffix == ".jpg" and got.stat().st_size < 2 * (MEDIA / "cmyk.jpg").stat().st_size
    assert run("vipsheader", "-f", "bands", got).strip() == b"3"


@pytest.mark.parametrize("name", ["no-eoi.jpg", "rgbicc-on-gray.jpg"])
def test_what_browsers_show_is_taken(api, tmp_path, name):
    media = upload(api, MEDIA / name)
    run("vips", "thumbnail", MEDIA / name, tmp_path / "sent.png", 1000, "--size", "down")
    for x, y in [(20, 20), (80, 60), (140, 100)]:
        sent, got = colour(tmp_path / "sent.png", x, y), colour(fetched(media["url"], tmp_path), x, y)
        assert distance(sent, got) < 5, (x, y)
    avatar = api.request("PATCH", "/api/v1/accounts/update_credentials", files={"avatar": (name, (MEDIA / name).read_bytes())})
    assert avatar.status_code == 200, avatar.text


# Pictures that move.


@pytest.mark.parametrize("name, wanted", [
    ("two-1000.gif", [1, 1]), ("last-long-10000.gif", [0.1, 10]), ("var-100-300-3000.gif", [0.1, 0.3, 3]),
    ("anim.avif", [0.3, 0.6, 0.9]), ("1x1.gif", [0.2, 0.2]),
])
def test_every_picture_keeps_its_time(api, tmp_path, name, wanted):
    media = upload(api, MEDIA / name)
    assert media["type"] == "gifv"
    got = fetched(media["url"], tmp_path)
    shown = times(got)
    assert [duration for _, duration in shown] == pytest.approx(wanted)
    assert [begin for begin, _ in shown] == pytest.approx([sum(wanted[:place]) for place in range(len(wanted))])
    assert media["meta"]["original"]["duration"] == pytest.approx(sum(wanted), abs=0.002)
    assert float(probe(got, "format=duration")["duration"]) == pytest.approx(sum(wanted), abs=0.002)


def test_pictures_of_a_webp_keep_their_time(api, tmp_path):
    source = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=30:duration=1"]
    run("ffmpeg", "-v", "error", "-y", *source, "-c:v", "libwebp_anim", tmp_path / "a.webp")
    shown = times(fetched(upload(api, tmp_path / "a.webp")["url"], tmp_path))
    assert len(shown) == 30
    for place, (begin, _) in enumerate(shown):
        assert begin == pytest.approx(place / 30, abs=0.02)
    assert sum(shown[-1]) == pytest.approx(1, abs=0.03)


def test_what_moves_and_can_be_seen_through_is_seen_on_white(api, tmp_path):
    assert colour(MEDIA / "apng-alpha.png", 1, 1) == (0, 0, 0), "black, and seen through"
    clear = plain(tmp_path, "clear.png", (0, 0, 0, 0), size=(64, 48))
    full = plain(tmp_path, "full.png", (255, 0, 0, 255), size=(64, 48))
    frames = ["-framerate", "5", "-i", clear, "-framerate", "5", "-i", full, "-filter_complex", "concat=n=2"]
    run("ffmpeg", "-v", "error", "-y", *frames, "-pix_fmt", "bgra", "-c:v", "libwebp_anim", "-lossless", 1, tmp_path / "a.webp")
    run("vips", "copy", tmp_path / "a.webp[n=-1]", tmp_path / "a.gif")
    for path in (MEDIA / "apng-alpha.png", tmp_path / "a.webp", tmp_path / "a.gif"):
        media = upload(api, path)
        assert media["type"] == "gifv"
        assert distance(WHITE, colour(fetched(media["url"], tmp_path), 2, 2)) < 2, path.name
        assert distance(WHITE, colour(fetched(media["preview_url"], tmp_path, "small"), 2, 2)) < 2, path.name


def test_the_colours_of_what_moves_stay(api, tmp_path):
    one = plain(tmp_path, "one.png", (40, 200, 90), size=(1280, 720))
    run("ffmpeg", "-v", "error", "-y", "-loop", 1, "-framerate", 5, "-t", 1, "-i", one, "-f", "apng", tmp_path / "a.png")
    media = upload(api, tmp_path / "a.png")
    got = fetched(media["url"], tmp_path)
    assert probe(got, "stream=color_space,color_range") == {"color_space": "bt709", "color_range": "tv"}
    assert distance((40, 200, 90), colour(got)) < 3
    assert distance((40, 200, 90), colour(fetched(media["preview_url"], tmp_path, "small"))) < 3


def gif(width, height, frames):
    """A GIF that says it has so many frames, of one pixel each."""
    frame = b"!\xf9\x04\0\x02\0\0\0" + b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\0"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * frames + b";"


@pytest.mark.parametrize("size, frames, said", [
    ((3000, 3000), 2, "too many pixels: 3000x3000"), ((2000, 2000), 50_000, "too many frames: 50000, and at most 2500"),
    ((1, 1), 50_000, "at most 10000"),
], ids=["large", "long and large", "long"])
def test_too_much_to_decode_is_said_before_decoding(api, tmp_path, size, frames, said):
    (tmp_path / "bomb.gif").write_bytes(gif(*size, frames))
    assert said in upload(api, tmp_path / "bomb.gif", expect=422)["error"]
    if frames > 2:
        avatar = api.request("PATCH", "/api/v1/accounts/update_credentials",
                             files={"avatar": ("bomb.gif", gif(*size, frames))})
        assert avatar.status_code == 422 and said in avatar.text


# Films and sounds.


def test_bright_films_are_brought_to_ordinary_screens(api, tmp_path):
    got = fetched(upload(api, MEDIA / "hlg.mov")["url"], tmp_path)
    tags = probe(got, "stream=color_transfer,color_primaries,color_space,pix_fmt")
    assert tags == {"color_transfer": "bt709", "color_primaries": "bt709", "color_space": "bt709", "pix_fmt": "yuv420p"}
    frame = tmp_path / "frame.ppm"
    run("ffmpeg", "-v", "error", "-y", "-i", got, "-frames:v", 1, frame)
    pixels = frame.read_bytes()[-320 * 240 * 3:]
    reds = [pixels[place:place + 3] for place in range(0, len(pixels), 3)]
    assert any(distance(tuple(pixel), (133, 12, 4)) < 3 for pixel in reds), "the red of the test card"


def test_pixels_that_are_not_squares_become_squares(api, tmp_path):
    media = upload(api, MEDIA / "anamorphic.webm")
    assert (media["meta"]["original"]["width"], media["meta"]["original"]["height"]) == (320, 120)
    shape = probe(fetched(media["url"], tmp_path), "stream=width,height,sample_aspect_ratio")
    assert shape == {"width": "320", "height": "120", "sample_aspect_ratio": "1:1"}
    run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=1,setsar=2",
        "-pix_fmt", "yuv420p", tmp_path / "wide.mp4")
    wide = upload(api, tmp_path / "wide.mp4")["meta"]["original"]
    assert (wide["width"], wide["height"]) == (320, 120)


@pytest.mark.parametrize("name, seconds, sound, kind", [
    ("a.mp4", 2, False, "gifv"), ("a.webm", 2, False, "gifv"), ("a.mp4", 2, True, "video"), ("long.mp4", 70, False, "video"),
])
def test_a_short_silent_film_is_shown_like_an_animation(api, tmp_path, name, seconds, sound, kind):
    inputs = ["-f", "lavfi", "-i", f"testsrc=size=64x48:rate=5:duration={seconds}"]
    inputs += ["-f", "lavfi", "-i", f"sine=duration={seconds}", "-shortest"] if sound else []
    run("ffmpeg", "-v", "error", "-y", *inputs, "-pix_fmt", "yuv420p", tmp_path / name)
    assert upload(api, tmp_path / name)["type"] == kind


def sound(folder, name, cover=None):
    """A second of sound, with a cover picture where the format has them."""
    picture = ["-i", cover, "-map", "0:a", "-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic"] if cover else []
    run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "sine=duration=1", *picture, folder / name)
    return folder / name


@pytest.mark.parametrize("name", ["a.mp3", "a.flac", "a.m4a"])
def test_the_cover_of_a_sound_is_its_preview(api, tmp_path, name):
    cover = plain(tmp_path, "cover.png", (40, 200, 90), size=(300, 300))
    media = upload(api, sound(tmp_path, name, cover))
    assert media["type"] == "audio" and media["blurhash"]
    assert distance((40, 200, 90), colour(fetched(media["preview_url"], tmp_path))) < 2
    got = fetched(media["url"], tmp_path)
    assert got.read_bytes().find(b"APIC") < 0 and not probe(got, "stream=codec_name")


def test_another_small_picture_at_an_edit(api, tmp_path):
    media = upload(api, plain(tmp_path, "a.png", BLUE))
    status = api.post("/api/v1/statuses", json={"status": "look", "media_ids": [media["id"]]}).json()
    chosen = plain(tmp_path, "chosen.png", (40, 200, 90)).read_bytes()
    answer = api.request(
        "PUT", f"/api/v1/statuses/{status['id']}",
        data={"status": "look", "media_ids[]": media["id"], "media_attributes[][id]": media["id"]},
        files={"media_attributes[][thumbnail]": ("chosen.png", chosen)})
    assert answer.status_code == 200, answer.text
    edited = answer.json()["media_attachments"][0]
    assert edited["preview_url"] != media["preview_url"] and edited["url"] == media["url"]
    assert distance((40, 200, 90), colour(fetched(edited["preview_url"], tmp_path))) < 2
    again = api.get(f"/api/v1/statuses/{status['id']}").json()["media_attachments"][0]
    assert again["preview_url"] == edited["preview_url"] and again["blurhash"] != media["blurhash"]
    assert requests.get(media["preview_url"], timeout=60).status_code == 404, "the old one is gone"
    wrong = api.request(
        "PUT", f"/api/v1/statuses/{status['id']}",
        data={"status": "look", "media_ids[]": media["id"], "media_attributes[][id]": media["id"]},
        files={"media_attributes[][thumbnail]": ("a.txt", b"no picture")})
    assert wrong.status_code == 422
