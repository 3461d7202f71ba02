"""Holds an answer against the documented entities: keys, types, null and absent."""

import datetime
import re

from contract.tables import entities, required_fields

# Keys that this server, or a Mastodon that is not documented, has beside the documented ones.
EXTRA = {
    "Account": {"indexable", "uri", "roles", "hide_collections", "source", "role", "mute_expires_at", "feature_approval",
                "avatar_description", "header_description", "show_featured", "show_media", "show_media_replies", "memorial"},
    "Status": {"call"},
    "MediaAttachment": {"text_url"},
    "V1::NotificationPolicy": {"filter_limited_accounts"},
    "Profile": {"featured_tags"},
    "CredentialApplication": {"vapid_key", "redirect_uri", "client_secret_expires_at"},
    "Relationship": {"requested_by", "languages"},
}
# One shape includes the other.
PARENT = {
    "CredentialAccount": "Account", "MutedAccount": "Account", "Trends::Link": "PreviewCard", "CredentialApplication":
    "Application", "Announcement::Account": None,
}
DATETIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
# Names that the tables use for entities of another name.
ALIASES = {"Field": "Account::Field"}
# Documented as always there, and there only in the answer to a deletion.
CONDITIONAL = {("Status", "text")}
# Apps read these as numbers; all other ids are texts.
NUMERIC = "JSON number in practice"


class Checker:
    def __init__(self):
        self.entities = entities()
        self.required = required_fields()
        self.problems = []
        # Which entities were seen at all, so that a test can say what it has not covered.
        self.seen = set()

    def check(self, value, kind, place="answer"):
        """Notes every difference between a value and a documented type such as `Array of Status`."""
        if kind.startswith("Array of "):
            if self.expect(isinstance(value, list), place, "a list", value):
                for index, element in enumerate(value):
                    self.check(element, kind[len("Array of "):], f"{place}[{index}]")
            return
        kind = ALIASES.get(kind, kind)
        if kind in self.entities:
            return self.entity(value, kind, place)
        self.scalar(value, kind, place)

    def attributes(self, kind):
        own = dict(self.entities.get(kind, {}))
        parent = PARENT.get(kind)
        if parent:
            own = {**self.entities[parent], **own}
        return own

    def entity(self, value, kind, place):
        if not self.expect(isinstance(value, dict), place, f"an object ({kind})", value):
            return
        self.seen.add(kind)
        attributes = self.attributes(kind)
        for path, attribute in attributes.items():
            self.follow(value, path, attribute, attributes, place, kind)
        known = {path[0] for path in attributes} | EXTRA.get(kind, set()) | EXTRA.get(PARENT.get(kind) or "", set())
        for key in value.keys() - known:
            self.problems.append(f"{place}: {kind} has the undocumented key {key}")
        for key in self.required.get(kind, set()):
            # `a.b` and `a[b]` name members of members, which are entities of their own here.
            if re.fullmatch(r"\w+", key) and (("%s" % key,) in attributes) and not attributes[(key,)].is_optional:
                if key not in value:
                    self.problems.append(f"{place}: {kind} lacks {key}, without which an app fails")

    def follow(self, value, path, attribute, attributes, place, kind):
        """Walks down to one attribute; a parent that is null or may be absent ends the walk."""
        key, *rest = path
        if key == "[]":
            if isinstance(value, list):
                for index, element in enumerate(value):
                    self.follow(element, tuple(rest), attribute, attributes, f"{place}[{index}]", kind) if rest else None
            return
        if not isinstance(value, dict):
            return
        if key not in value:
            if not rest and not attribute.is_optional and (kind, attribute.name) not in CONDITIONAL:
                self.problems.append(f"{place}: {kind} lacks {attribute.name}")
            return
        inner = value[key]
        where = f"{place}.{key}"
        if rest:
            return self.follow(inner, tuple(rest), attribute, attributes, where, kind)
        if inner is None:
            if not attribute.is_nullable:
                self.problems.append(f"{where}: null, but {kind} documents it as {attribute.type}")
            return
        self.check(inner, attribute.type, where)

    def scalar(self, value, kind, place):
        if NUMERIC in kind or kind.lower().startswith(("integer", "number")):
            self.expect(isinstance(value, int) and not isinstance(value, bool), place, "a whole number", value)
        elif kind == "Boolean":
            self.expect(isinstance(value, bool), place, "true or false", value)
        elif kind == "Float":
            self.expect(isinstance(value, (int, float)) and not isinstance(value, bool), place, "a number", value)
        elif kind == "Hash":
            self.expect(isinstance(value, dict), place, "an object", value)
        elif kind in ("Quote, ShallowQuote", "Quote or ShallowQuote"):
            self.entity(value, "Quote" if isinstance(value, dict) and "quoted_status" in value else "ShallowQuote", place)
        elif kind.startswith("String"):
            if self.expect(isinstance(value, str), place, "a text", value):
                self.text(value, kind, place)
        else:
            self.problems.append(f"{place}: nobody knows the type {kind}")

    def text(self, value, kind, place):
        choices = re.search(r"\{(.+)\}", kind)
        if "(id)" in kind:
            self.expect(re.fullmatch(r"-?\d+", value), place, "an id", value)
        elif "(Datetime)" in kind:
            self.expect(DATETIME.match(value), place, "a moment with milliseconds and Z", value)
        elif kind == "String (Date)":
            self.expect(re.fullmatch(r"\d{4}-\d\d-\d\d", value), place, "a day", value)
            datetime.date.fromisoformat(value[:10])
        elif "(URL)" in kind:
            self.expect(value == "" or re.match(r"(https?|wss?)://", value), place, "an address", value)
        elif choices:
            self.expect(value in choices[1].split("|"), place, f"one of {choices[1]}", value)

    def expect(self, condition, place, wanted, value):
        if not condition:
            self.problems.append(f"{place}: {value!r:.80} is not {wanted}")
        return bool(condition)
