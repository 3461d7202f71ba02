"""A day with Mastodon.py: over sixty of its operations in one story, each answer of the type that the library declares."""

import datetime
import typing
import warnings

from mastodon import Mastodon
from mastodon.types_base import Entity

from pictures import png

warnings.simplefilter("ignore")


class Day:
    """Calls methods of a client by name, checks the declared type of each answer, and counts the different ones."""

    def __init__(self, client):
        self.client = client
        self.done = set()

    def __getattr__(self, name):
        method = getattr(self.client, name)

        def call(*arguments, **named):
            answer = method(*arguments, **named)
            check(name, answer, typing.get_type_hints(getattr(Mastodon, name)).get("return"))
            self.done.add(name)
            return answer

        return call


def check(name, answer, declared):
    """Entities are instances of the declared entity, the elements of lists too."""
    origin = typing.get_origin(declared)
    if origin is typing.Union:
        options = [option for option in typing.get_args(declared) if option is not type(None)]
        if answer is None or not options:
            return
        declared, origin = options[0], typing.get_origin(options[0])
        if len(options) > 1:
            return
    if isinstance(declared, type) and origin is None:
        if issubclass(declared, Entity):
            assert isinstance(answer, declared), f"{name}: {type(answer)} is not {declared}"
    elif origin is not None and typing.get_args(declared) and isinstance(answer, list):
        inner = typing.get_args(declared)[0]
        for element in answer:
            check(name, element, inner)


