"""People's handles end in a domain of their own, apart from the address of the server."""

import pytest

from server import Server


@pytest.fixture
def apart(engine, tmp_path):
    running = Server(engine, tmp_path, ["--handle-domain", "chorus.example"])
    try:
        yield running.start()
    finally:
        running.close()


def test_both_domains_lead_to_the_same_people(apart):
    alice, bob = apart.person("alice", unique=False), apart.person("bob", unique=False)
    api, web = apart.api(alice), apart.url.split("://")[1]
    assert api.get("/api/v2/instance").json()["domain"] == "chorus.example"
    for domain in ("chorus.example", web):
        post = api.status(f"Good morning, @bob@{domain}")
        assert [mention["acct"] for mention in post["mentions"]] == ["bob"], domain
        found = api.get("/api/v1/accounts/lookup", params={"acct": f"bob@{domain}"}).json()
        assert found["acct"] == "bob" and found["url"] == f"{apart.url}/@bob"
        page = apart.api().get(f"/@bob@{domain}")
        assert page.status_code == 200 and "@bob@chorus.example" in page.text
    assert not api.status("Good morning, @bob@other.example")["mentions"]
    assert apart.api(bob).get("/api/v1/notifications", params={"types[]": "mention"}).json()


def test_a_wrong_domain_is_told_in_a_sentence(apart):
    wrong = apart.cli("serve", "--handle-domain", "https://chorus.example", check=False)
    assert wrong.returncode != 0 and "must be a host like chorus.example" in wrong.stderr
