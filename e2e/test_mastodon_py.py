"""Mastodon.py against the server: the client API as another program sees it, with its own typed entities."""

import datetime
import uuid
import warnings

import mastodon
import pytest
from mastodon import Mastodon

from browser import OOB, Browser

warnings.simplefilter("ignore")

SCOPES = ["read", "write", "follow", "push"]


@pytest.fixture
def client_of(server):
    """Mastodon.py with the token of a person."""

    def make(person):
        return Mastodon(access_token=person.token, api_base_url=server.url, ratelimit_method="throw")

    return make


@pytest.fixture
def alice(server, client_of):
    return client_of(server.person("alice"))


@pytest.fixture
def bob(server, client_of):
    return client_of(server.person("bob"))


def ids(page):
    return [str(item.id) for item in page]


def test_sign_in_by_code_and_revoke(server):
    person = server.person("alice")
    client_id, secret = Mastodon.create_app("a test", scopes=SCOPES, api_base_url=server.url)
    client = Mastodon(client_id, secret, api_base_url=server.url)
    url = client.auth_request_url(scopes=SCOPES, allow_http=True)
    browser = Browser(server.url)
    browser.authorise(url, person.name, person.password)
    token = client.log_in(code=browser.oob_code(), redirect_uri=OOB, scopes=SCOPES, allow_http=True)
    assert token == client.access_token
    me = client.me()
    assert me.acct == person.name and me.username == person.name
    assert me.source.privacy == "public"
    assert client.app_verify_credentials().name == "a test"
    client.revoke_access_token(allow_http=True)
    with pytest.raises(mastodon.MastodonUnauthorizedError):
        Mastodon(access_token=token, api_base_url=server.url).me()


def test_sign_up_through_an_app(server):
    if not Mastodon(api_base_url=server.url).instance_v2().registrations.enabled:
        pytest.skip("registrations are closed")
    client_id, secret = Mastodon.create_app("sign-up", scopes=SCOPES, api_base_url=server.url)
    client = Mastodon(client_id, secret, api_base_url=server.url)
    name = f"carol{uuid.uuid4().hex[:8]}"
    client.create_account(
        name, "correct horse battery staple", f"{name}@example.test", agreement=True, scopes=SCOPES)
    assert client.me().acct == name
    assert client.status_post("I have just arrived").account.acct == name

    again = Mastodon(client_id, secret, api_base_url=server.url)
    token, error = again.create_account(
        name, "short", "not an address", agreement=False, scopes=SCOPES, return_detailed_error=True)
    assert token is None
    assert error.details["username"][0].error == "ERR_TAKEN"
    assert error.details["email"][0].error == "ERR_INVALID"
    assert error.details["password"][0].error == "ERR_TOO_SHORT"
    assert error.details["agreement"][0].error == "ERR_ACCEPTED"


def test_a_status_has_what_was_asked_for(alice):
    status = alice.status_post(
        "A long story #MeToo https://example.com/a", visibility="unlisted", spoiler_text="harassment", language="de")
    assert status.visibility == "unlisted"
    assert status.spoiler_text == "harassment" and status.sensitive is True
    assert status.language == "de"
    assert [tag.name for tag in status.tags] == ["metoo"]
    assert 'href="https://example.com/a"' in status.content and status.content.startswith("<p>")
    assert (status.replies_count, status.reblogs_count, status.favourites_count) == (0, 0, 0)
    assert status.in_reply_to_id is None and status.reblog is None and status.poll is None
    assert status.media_attachments == [] and status.emojis == []
    assert abs(status.created_at - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=5)
    assert status.edited_at is None
    assert alice.status(status.id).uri == status.uri
    for visibility in ("public", "private", "direct"):
        assert alice.status_post(visibility, visibility=visibility).visibility == visibility


def test_the_same_idempotency_key_gives_the_same_status(alice, bob):
    key = uuid.uuid4().hex
    first = alice.status_post("once", idempotency_key=key)
    assert alice.status_post("once", idempotency_key=key).id == first.id
    assert bob.status_post("once", idempotency_key=key).id != first.id
    assert alice.me().statuses_count == 1


