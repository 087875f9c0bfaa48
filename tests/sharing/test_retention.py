"""What sharing forgets: who it was, never how many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.lib.storage import from_settings
from sharing import actions, copies, retention
from sharing.models import ConfirmationCode, EngagementEvent, MachineHit, SharingPolicy, StoredCopy, Visit
from sharing.traces import Trace, network, trace_of


@pytest.fixture
def old_visit(document, share):
    """A view of 400 days ago."""
    past = timezone.now() - timedelta(days=400)
    visit = Visit.objects.create(share=share, started_at=past)
    MachineHit.objects.create(share=share, deed="page", name="Slack", once="x", created_at=past)
    entry = actions.record(
        render=document,
        share=share,
        visit=visit,
        event_type="viewed",
        actor_kind="recipient",
        trace=Trace("203.0.113.0", "digest", "Firefox"),
    )
    EngagementEvent.objects.filter(pk=entry.pk).update(created_at=past)  # type: ignore[union-attr]
    return entry


@pytest.mark.parametrize(("days", "is_forgotten"), [(None, True), (30, True), (500, False), (0, False)])
def test_a_visitor_is_forgotten_after_the_projects_term_and_the_count_stays(acme, old_visit, days, is_forgotten):
    if days is not None:
        SharingPolicy.objects.create(project=acme.project, retention_days=days)

    retention.forget()

    old_visit.refresh_from_db()
    assert (old_visit.source_ip == "" and old_visit.user_agent == "") is is_forgotten
    assert Visit.objects.exists() is not is_forgotten
    assert MachineHit.objects.exists() is not is_forgotten
    assert EngagementEvent.objects.filter(event_type="viewed").count() == 1


def test_marked_copies_of_yesterday_go_with_their_files_and_the_plain_one_stays(document):
    plain = copies.for_reading(document)
    marked = copies.for_viewer(document, viewer="reader@example.com", since=timezone.now())
    StoredCopy.objects.update(created_at=timezone.now() - timedelta(days=2))

    retention.forget()

    assert list(StoredCopy.objects.all()) == [plain]
    assert not from_settings().exists(marked.key)
    assert from_settings().exists(plain.key)


def test_spent_codes_go(share):
    ConfirmationCode.objects.create(share=share, email="a@example.com", expires_at=timezone.now() - timedelta(days=2))

    retention.forget()

    assert not ConfirmationCode.objects.exists()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("::ffff:203.0.113.9", "203.0.113.0"),
        ("fe80::1%eth0", "fe80::"),
        ("rubbish", ""),
        ("", ""),
    ],
)
def test_only_the_network_of_an_address_is_kept(address, kept):
    assert network(address) == kept


def test_the_hash_of_an_address_needs_the_installs_key():
    one, other = (trace_of("203.0.113.7", "UA\x00\n", key=key) for key in ("a", "b"))

    assert one.source_digest != other.source_digest
    assert one.user_agent == "UA"
