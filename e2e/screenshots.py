"""The pictures of docs/screenshots: `make screenshots`. A server of its own with made-up people, looked at in Chromium."""

import argparse
import pathlib
import struct
import subprocess
import tempfile
import zlib

from chromium import chromium
from server import ENGINES, PASSWORD, Server, eventually

PHONE, DESKTOP = (390, 844), (1280, 900)

PEOPLE = [
    ("mara", "Mara Quill", "Keeps bees, reads on trains. #gardens", (122, 46, 92)),
    ("tomas", "Tomás Vela", "Baker. Up early, home early.", (196, 122, 44)),
    ("ines", "Inês Prado", "Maps and rivers", (40, 110, 120)),
    ("yuki", "Yuki Hara", "Gardens and cats", (88, 120, 60)),
    ("noor", "Noor Saleh", "Teaches, sings, mends bicycles", (60, 72, 140)),
    ("kofi", "Kofi Owusu", "Radio in the morning", (150, 60, 50)),
]

ANSWERS = [
    "I walk home the long way, past the lit windows #longwayhome",
    "Every evening, since the lamps on the canal went out #longwayhome",
    "Only in winter. In summer the park is full of people #longwayhome",
    "My sister and I telephone until both doors are shut #longwayhome",
    "We have asked for lamps three times now #longwayhome",
]


def portrait(colour, size=160):
    """A PNG of one colour that grows lighter downwards."""
    rows = b"".join(
        b"\0" + bytes(min(255, part + row // 2) for part in colour) * size for row in range(size))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def furnish(server):
    """People, posts and a call; the names of people and the paths of what there is to look at."""
    people = {}
    for name, shown, note, colour in PEOPLE:
        person = people[name] = server.person(name, unique=False, admin=name == "mara")
        server.api(person).request(
            "PATCH", "/api/v1/accounts/update_credentials",
            data={"display_name": shown, "note": note, "discoverable": "true", "indexable": "true"},
            files={"avatar": ("face.png", portrait(colour), "image/png")})
    apis = {name: server.api(person) for name, person in people.items()}
    mara, tomas, ines = apis["mara"], apis["tomas"], apis["ines"]
    for name, api in apis.items():
        for other in apis.values():
            if other is not api:
                api.post(f"/api/v1/accounts/{other.me()['id']}/follow")
    call = mara.post("/api/chorus/v1/calls", json={
        "prompt": "Who takes the long way home because the short one is dark?",
        "tag": "longwayhome", "answers": ["Yes, I do", "Somebody I know does"], "visibility": "public",
    }).json()
    for index, text in enumerate(ANSWERS):
        apis[PEOPLE[index + 1][0]].status(text, in_reply_to_id=call["status_id"])
    for index in range(24):
        guest = server.api(server.person("guest", unique=True))
        if index < 8:
            guest.status(f"Me, too: {index + 2} streets more than I need #longwayhome", in_reply_to_id=call["status_id"])
        else:
            guest.post(f"/api/chorus/v1/calls/{call['id']}/answer", json={"answer": index % 2})
    media = ines.post("/api/v2/media", files={"file": ("river.png", portrait((40, 110, 120), 640), "image/png")},
                      data={"description": "The river at seven in the evening, still light"}).json()
    ines.status("The river tonight. #evenings", media_ids=[media["id"]])
    thread = tomas.status("Rye or wheat for Saturday? #bread", poll={"options": ["Rye", "Wheat", "Both"], "expires_in": 86400})
    for name, text in [("noor", "Rye, and the end piece for me."), ("kofi", "Both. It is Saturday."), ("yuki", "The whole street smells of it #bread")]:
        reply = apis[name].status(text, in_reply_to_id=thread["id"])
        tomas.post(f"/api/v1/statuses/{reply['id']}/favourite")
        mara.post(f"/api/v1/statuses/{reply['id']}/reblog")
    apis["noor"].status("@mara The lamps are on the agenda for Thursday.", visibility="public")
    reported = apis["kofi"].status("Buy lamps here, cheap, ask me how")
    ines.post("/api/v1/reports", json={
        "account_id": apis["kofi"].me()["id"], "status_ids": [reported["id"]], "comment": "An advertisement", "category": "spam"})
    return people, {"call": f"/calls/{call['id']}", "thread": f"/@tomas/{thread['id']}"}


def sign_in(tab, server, person):
    tab.open(server.url + "/auth/sign_in").type("#login", person.name).type("#password", PASSWORD)
    tab.click(tab.find("main form button[type=submit]")).wait_for("Notifications")


def take(server, folder, people, paths):
    """Strangers first, then somebody signed in; each state is a file."""
    strangers = [
        ("front", "/", PHONE, False), ("front-desktop", "/", DESKTOP, False), ("call", paths["call"], PHONE, False),
        ("call-dark", paths["call"], PHONE, True), ("call-desktop", paths["call"], DESKTOP, False),
        ("call-arabic", paths["call"] + "?lang=ar", PHONE, False), ("call-japanese", paths["call"] + "?lang=ja", PHONE, False),
        ("tag-desktop", "/tags/longwayhome", DESKTOP, False), ("explore", "/explore", PHONE, False),
        ("thread", paths["thread"], PHONE, False), ("profile-desktop", "/@mara", DESKTOP, False), ("sign-up", "/auth/sign_up", PHONE, False),
    ]
    for name, path, (width, height), dark in strangers:
        with chromium(width=width, height=height, dark=dark) as tab:
            tab.open(server.url + path).screenshot(folder / f"{name}.png")
    own = [
        ("home", "/home", PHONE), ("home-desktop", "/home", DESKTOP), ("notifications", "/notifications", PHONE),
        ("new-call", "/calls/new?tag=longwayhome", PHONE), ("search", "/search?q=lamps", PHONE), ("publish", "/publish", PHONE),
        ("settings", "/settings", PHONE), ("moderation-desktop", "/moderation", DESKTOP),
    ]
    for name, path, (width, height) in own:
        with chromium(width=width, height=height) as tab:
            sign_in(tab, server, people["mara"])
            tab.open(server.url + path).screenshot(folder / f"{name}.png")


def shrink(file):
    """A palette of 128 colours: a third of the size, and the same to look at."""
    small = file.with_suffix(".small.png")
    subprocess.run(["vips", "pngsave", file, small, "--palette", "--bitdepth", "8", "--compression", "9"], check=True)
    small.replace(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "docs/screenshots")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        server = Server(ENGINES[0], place)
        try:
            people, paths = furnish(server.start())
            eventually(lambda: server.api().get(paths["call"]).status_code == 200)
            take(server, folder, people, paths)
        finally:
            server.close()
    for file in sorted(folder.glob("*.png")):
        shrink(file)


if __name__ == "__main__":
    main()