def test_a_thread(alice, bob):
    root = alice.status_post("Say me too")
    answer = bob.status_reply(root, "me too")
    assert answer.in_reply_to_id == root.id and answer.in_reply_to_account_id == root.account.id
    assert [m.acct for m in answer.mentions] == [root.account.acct]
    thanks = alice.status_reply(answer, "thank you")
    other = bob.status_post("and again", in_reply_to_id=root.id)
    below = alice.status_context(root.id)
    assert ids(below.ancestors) == []
    assert ids(below.descendants) == [answer.id, thanks.id, other.id]  # depth first
    above = alice.status_context(thanks.id)
    assert ids(above.ancestors) == [root.id, answer.id]
    assert ids(above.descendants) == []
    assert alice.status(root.id).replies_count == 2
    bob.status_delete(other.id)
    assert alice.status(root.id).replies_count == 1
    with pytest.raises(mastodon.MastodonNotFoundError):
        alice.status(other.id)
    with pytest.raises(mastodon.MastodonNotFoundError):
        alice.status_post("to nothing", in_reply_to_id=other.id)


def test_an_edit_keeps_its_history(alice, bob):
    status = alice.status_post("first #one", spoiler_text="careful")
    bob.status_reblog(status.id)
    edited = alice.status_update(status.id, "second #two", spoiler_text="")
    assert edited.id == status.id and edited.edited_at is not None
    assert "second" in edited.content and edited.spoiler_text == ""
    assert [tag.name for tag in edited.tags] == ["two"]
    history = alice.status_history(status.id)
    assert len(history) == 2
    assert "first" in history[0].content and history[0].spoiler_text == "careful"
    assert "second" in history[1].content
    source = alice.status_source(status.id)
    assert source.text == "second #two" and source.spoiler_text == "" and source.id == status.id
    with pytest.raises(mastodon.MastodonAPIError):
        bob.status_update(status.id, "not mine")


def test_a_deleted_status_returns_its_source(alice):
    status = alice.status_post("to be written again #draft")
    assert alice.status_delete(status.id).text == "to be written again #draft"
    assert alice.me().statuses_count == 0


def test_favourite_reblog_bookmark_mute_pin_and_their_undo(alice, bob):
    status = alice.status_post("a post")

    assert bob.status_favourite(status.id).favourited is True
    assert bob.status_favourite(status.id).favourites_count == 1
    assert [a.acct for a in alice.status_favourited_by(status.id)] == [bob.me().acct]
    assert ids(bob.favourites()) == [status.id]
    undone = bob.status_unfavourite(status.id)
    assert undone.favourited is False and undone.favourites_count == 0

    wrapper = bob.status_reblog(status.id)
    assert wrapper.id != status.id and wrapper.reblog.id == status.id and wrapper.reblog.reblogged is True
    assert wrapper.reblog.reblogs_count == 1
    assert bob.status_reblog(status.id).id == wrapper.id
    assert [a.acct for a in alice.status_reblogged_by(status.id)] == [bob.me().acct]
    undone = bob.status_unreblog(status.id)
    assert undone.id == status.id and undone.reblogged is False and undone.reblogs_count == 0

    assert bob.status_bookmark(status.id).bookmarked is True
    assert ids(bob.bookmarks()) == [status.id]
    assert bob.status_unbookmark(status.id).bookmarked is False
    assert ids(bob.bookmarks()) == []

    assert alice.status_mute(status.id).muted is True
    bob.status_reply(status, "does it ring?")
    assert [n.type for n in alice.notifications(types=["mention"])] == []
    assert alice.status_unmute(status.id).muted is False

    assert alice.status_pin(status.id).pinned is True
    assert ids(alice.account_statuses(alice.me().id, pinned=True)) == [status.id]
    assert alice.status_unpin(status.id).pinned is False
    with pytest.raises(mastodon.MastodonAPIError):
        bob.status_pin(status.id)


def test_a_private_post_is_boosted_by_nobody_else(alice, bob):
    bob.account_follow(alice.me().id)
    private = alice.status_post("for followers", visibility="private")
    with pytest.raises(mastodon.MastodonAPIError):
        bob.status_reblog(private.id)


def test_accounts_are_found(alice, bob):
    me = alice.me()
    assert alice.account_lookup(me.acct).id == me.id
    assert alice.account_lookup(me.acct.upper()).id == me.id
    assert bob.account(me.id).acct == me.acct
    assert me.id in ids(bob.account_search(me.acct))
    with pytest.raises(mastodon.MastodonNotFoundError):
        alice.account_lookup("nobody_of_this_name")


