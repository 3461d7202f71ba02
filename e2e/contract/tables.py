"""The tables of the contract, read from the files beside this one. Standard library only."""

import collections
import csv
import dataclasses
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent

# The Mastodon whose API this server says it is like: what is newer may be absent.
LEVEL = (4, 5)


def rows(name):
    """The lines of a table as dicts."""
    with open(HERE / name, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def version(text):
    """The first two numbers of a version; (0, 0) where there are none."""
    found = re.match(r"(\d+)\.(\d+)", text or "")
    return (int(found[1]), int(found[2])) if found else (0, 0)


def is_newer(since):
    return version(since) > LEVEL


@dataclasses.dataclass(frozen=True)
class Endpoint:
    method: str
    alias: str
    path: str
    tier: str
    auth: str
    scope: str
    since: str
    status: str
    params: str
    response: str

    @property
    def key(self):
        """Method and path with nameless parameters: `GET /api/v1/accounts/:`."""
        return f"{self.method} {nameless(self.path)}"


def nameless(path):
    return re.sub(r":\w+", ":", path)


def endpoints():
    return [
        Endpoint(r["method"], r["method_alias"], r["path"], r["tier"], r["auth"], r["scope"], r["since"], r["status"],
                 r["params"], r["response"])
        for r in rows("endpoints.tsv")
    ]


@dataclasses.dataclass
class Attribute:
    name: str
    type: str
    is_nullable: bool
    is_optional: bool


def entities():
    """entity -> attribute path (a tuple of keys; `[]` for the elements of a list) -> Attribute."""
    found = collections.defaultdict(dict)
    for row in rows("entities.tsv"):
        if row["status"] == "removed":
            continue
        path = attribute_path(row["attribute"])
        found[row["entity"]][path] = Attribute(
            row["attribute"], row["type"], row["nullable"] == "yes",
            row["optional"] == "yes" or is_newer(row["since"]) or row["status"] in ("deprecated",),
        )
    return dict(found)


def attribute_path(text):
    """`configuration[urls][streaming]` -> ("configuration", "urls", "streaming"); `history[][day]` has a "[]" inside."""
    head, *inner = re.split(r"\[", text)
    return (head, *("[]" if part == "]" else part.rstrip("]") for part in inner))


def required_fields():
    """entity -> the names without which some app fails."""
    found = collections.defaultdict(set)
    for row in rows("required_fields.tsv"):
        found[row["entity"]].add(row["attribute"])
    return dict(found)
