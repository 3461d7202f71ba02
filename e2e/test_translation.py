"""Translation with the real binary: through an imitation of LibreTranslate on the loopback, and through Apertium."""

import http.server
import json
import shutil
import subprocess
import threading

import pytest

from server import Server


class LibreTranslate(http.server.BaseHTTPRequestHandler):
    asked = []

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer([{"code": "en", "name": "English", "targets": ["en", "es"]},
                     {"code": "es", "name": "Spanish", "targets": ["en", "es"]}])

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        LibreTranslate.asked.append(question)
        if question.get("api_key") != "secret":
            return self.answer({"error": "Invalid API key"}, 403)
        self.answer({
            "translatedText": [text.replace("house", "casa") + "<script>x</script>" for text in question["q"]],
            "detectedLanguage": [{"confidence": 90, "language": "en"} for _ in question["q"]],
        })

    def log_message(self, *_):
        pass


def start(tmp_path, *options, **environment):
    server = Server("sqlite", tmp_path, options=options)
    server.environment = environment
    return server.start()


def test_libretranslate(tmp_path):
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), LibreTranslate)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{web.server_port}"
    server = start(tmp_path, "--translator", "libretranslate", "--translator-url", url, CHORUS_TRANSLATOR_KEY="secret")
    try:
        api = server.api(server.person())
        assert api.get("/api/v2/instance").json()["configuration"]["translation"]["enabled"] is True
        assert api.get("/api/v1/instance/translation_languages").json() == {
            "en": ["es"], "es": ["en"], "und": ["en", "es"]}
        post = api.status("My house", spoiler_text="house")
        for _ in range(2):
            made = api.post(f"/api/v1/statuses/{post['id']}/translate", json={"lang": "es"}).json()
            assert made["content"] == "<p>My casa</p>x"
            assert made["spoiler_text"] == "casa"
            assert made["detected_source_language"] == "en" and made["provider"] == "LibreTranslate"
        assert len(LibreTranslate.asked) == 1
        web.shutdown()
        web.server_close()
        assert api.post(f"/api/v1/statuses/{post['id']}/translate", json={"lang": "en"}).status_code == 503
        assert api.post(f"/api/v1/statuses/{post['id']}/translate", json={"lang": "es"}).status_code == 200
    finally:
        server.close()


def has_apertium():
    return shutil.which("apertium") and "eng-spa" in subprocess.run(
        ["apertium", "-l"], capture_output=True, text=True, timeout=20).stdout


@pytest.mark.skipif(not has_apertium(), reason="needs apertium and apertium-eng-spa")
def test_apertium(tmp_path):
    server = start(tmp_path, "--translator", "apertium")
    try:
        api = server.api(server.person())
        assert "es" in api.get("/api/v1/instance/translation_languages").json()["en"]
        post = api.status("The garden is green.", language="en")
        made = api.post(f"/api/v1/statuses/{post['id']}/translate", json={"lang": "es"}).json()
        assert made["content"] == "<p>El jardín es verde.</p>"
        assert made["provider"] == "Apertium"
        assert api.post(f"/api/v1/statuses/{post['id']}/translate", json={"lang": "ja"}).status_code == 403
    finally:
        server.close()