def test_follow_and_unfollow(alice, bob):
    her, him = alice.me(), bob.me()
    before = alice.account_relationships(him.id)[0]
    assert not before.following and not before.followed_by and not before.requested and before.note == ""
    now = alice.account_follow(him.id, reblogs=False, notify=True)
    assert now.following is True and now.showing_reblogs is False and now.notifying is True
    assert bob.account_relationships([her.id])[0].followed_by is True
    assert ids(alice.account_following(her.id)) == [him.id]
    assert ids(alice.account_followers(him.id)) == [her.id]
    assert (alice.me().following_count, bob.me().followers_count) == (1, 1)
    posted = bob.status_post("heard at once")
    assert [n.status.id for n in alice.notifications(types=["status"])] == [posted.id]
    assert alice.account_unfollow(him.id).following is False
    assert (alice.me().following_count, bob.me().followers_count) == (0, 0)
    with pytest.raises(mastodon.MastodonAPIError):
        alice.account_follow(her.id)


def test_block_ends_follows_and_hides(alice, bob):
    her, him = alice.me(), bob.me()
    alice.account_follow(him.id)
    bob.account_follow(her.id)
    status = alice.status_post("not for bob")
    blocked = alice.account_block(him.id)
    assert blocked.blocking is True and blocked.following is False and blocked.followed_by is False
    assert bob.account_relationships(her.id)[0].blocked_by is True
    assert ids(alice.blocks()) == [him.id]
    with pytest.raises(mastodon.MastodonNotFoundError):
        bob.status(status.id)
    with pytest.raises(mastodon.MastodonAPIError):
        bob.account_follow(her.id)
    assert list(bob.account_statuses(her.id)) == []
    assert alice.account_unblock(him.id).blocking is False
    assert bob.status(status.id).id == status.id


def test_mute_with_an_end_and_a_note(alice, bob):
    him = bob.me()
    alice.account_follow(him.id)
    muted = alice.account_mute(him.id, notifications=False, duration=3600)
    assert muted.muting is True and muted.muting_notifications is False and muted.following is True
    assert ids(alice.mutes()) == [him.id]
    assert alice.mutes()[0].mute_expires_at is not None
    status = bob.status_post("unheard")
    assert str(status.id) not in ids(alice.timeline_home())
    assert alice.status(status.id).id == status.id
    assert alice.account_unmute(him.id).muting is False
    assert alice.account_note_set(him.id, "met in <Berlin>").note == "met in <Berlin>"
    assert alice.account_relationships(him.id)[0].note == "met in <Berlin>"


def test_a_locked_account_is_asked(alice, bob, server, client_of):
    charlie = client_of(server.person("charlie"))
    her = alice.account_update_credentials(locked=True)
    assert her.locked is True
    for follower in (bob, charlie):
        asked = follower.account_follow(her.id)
        assert asked.requested is True and asked.following is False
    assert sorted(ids(alice.follow_requests())) == sorted([bob.me().id, charlie.me().id])
    assert alice.account_relationships(bob.me().id)[0].requested_by is True
    assert {n.type for n in alice.notifications()} == {"follow_request"}
    assert alice.follow_request_authorize(bob.me().id).followed_by is True
    assert alice.follow_request_reject(charlie.me().id).followed_by is False
    assert list(alice.follow_requests()) == []
    assert bob.account_relationships(her.id)[0].following is True
    refused = charlie.account_relationships(her.id)[0]
    assert refused.following is False and refused.requested is False
    assert alice.me().followers_count == 1
    private = alice.status_post("for followers", visibility="private")
    assert bob.status(private.id).id == private.id
    with pytest.raises(mastodon.MastodonNotFoundError):
        charlie.status(private.id)


def test_home_has_followed_accounts_and_one_self(alice, bob, server, client_of):
    charlie = client_of(server.person("charlie"))
    alice.account_follow(bob.me().id)
    mine, his = alice.status_post("mine"), bob.status_post("his")
    strange = charlie.status_post("a stranger's")
    reblog = bob.status_reblog(strange.id)
    to_stranger = bob.status_post("to a stranger", in_reply_to_id=strange.id)
    to_me = bob.status_post(f"@{alice.me().acct} to you", in_reply_to_id=mine.id)
    home = ids(alice.timeline_home())
    assert home[:4] == [to_me.id, reblog.id, his.id, mine.id]
    assert strange.id not in home and to_stranger.id not in home


def test_public_timeline_leaves_out_replies_and_the_unlisted(alice, bob):
    root = alice.status_post("for all")
    reply = bob.status_post("a reply", in_reply_to_id=root.id)
    unlisted = alice.status_post("quietly", visibility="unlisted")
    for page in (bob.timeline_local(limit=40), bob.timeline_public(limit=40)):
        found = ids(page)
        assert root.id in found and reply.id not in found and unlisted.id not in found


