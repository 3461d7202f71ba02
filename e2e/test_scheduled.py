"""Statuses for later with a real client and the real binary."""

import datetime

import pytest
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError, MastodonNotFoundError


def test_a_status_waits_is_moved_and_cancelled(server):
    person = server.person()
    app = Mastodon(access_token=person.token, api_base_url=server.url, ratelimit_method="throw")
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2)
    kept = app.status_post("Later", scheduled_at=moment, idempotency_key="e2e")
    assert kept.params.text == "Later"
    assert app.status_post("Later", scheduled_at=moment, idempotency_key="e2e").id == kept.id
    assert [status.id for status in app.scheduled_statuses()] == [kept.id]
    moved = app.scheduled_status_update(kept.id, moment + datetime.timedelta(hours=1))
    assert abs((moved.scheduled_at - moment).total_seconds() - 3600) < 1
    app.scheduled_status_delete(kept.id)
    with pytest.raises(MastodonNotFoundError):
        app.scheduled_status(kept.id)
    with pytest.raises(MastodonAPIError):
        app.status_post("Soon", scheduled_at=datetime.datetime.now(datetime.timezone.utc)
                        + datetime.timedelta(seconds=90))
