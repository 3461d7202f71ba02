"""The examples of docs/reverse-proxy.md, as they stand but for names, ports and the certificate, with the proxies that are here."""

import http.client
import itertools
import json
import os
import re
import shutil
import socket
import ssl
import struct
import subprocess

import pytest
import requests
from websockets.sync.client import connect

from server import API, ENGINES, ENVIRONMENT, ROOT, eventually, free_port
from test_connections import WithLimits
from test_mail import make_certificate
from test_media import film
from test_unix_socket import AtSocket

PATH = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"])
COMMANDS = {"Caddy": "caddy run --adapter caddyfile --config", "nginx": "nginx -e stderr -c", "HAProxy": "haproxy -db -f"}


def configuration(kind, server, pem, is_at_file):
    """The example under a heading of the docs, for this server, with what a whole file needs around it."""
    docs = (ROOT / "docs/reverse-proxy.md").read_text()
    section = docs.split(f"\n## {kind}\n")[1].split("\n## ")[0]
    place = f"127.0.0.1:{server.port}"
    if is_at_file:
        place = re.search(rf"^\| {kind} \| `(.+)` \|$", docs, re.MULTILINE)[1].replace("/run/chorus/chorus.sock", str(server.path))
    text = "".join(line[4:] + "\n" for line in section.splitlines() if line.startswith("    "))
    temporary = "\n".join(f"{use}_temp_path {server.folder}/{use};" for use in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    listens = {"Caddy": {"chorus.example {": f"localhost {{\nbind 127.0.0.1\ntls {pem} {pem}"},
               "nginx": {"listen 80": f"listen 127.0.0.1:{server.plain}", "listen 443": f"listen 127.0.0.1:{server.tls}"},
               "HAProxy": {"bind :80": f"bind 127.0.0.1:{server.plain}", "bind :443": f"bind 127.0.0.1:{server.tls}"}}[kind]
    for old, new in {**listens, "127.0.0.1:8080": place}.items():
        assert old in text, f"{old!r} is not in the example of {kind}"
        text = text.replace(old, new)
    for old, new in {"/etc/ssl/chorus.example.pem": pem, "/etc/ssl/chorus.example.key": pem, "chorus.example": "localhost"}.items():
        text = text.replace(old, str(new))
    return {"Caddy": f"{{\nadmin off\nskip_install_trust\nhttp_port {server.plain}\nhttps_port {server.tls}\n}}\n{text}",
            "nginx": f"daemon off;\nmaster_process off;\npid {server.folder}/pid;\nevents {{}}\nhttp {{\n"
                     f"access_log off;\n{temporary}\n{text}}}\n",
            "HAProxy": f"global\n    nbthread 1\n{text}"}[kind]


@pytest.fixture(params=itertools.product(COMMANDS, ["port", "file"]), ids="-at-".join)
def proxied(request, tmp_path):
    """A server whose `url` leads to a proxy, which finds it at a port or at a socket file."""
    kind, place = request.param
    words = COMMANDS[kind].split()
    program = shutil.which(words[0], path=PATH)
    if not program or "sqlite" not in ENGINES:
        pytest.skip(f"{words[0]} is not installed, or sqlite is not among E2E_ENGINES")
    if place == "file":
        server = AtSocket(tmp_path, tmp_path / "chorus.sock")
    else:
        server = WithLimits("sqlite", tmp_path, ["--trusted-proxies", "127.0.0.1"])
    server.plain, server.tls = free_port(), free_port()
    server.host, server.url = f"localhost:{server.tls}", f"https://localhost:{server.tls}"
    server.ca, pem = make_certificate(tmp_path)
    (tmp_path / "proxy.conf").write_text(configuration(kind, server, pem, place == "file"))
    with open(tmp_path / "proxy.log", "wb") as log:
        environment = {**ENVIRONMENT, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
        proxy = subprocess.Popen([program, *words[1:], str(tmp_path / "proxy.conf")], stdout=log, stderr=log, env=environment)
    try:
        server.start()
        eventually(lambda: proxy.poll() is not None or socket.socket().connect_ex(("127.0.0.1", server.tls)) == 0)
        assert proxy.poll() is None, (tmp_path / "proxy.log").read_text()
        yield server
    finally:
        proxy.kill()
        server.close()


def test_a_proxy_as_in_the_docs(proxied, tmp_path):
    context = ssl.create_default_context(cafile=proxied.ca)

    def ask(path, source="127.0.0.1", **headers):
        line = http.client.HTTPSConnection("localhost", proxied.tls, source_address=(source, 0), timeout=30, context=context)
        line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return line.getresponse()

    def left(source, **headers):
        return int(ask("/api/v1/timelines/public", source, **headers).headers["X-RateLimit-Remaining"])

    assert [left("127.0.0.2"), left("127.0.0.2"), left("127.0.0.3")] == [299, 298, 299], "the client is who asks, and not whom it names"
    assert left("127.0.0.2", X_Forwarded_For="192.0.2.1, 127.0.0.1", Forwarded="for=192.0.2.1") == 297
    assert left("127.0.0.2", Forwarded="for=192.0.2.1") == 296
    assert ask("/auth/sign_in").headers["Set-Cookie"].startswith("__Host-chorus")
    assert ask("/search?q=" + "x" * 5000, X_Long="x" * 9000).status == 302
    # Streams tell at once, and large files arrive.
    alice = proxied.person("alice")
    own = {"Authorization": f"Bearer {alice.token}"}
    with requests.get(f"{proxied.url}/api/v1/streaming/user", headers=own, stream=True, timeout=5, verify=proxied.ca) as events, \
            connect(f"wss://{proxied.host}/api/v1/streaming?stream=user", ssl=context, additional_headers=own) as frames:
        lines = events.iter_lines(chunk_size=1)
        assert next(lines) == b":)"
        behind = API(proxied.url, alice.token)
        behind.session.verify, behind.session.trust_env = str(proxied.ca), False
        status = behind.status("a word")
        assert next(line for line in lines if line) == b"event: update"
        assert json.loads(json.loads(frames.recv(5))["payload"])["id"] == status["id"]
    large = film(tmp_path / "a.mp4").read_bytes() + struct.pack(">I4s", 20_000_000, b"free") + bytes(20_000_000 - 8)
    files = {"file": ("a.mp4", large)}
    answer = requests.post(f"{proxied.url}/api/v2/media", headers=own, files=files, timeout=60, verify=proxied.ca)
    assert answer.status_code in (200, 202) and answer.json()["type"] == "video", answer.text