def test_tag_timeline_pages_both_ways(alice):
    tag = f"tag{uuid.uuid4().hex[:8]}"
    posted = [str(alice.status_post(f"{n} #{tag}").id) for n in range(7)][::-1]
    first = alice.timeline_hashtag(tag, limit=3)
    assert ids(first) == posted[:3]
    second = alice.fetch_next(first)
    assert ids(second) == posted[3:6]
    third = alice.fetch_next(second)
    assert ids(third) == posted[6:]
    assert not alice.fetch_next(third)
    assert ids(alice.fetch_previous(third)) == posted[3:6]
    assert ids(alice.fetch_previous(second)) == posted[:3]
    assert ids(alice.fetch_remaining(alice.timeline_hashtag(tag.upper(), limit=2))) == posted
    assert ids(alice.timeline_hashtag(tag, since_id=posted[4], limit=2)) == posted[:2]
    assert ids(alice.timeline_hashtag(tag, min_id=posted[4], limit=2)) == posted[2:4]


def test_tag_timeline_any_all_none(server, alice):
    mark = uuid.uuid4().hex[:8]
    a, b, c = (f"{letter}{mark}" for letter in "abc")
    only_a = str(alice.status_post(f"#{a}").id)
    a_and_b = str(alice.status_post(f"#{a} #{b}").id)
    a_and_c = str(alice.status_post(f"#{a} #{c}").id)
    only_b = str(alice.status_post(f"#{b}").id)
    api = server.api(alice.access_token)

    def found(**more):
        answer = api.get(f"/api/v1/timelines/tag/{a}", params={f"{key}[]": value for key, value in more.items()})
        assert answer.status_code == 200, answer.text
        return [status["id"] for status in answer.json()]

    assert found() == [a_and_c, a_and_b, only_a]
    assert found(any=[b]) == [only_b, a_and_c, a_and_b, only_a]
    assert found(all=[b]) == [a_and_b]
    assert found(none=[b]) == [a_and_c, only_a]
    assert found(any=[b], none=[c]) == [only_b, a_and_b, only_a]


def test_tags_in_other_scripts(alice):
    mark = uuid.uuid4().hex[:6]
    for word in (f"ميتو{mark}", f"米兔{mark}", f"МыТоже{mark}", f"ÉmeToo{mark}"):
        status = alice.status_post(f"#{word}")
        assert len(status.tags) == 1, word
        assert ids(alice.timeline_hashtag(word)) == [status.id], word


def test_account_statuses_and_their_filters(alice, bob):
    me = alice.me()
    theirs = bob.status_post("to be boosted")
    plain = alice.status_post("plain #colour")
    reply = alice.status_post("a reply", in_reply_to_id=theirs.id)
    own_reply = alice.status_post("to myself", in_reply_to_id=plain.id)
    reblog = alice.status_reblog(theirs.id)
    private = alice.status_post("for followers", visibility="private")
    everything = [private.id, reblog.id, own_reply.id, reply.id, plain.id]
    assert ids(alice.account_statuses(me.id)) == everything
    assert ids(bob.account_statuses(me.id)) == everything[1:]
    assert ids(alice.account_statuses(me.id, exclude_reblogs=True)) == [private.id, own_reply.id, reply.id, plain.id]
    assert ids(alice.account_statuses(me.id, exclude_replies=True)) == [private.id, reblog.id, own_reply.id, plain.id]
    assert ids(alice.account_statuses(me.id, tagged="Colour")) == [plain.id]
    assert ids(alice.account_statuses(me.id, only_media=True)) == []
    assert ids(alice.account_statuses(me.id, pinned=True)) == []
    page = alice.account_statuses(me.id, limit=2)
    assert ids(page) == everything[:2] and ids(alice.fetch_next(page)) == everything[2:4]


