"""A service like S3, in this process."""

import datetime
import hashlib
import hmac
import http.server
import threading

import pytest


class Bucket(http.server.BaseHTTPRequestHandler):
    """As much of S3 as the server asks for; every request must be signed (AWS Signature Version 4)."""

    key_id, secret, region, files, refused = "KEY", "a secret/with+signs", "eu-test-1", {}, []
    fails = False

    def is_signed(self, body):
        scheme, _, rest = self.headers.get("Authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",")) if rest else {}
        whole = len(body) == int(self.headers["Content-Length"] or 0)
        self.reason = "XAmzContentSHA256Mismatch" if whole else "IncompleteBody"
        if scheme != "AWS4-HMAC-SHA256" or self.headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
            return False
        self.reason = "AccessDenied"
        names = parts["SignedHeaders"].split(";")
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names):
            return False
        canonical = "\n".join(
            [self.command, self.path, ""] + [f"{n}:{self.headers[n].strip()}" for n in names]
            + ["", ";".join(names), self.headers["x-amz-content-sha256"]])
        date = self.headers["x-amz-date"]
        sent = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        self.reason = "RequestTimeTooSkewed"
        if abs((datetime.datetime.now(datetime.timezone.utc) - sent).total_seconds()) > 900:
            return False
        self.reason = "SignatureDoesNotMatch"
        scope = f"{date[:8]}/{self.region}/s3/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{date}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = f"AWS4{self.secret}".encode()
        for part in (date[:8], self.region, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        return parts["Credential"] == f"{self.key_id}/{scope}" and hmac.compare_digest(parts["Signature"], signature)

    def answer(self, code, body=b"", **headers):
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.is_signed(body):
            self.refused.append(f"{self.path}: {self.reason}")
            return self.answer(403, f"<Error><Code>{self.reason}</Code></Error>".encode())
        if source := self.headers.get("x-amz-copy-source"):
            if source not in self.files:
                return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            self.files[self.path] = self.files[source]
            return self.answer(200, b"<CopyObjectResult><ETag>x</ETag></CopyObjectResult>")
        self.files[self.path] = (body, self.headers["Content-Type"], self.headers["Cache-Control"])
        self.answer(200)

    def do_DELETE(self):
        if not self.is_signed(b""):
            self.refused.append(f"{self.path}: {self.reason}")
            return self.answer(403)
        self.files.pop(self.path, None)
        self.answer(204)

    def do_GET(self):
        if self.fails or ("Authorization" in self.headers and not self.is_signed(b"")):
            self.refused.append(self.path)
            return self.answer(500)
        if self.path not in self.files:
            return self.answer(404)
        body, kind, caching = self.files[self.path]
        self.answer(200, body, Content_Type=kind, Cache_Control=caching)

    def log_message(self, *_):
        pass


@pytest.fixture
def bucket():
    Bucket.files, Bucket.refused, Bucket.fails = {}, [], False
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