def test_a_day_without_finding_a_hole(server):
    clients = [
        Mastodon(access_token=server.person(name).token, api_base_url=server.url, ratelimit_method="throw")
        for name in ("alice", "bob")
    ]
    alice, bob = Day(clients[0]), Day(clients[1])
    tag = f"day{alice.me().id}"

    # In the morning: who am I, where am I.
    me, you = alice.account_verify_credentials(), bob.me()
    alice.instance_v2(), alice.instance_v1(), alice.instance_rules(), alice.instance_extended_description()
    alice.instance_languages(), alice.instance_peers(), alice.instance_nodeinfo(), alice.instance_translation_languages()
    assert alice.instance_health() is True
    alice.app_verify_credentials(), alice.preferences(), alice.custom_emojis(), alice.announcements()
    alice.account_update_credentials(
        display_name="Alice", note="Hello", fields=[("Home", "https://example.org")], discoverable=True,
        avatar=png(), avatar_mime_type="image/png")
    bob.account_update_credentials(discoverable=True, indexable=True)
    assert not alice.me().avatar.endswith("/assets/avatar.png")
    alice.account_delete_avatar()

    # People.
    assert alice.account_follow(you.id).following and bob.account_follow(me.id).following
    assert alice.account_relationships([you.id])[0].followed_by
    assert alice.account(you.id).id == you.id and alice.account_lookup(you.acct).id == you.id
    assert [account.id for account in alice.accounts([you.id])] == [you.id]
    assert alice.account_search(you.acct)[0].id == you.id
    alice.account_followers(me.id), alice.account_following(me.id), alice.account_familiar_followers([you.id])
    alice.account_note_set(you.id, "met in town")
    alice.account_endorse(you.id), alice.endorsements(), alice.account_unendorse(you.id)
    assert alice.account_mute(you.id).muting and alice.mutes() and not alice.account_unmute(you.id).muting
    alice.suggestions_v2(), alice.directory(), alice.follow_requests()

    # Posts.
    media = alice.media_post(png(), mime_type="image/png", description="a picture", synchronous=True)
    media = alice.media_update(media.id, description="a small picture", focus=(0.5, 0.5))
    post = alice.status_post(f"Good morning @{you.acct} #{tag}", media_ids=[media.id], language="en")
    assert post.media_attachments[0].description == "a small picture"
    reply = bob.status_reply(post, "Good morning", spoiler_text="greeting")
    alice.status_favourite(reply.id), alice.status_bookmark(reply.id), alice.status_reblog(reply.id)
    assert alice.favourites()[0].id == reply.id and alice.bookmarks()[0].id == reply.id
    assert bob.status_favourited_by(reply.id)[0].id == me.id and bob.status_reblogged_by(reply.id)[0].id == me.id
    alice.status_unfavourite(reply.id), alice.status_unbookmark(reply.id), alice.status_unreblog(reply.id)
    assert alice.status_pin(post.id).pinned and not alice.status_unpin(post.id).pinned
    assert alice.status_mute(post.id).muted and not alice.status_unmute(post.id).muted
    assert alice.status_context(post.id).descendants[0].id == reply.id
    edited = alice.status_update(post.id, f"Good day @{you.acct} #{tag}", media_ids=[media.id])
    assert edited.edited_at and len(alice.status_history(post.id)) == 2 and alice.status_source(post.id).text
    alice.status_update_quote_approval_policy(post.id, "public")
    quote = bob.status_post("as she said", quoted_status_id=post.id)
    assert quote.quote.quoted_status.id == post.id and alice.status_quotes(post.id)[0].id == quote.id
    poll = bob.status_post("Which?", poll=bob.client.make_poll(["Tea", "Coffee"], 600)).poll
    assert alice.poll_vote(poll.id, [1]).voted and alice.poll(poll.id).votes_count == 1
    later = alice.status_post("later", scheduled_at=datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1))
    assert alice.scheduled_status(later.id).id == later.id and alice.scheduled_statuses()
    alice.scheduled_status_update(later.id, datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2))
    alice.scheduled_status_delete(later.id)

    # Reading.
    assert alice.timeline_home() and alice.timeline_public() and alice.timeline_local()
    assert alice.timeline_hashtag(tag)[0].id == post.id and alice.account_statuses(you.id)
    assert alice.search_v2("good day", result_type="statuses").statuses
    alice.search_v2(tag), alice.tag(tag), alice.trending_tags(), alice.trending_statuses(), alice.trending_links()
    assert alice.tag_follow(tag).following and alice.followed_tags()[0].name == tag and not alice.tag_unfollow(tag).following
    featured = alice.featured_tag_create(tag)
    assert alice.featured_tags()[0].id == featured.id and alice.account_featured_tags(me.id)
    alice.featured_tag_suggestions(), alice.featured_tag_delete(featured.id)
    alice.markers_set("home", post.id), alice.markers_get("home")

    # Lists and filters.
    friends = alice.list_create("Friends")
    alice.list_accounts_add(friends.id, [you.id])
    assert alice.list_accounts(friends.id)[0].id == you.id and alice.account_lists(you.id)[0].id == friends.id
    assert alice.list(friends.id).title == "Friends" and alice.lists() and alice.timeline_list(friends.id)
    alice.list_update(friends.id, "Good friends"), alice.list_accounts_delete(friends.id, [you.id])
    alice.list_delete(friends.id)
    careful = alice.create_filter_v2("Careful", ["home"], "warn", keywords_attributes=[{"keyword": "morning"}])
    assert alice.filters_v2() and alice.filter_v2(careful.id).keywords
    assert any(status.filtered for status in alice.timeline_home())
    keyword = alice.add_filter_keyword_v2(careful.id, "evening")
    alice.filter_keywords_v2(careful.id), alice.delete_filter_keyword_v2(keyword.id)
    alice.update_filter_v2(careful.id, title="Very careful"), alice.delete_filter_v2(careful.id)

    # What others have told.
    bob.status_post(f"@{me.acct} only for you", visibility="direct")
    conversation = alice.conversations()[0]
    assert conversation.unread and not alice.conversations_read(conversation.id).unread
    told = alice.notifications()
    assert {"mention", "follow"} <= {notification.type for notification in told}
    alice.grouped_notifications(), alice.unread_grouped_notifications_count(), alice.notifications_unread_count()
    alice.notifications_policy(), alice.update_notifications_policy(for_new_accounts="accept"), alice.notification_requests()
    alice.notifications_dismiss(told[0].id), alice.notifications_clear()
    assert alice.notifications() == []

    # In the evening.
    alice.report(you.id, status_ids=[reply.id], comment="only to try")
    alice.domain_block("far.example"), alice.domain_blocks(), alice.domain_unblock("far.example")
    bob.account_remove_from_followers(me.id)
    assert alice.account_block(you.id).blocking and alice.blocks() and not alice.account_unblock(you.id).blocking
    assert alice.status_delete(post.id).text and alice.statuses([post.id]) == []
    assert len(alice.done | bob.done) >= 60, sorted(alice.done | bob.done)