def test_notifications(alice, bob):
    status = alice.status_post("ring")
    bob.account_follow(alice.me().id)
    bob.status_favourite(status.id)
    bob.status_reblog(status.id)
    mention = bob.status_reply(status, "hello")
    found = alice.notifications()
    assert [n.type for n in found] == ["mention", "reblog", "favourite", "follow"]
    assert all(n.account.acct == bob.me().acct for n in found)
    assert found[0].status.id == mention.id and found[1].status.id == status.id and found[2].status.id == status.id
    assert found[3].get("status") is None
    assert [n.type for n in alice.notifications(types=["follow", "reblog"])] == ["reblog", "follow"]
    assert [n.type for n in alice.notifications(exclude_types=["mention"])] == ["reblog", "favourite", "follow"]
    page = alice.notifications(limit=2)
    assert [n.type for n in alice.fetch_next(page)] == ["favourite", "follow"]
    assert alice.notifications(id=found[2].id).type == "favourite"
    alice.notifications_dismiss(found[2].id)
    assert [n.type for n in alice.notifications()] == ["mention", "reblog", "follow"]
    alice.notifications_clear()
    assert list(alice.notifications()) == []
    assert list(bob.notifications()) == []


def test_markers(alice):
    assert dict(alice.markers_get(["home", "notifications"])) == {}
    status = alice.status_post("read up to here")
    marker = alice.markers_set(["home"], [status.id])["home"]
    assert str(marker.last_read_id) == str(status.id) and marker.version >= 0
    assert marker.updated_at.tzinfo is not None
    again = alice.markers_set(["home", "notifications"], [status.id, "7"])
    assert again["home"].version > marker.version
    found = alice.markers_get(["home", "notifications"])
    assert str(found["home"].last_read_id) == str(status.id) and str(found["notifications"].last_read_id) == "7"


def test_preferences_follow_the_account(alice):
    preferences = alice.preferences()
    assert preferences["posting:default:visibility"] == "public"
    assert preferences["posting:default:sensitive"] is False
    assert preferences["reading:expand:media"] == "default"
    assert preferences["reading:expand:spoilers"] is False
    alice.account_update_credentials(default_privacy="unlisted", default_sensitive=True, default_language="de")
    preferences = alice.preferences()
    assert preferences["posting:default:visibility"] == "unlisted"
    assert preferences["posting:default:sensitive"] is True
    assert preferences["posting:default:language"] == "de"
    status = alice.status_post("as I prefer")
    assert (status.visibility, status.language) == ("unlisted", "de")


def test_a_profile_is_edited(alice, bob):
    me = alice.account_update_credentials(
        display_name="Alice of the <tests>", note="I write\nhttps://example.com/me", bot=True, discoverable=True,
        fields=[("Home", "https://example.com/"), ("Pronouns", "she")])
    assert me.display_name == "Alice of the <tests>"
    assert 'href="https://example.com/me"' in me.note and "<br" in me.note
    assert me.source.note == "I write\nhttps://example.com/me"
    assert me.bot is True and me.discoverable is True
    assert [f.name for f in me.fields] == ["Home", "Pronouns"]
    assert me.fields[1].value == "she" and 'href="https://example.com/"' in me.fields[0].value
    assert [f.value for f in me.source.fields] == ["https://example.com/", "she"]
    assert bob.account(me.id).display_name == "Alice of the <tests>"
    assert alice.account_update_credentials(fields=[("One", "1")]).fields[0].name == "One"
    with pytest.raises(mastodon.MastodonAPIError):
        alice.account_update_credentials(note="x" * 501)


def test_instance_in_both_versions(server, alice):
    anonymous = Mastodon(api_base_url=server.url)
    first, second = anonymous.instance_v1(), anonymous.instance_v2()
    assert first.uri == server.host and second.domain == server.host
    assert first.version == second.version and int(first.version.split(".")[0]) >= 4
    assert first.title == second.title
    assert first.registrations == second.registrations.enabled
    for configuration in (first.configuration, second.configuration):
        assert configuration.statuses.max_characters >= 500
        assert configuration.statuses.characters_reserved_per_url == 23
    before = anonymous.instance_v1().stats
    alice.status_post("one more")
    assert before.user_count >= 1
    assert anonymous.instance_v1().stats.status_count >= before.status_count
    assert second.usage.users.active_month >= 0
    assert alice.instance_rules() == [] or alice.instance_rules()[0].text


def test_an_invalid_post_is_refused(alice):
    for text in ("", " \n\t ", "x" * 501):
        with pytest.raises(mastodon.MastodonAPIError) as refused:
            alice.status_post(text)
        assert refused.value.args[1] == 422
    assert alice.me().statuses_count == 0


