"""A browser without a screen: follows links and redirects of one origin, finds forms, fills and sends them."""

import html.parser
import re
import time
import urllib.parse

import requests

APPROVE = re.compile(r"authori[sz]e|approve|allow|accept", re.IGNORECASE)
DENY = re.compile(r"deny|cancel|refuse|reject", re.IGNORECASE)
# Elements that do not part words: "#<span>tag</span>" reads "#tag".
INLINE = {"a", "abbr", "b", "bdi", "code", "em", "i", "small", "span", "strong", "time", "wbr"}
# How long a person takes at least to fill in where one signs up; who is quicker is asked again.
PACE = 3.2
OOB = "urn:ietf:wg:oauth:2.0:oob"


class Form:
    """One <form>: where it goes, what it carries, which buttons it has."""

    def __init__(self, attributes):
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.fields = []  # (name, value) as a browser would send them untouched
        self.names = set()
        self.boxes = {}  # what a checkbox would send if it were ticked
        self.buttons = []  # (name, value, label)

    def __repr__(self):
        return f"<form {self.method} {self.action!r} fields={sorted(self.names)} buttons={self.buttons}>"


class Page(html.parser.HTMLParser):
    """Forms, text, codes and elements of an HTML page."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.forms = []
        self.text_parts = []
        self.codes = []
        self.tags = []
        self.attributes = []
        self._form = None
        self._stack = []
        self._button = None
        self._select = None
        self._textarea = None
        self.feed(source)
        self.close()

    @property
    def text(self):
        return " ".join("".join(self.text_parts).split())

    def handle_starttag(self, tag, attributes):
        values = {name: value if value is not None else "" for name, value in attributes}
        if tag not in INLINE:
            self.text_parts.append(" ")
        self.tags.append(tag)
        self.attributes.append((tag, values))
        self._stack.append(tag)
        if tag == "form":
            self._form = Form(values)
            self.forms.append(self._form)
        if self._form is None:
            if tag == "input" and "readonly" in values and values.get("value"):
                self.codes.append(values["value"])
            elif tag == "textarea" and "readonly" in values:
                self._stack[-1] = "output"  # a field to copy from: its text is what the page gives out
            return
        name = values.get("name")
        if tag == "input":
            kind = (values.get("type") or "text").lower()
            if kind in ("submit", "image"):
                self._form.buttons.append((name, values.get("value", ""), values.get("value", "")))
            elif name:
                self._form.names.add(name)
                if kind not in ("checkbox", "radio"):
                    self._form.fields.append((name, values.get("value", "")))
                else:
                    self._form.boxes[name] = values.get("value") or "on"
                    if "checked" in values:
                        self._form.fields.append((name, values.get("value") or "on"))
        elif tag == "button" and (values.get("type") or "submit").lower() == "submit":
            self._button = [name, values.get("value", ""), ""]
        elif tag == "select" and name:
            self._form.names.add(name)
            self._select = [name, None]
        elif tag == "option" and self._select:
            if self._select[1] is None or "selected" in values:
                self._select[1] = values.get("value", "")
        elif tag == "textarea" and name:
            self._form.names.add(name)
            self._textarea = [name, ""]

    def handle_endtag(self, tag):
        if tag not in INLINE:
            self.text_parts.append(" ")
        if tag == "button" and self._button and self._form is not None:
            self._form.buttons.append(tuple(self._button))
            self._button = None
        elif tag == "select" and self._select and self._form is not None:
            self._form.fields.append((self._select[0], self._select[1] or ""))
            self._select = None
        elif tag == "textarea" and self._textarea and self._form is not None:
            self._form.fields.append(tuple(self._textarea))
            self._textarea = None
        elif tag == "form":
            self._form = None
        if tag == "textarea" and self._stack and self._stack[-1] == "output":
            self._stack.pop()
        elif tag in self._stack:
            while self._stack and self._stack.pop() != tag:
                pass

    def handle_data(self, data):
        if self._button is not None:
            self._button[2] += data
        if self._textarea is not None:
            self._textarea[1] += data
        if "script" in self._stack or "style" in self._stack:
            return
        self.text_parts.append(data)
        if {"code", "kbd", "samp", "output"} & set(self._stack) and data.strip():
            self.codes.append(data.strip())


class Browser:
    """One cookie jar on one server."""

    def __init__(self, base):
        self.base = base
        self.session = requests.Session()
        self.url = base
        self.response = None
        self.page = Page("")
        self.loaded = 0

    def _settle(self, response):
        """Follows redirects of this origin by hand; one to elsewhere stays in `left_for`."""
        self.left_for = None
        for _ in range(10):
            self.url = response.url
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            target = urllib.parse.urljoin(response.url, response.headers["Location"])
            if not target.startswith(self.base + "/"):
                self.left_for = target
                break
            response = self.session.get(target, allow_redirects=False, timeout=60)
        self.response, self.loaded = response, time.monotonic()
        is_html = "html" in response.headers.get("Content-Type", "")
        self.page = Page(response.text if is_html else "")
        return self

    def get(self, url):
        url = urllib.parse.urljoin(self.base + "/", url)
        return self._settle(self.session.get(url, allow_redirects=False, timeout=60))

    def form_with(self, *names):
        """The form of this page that has all these fields."""
        for form in self.page.forms:
            if set(names) <= form.names:
                return form
        raise AssertionError(f"no form with {names} on {self.url}: {self.page.forms}\n{self.page.text[:600]}")

    def submit(self, form, values=None, button=None, files=None, hurries=False):
        """Sends a form as a browser does: untouched and hidden fields too, and the button that was pressed. `files` are
        {field: (file name, bytes)}. A form that says when it was made is filled in at a person's pace, unless they hurry."""
        values = values or {}
        if "opened" in form.names and not hurries:
            time.sleep(max(0, self.loaded + PACE - time.monotonic()))
        data = [(name, values.get(name, value)) for name, value in form.fields if name not in (files or {})]
        sent = {name for name, _ in data}
        data += [(name, value) for name, value in values.items() if name not in sent]
        if button and button[0]:
            data.append((button[0], button[1]))
        target = urllib.parse.urljoin(self.url, form.action or self.url)
        if form.method == "get":
            return self._settle(self.session.get(target, params=data, allow_redirects=False, timeout=60))
        return self._settle(self.session.post(
            target, data=data, files=files, allow_redirects=False, timeout=60, headers={"Origin": self.base, "Referer": self.url}))

    # The OAuth part.

    def sign_in(self, login, password):
        form = self.form_with("password")
        name = next((n for n in ("login", "email", "username", "user[email]") if n in form.names), None)
        assert name, f"the sign-in form has no field for a name: {form}"
        return self.submit(form, {name: login, "password": password}, form.buttons[0] if form.buttons else None)

    def find_button(self, wanted):
        """The (form, button) of the consent page whose button means `wanted` ("approve" or "deny")."""
        pattern, other = (APPROVE, DENY) if wanted == "approve" else (DENY, APPROVE)
        for form in self.page.forms:
            for button in form.buttons:
                words = " ".join(filter(None, button))
                if pattern.search(words) and not other.search(words):
                    return form, button
        raise AssertionError(f"nothing to {wanted} on {self.url}: {self.page.forms}\n{self.page.text[:600]}")

    def authorise(self, url, login, password, decision="approve"):
        """Opens an authorisation URL, signs in where asked, decides; the browser is then on the page behind it."""
        self.get(url)
        assert self.response.status_code == 200, f"{self.response.status_code} {self.url}\n{self.page.text[:600]}"
        if any("password" in form.names for form in self.page.forms):
            self.sign_in(login, password)
        assert self.response.status_code == 200, f"{self.response.status_code} {self.url}\n{self.page.text[:600]}"
        form, button = self.find_button(decision)
        return self.submit(form, button=button)

    def oob_code(self):
        """The code that the out-of-band page shows to be copied."""
        if self.page.codes:
            return self.page.codes[0]
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.url).query)
        assert "code" in query, f"no code on {self.url}: {self.page.text[:600]}"
        return query["code"][0]

    def sent_back(self):
        """The query of the redirect that left this server for the app: {name: value}."""
        assert self.left_for, f"no redirect to the app; on {self.url}: {self.page.text[:600]}"
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.left_for).query))