def test_lists(alice, bob):
    made = alice.list_create("Friends", replies_policy="followed", exclusive=False)
    assert made.title == "Friends" and made.replies_policy == "followed" and made.exclusive is False
    bob_id = bob.me().id
    with pytest.raises(mastodon.MastodonAPIError):
        alice.list_accounts_add(made, [bob_id])
    alice.account_follow(bob_id)
    alice.list_accounts_add(made, [bob_id])
    assert ids(alice.list_accounts(made)) == [str(bob_id)]
    assert ids(alice.account_lists(bob_id)) == [str(made.id)]
    posted = bob.status_post("For the list")
    assert ids(alice.timeline_list(made)) == [str(posted.id)]
    assert str(posted.id) in ids(alice.timeline_home())
    assert alice.list_update(made, "Only here", exclusive=True).exclusive is True
    assert str(posted.id) not in ids(alice.timeline_home())
    assert str(made.id) in ids(alice.lists())
    alice.list_accounts_delete(made, [bob_id])
    assert ids(alice.list_accounts(made)) == []
    alice.list_delete(made)
    with pytest.raises(mastodon.MastodonNotFoundError):
        alice.list(made.id)


def test_filters_of_both_generations(alice, bob):
    made = alice.create_filter_v2(
        "Weather", ["home", "public"], "warn", expires_in=3600,
        keywords_attributes=[{"keyword": "drizzle", "whole_word": True}],
    )
    assert made.filter_action == "warn" and made.keywords[0].keyword == "drizzle"
    posted = bob.status_post("Nothing but DRIZZLE")
    found = alice.status(posted)
    assert found.filtered[0].filter.title == "Weather" and found.filtered[0].keyword_matches == ["DRIZZLE"]
    assert bob.status(posted).filtered == []
    keyword = alice.add_filter_keyword_v2(made.id, "fog", whole_word=False)
    assert {word.keyword for word in alice.filter_keywords_v2(made.id)} == {"drizzle", "fog"}
    alice.delete_filter_keyword_v2(keyword.id)
    status = alice.add_filter_status_v2(made.id, posted.id)
    assert [str(entry.status_id) for entry in alice.filter_statuses_v2(made.id)] == [str(posted.id)]
    alice.delete_filter_status_v2(status.id)
    assert "Weather" in [each.title for each in alice.filters_v2()]
    alice.delete_filter_v2(made.id)
    assert alice.status(posted).filtered == []
    old = alice.filter_create("drizzle", ["home"], irreversible=True, whole_word=True)
    assert old.phrase == "drizzle" and old.irreversible is True
    alice.account_follow(bob.me().id)
    assert str(posted.id) not in ids(alice.timeline_home())
    assert alice.filter_update(old, irreversible=False).irreversible is False
    assert str(posted.id) in ids(alice.timeline_home())
    alice.filter_delete(old)
    assert alice.filters() == []


def test_tags_are_followed_and_featured(alice, bob):
    name = "tag" + uuid.uuid4().hex[:10]
    assert alice.tag_follow(name).following is True
    posted = bob.status_post(f"Look: #{name}")
    assert str(posted.id) in ids(alice.timeline_home())
    assert name in [tag.name for tag in alice.followed_tags()]
    assert alice.tag_unfollow(name).following is False
    assert str(posted.id) not in ids(alice.timeline_home())
    alice.status_post(f"Mine: #{name}")
    assert name in [tag.name for tag in alice.featured_tag_suggestions()]
    featured = alice.featured_tag_create(name)
    assert int(featured.statuses_count) == 1
    assert [tag.name for tag in bob.account_featured_tags(alice.me().id)] == [name]
    alice.featured_tag_delete(featured)
    assert alice.featured_tags() == []


def test_conversations(alice, bob):
    first = alice.status_post(f"@{bob.me().acct} tea?", visibility="direct")
    theirs = bob.conversations()[0]
    assert theirs.unread is True and theirs.last_status.id == first.id
    assert [person.id for person in theirs.accounts] == [alice.me().id]
    assert bob.conversations_read(theirs).unread is False
    answer = bob.status_post(f"@{alice.me().acct} yes", visibility="direct", in_reply_to_id=first)
    mine = alice.conversations()
    assert [each.last_status.id for each in mine] == [answer.id]
    bob.status_delete(answer)
    assert alice.conversations()[0].last_status.id == first.id


def test_domain_blocks_and_endorsements(alice, bob):
    alice.domain_block("far.example")
    assert alice.domain_blocks() == ["far.example"]
    alice.domain_unblock("far.example")
    assert alice.domain_blocks() == []
    bob_id = bob.me().id
    alice.account_follow(bob_id)
    assert alice.account_pin(bob_id).endorsed is True
    assert ids(alice.endorsements()) == [str(bob_id)]
    assert alice.account_unpin(bob_id).endorsed is False
