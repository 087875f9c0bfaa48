"""Views, time on pages, prints and opened mails: what counts, and what does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from sharing import beacons
from sharing.models import EngagementEvent, MachineHit, Share, SharingPolicy, Visit
from tests.factories import make_share
from tests.sharing.conftest import Reader, door, page_data, signal, told

SCANNERS = [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "WhatsApp/2.23.20.0",
    "facebookexternalhit/1.1",
    "Twitterbot/1.0",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Mozilla/5.0 AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13 Safari/605 (Applebot/0.1)",
    "Mozilla/5.0 (Windows NT 10.0) Proofpoint URL Defense",
    "Mimecast-Link-Scanner",
    "BarracudaCentral",
    "Mozilla/5.0 (compatible; Trend Micro WTP)",
    "Mozilla/5.0 Microsoft Defender SafeLinks",
    "Mozilla/5.0 (compatible; VirusTotalCloud)",
    "Mozilla/5.0 (X11) HeadlessChrome/120.0",
    "curl/8.5.0",
    "python-requests/2.32",
    "Go-http-client/2.0",
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "Mozilla/5.0",
    "",
]


def begin(reader, share: Share) -> str:
    """Open the page as a person does; the token of this page view."""
    token: str = page_data(reader.get(door(share)))["beacon"]["token"]
    return token


def kinds() -> list[str]:
    return list(EngagementEvent.objects.order_by("pk").values_list("event_type", flat=True))


def test_a_view_counts_when_the_page_says_that_it_was_seen(share, reader, listener):
    token = begin(reader, share)
    assert kinds() == []

    assert signal(reader, share, token) == 204

    entry, visit = EngagementEvent.objects.get(), Visit.objects.get()
    assert (entry.event_type, entry.actor_kind, entry.visit_id) == ("viewed", "recipient", visit.pk)
    assert [body["event"] for body in told()] == ["document.viewed"]
    assert told()[0]["userAgent"].endswith("Firefox/128.0")


def test_a_second_view_within_five_minutes_is_a_visit_but_no_view(share, reader):
    for _ in range(2):
        signal(reader, share, begin(reader, share))

    assert kinds() == ["viewed"]
    assert Visit.objects.count() == 2


def test_time_on_pages_is_added_up(share, reader):
    token = begin(reader, share)
    signal(reader, share, token)
    Visit.objects.update(started_at=timezone.now() - timedelta(minutes=1))

    signal(reader, share, token, 2, "pages", pages={"1": 5000, "3": 2000})
    signal(reader, share, token, 3, "pages", pages={"3": 1000})

    assert Visit.objects.get().page_ms == {"1": 5000, "3": 3000}


def test_a_page_cannot_claim_more_time_than_passed(share, reader):
    token = begin(reader, share)
    signal(reader, share, token)

    signal(reader, share, token, 2, "pages", pages={"1": 80_000_000, "2": 5000, "99": 5})

    assert Visit.objects.get().total_ms <= 3000


def test_a_signal_that_was_heard_is_not_heard_again(share, reader):
    token = begin(reader, share)
    signal(reader, share, token)
    Visit.objects.update(started_at=timezone.now() - timedelta(minutes=1))

    for _ in range(3):
        signal(reader, share, token, 2, "pages", pages={"1": 5000})
        signal(reader, share, token, 1, "viewed")

    assert Visit.objects.get().page_ms == {"1": 5000}
    assert kinds() == ["viewed"]


def test_a_print_counts_where_printing_is_offered(document, reader):
    for allowed in (True, False):
        share = make_share(document, allow_print=allowed)
        token = begin(reader, share)
        signal(reader, share, token)
        signal(reader, share, token, 2, "printed")

    assert kinds() == ["viewed", "printed", "viewed"]


def test_time_and_prints_of_a_page_that_was_never_seen_do_not_count(share, reader):
    token = begin(reader, share)

    signal(reader, share, token, 1, "printed")
    signal(reader, share, token, 2, "pages", pages={"1": 500})

    assert kinds() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"event":"viewed"}', b'{"event":"bought","number":1}', b'{"event":"viewed","number":true}'],
)
def test_rubbish_is_refused(share, reader, body):
    assert reader.post(door(share, "beacon"), body, content_type="text/plain").status_code == 400


def test_a_forged_foreign_or_old_token_is_refused(document, share, reader):
    other = make_share(document)
    old = signing.dumps([share.pk.hex, "0" * 32], salt="another")

    assert signal(reader, share, old) == 400
    assert signal(reader, share, begin(reader, other)) == 400
    assert signal(reader, share, "x" * 20_000) == 400
    assert kinds() == []


def test_an_old_page_counts_no_more(share, reader, monkeypatch):
    token = begin(reader, share)
    monkeypatch.setattr(beacons, "LIFE_SECONDS", -1)

    assert signal(reader, share, token) == 400


def test_a_page_of_a_link_that_ended_counts_no_more(share, reader):
    token = begin(reader, share)
    Share.objects.revoke(share, reason="revoked_by_partner")

    assert signal(reader, share, token) == 410
    assert kinds() == []


@pytest.mark.parametrize("agent", SCANNERS)
def test_a_machine_counts_as_nothing_and_is_shown(document, share, agent):
    machine = Reader(headers={"User-Agent": agent})
    token = beacons.token_for(share)

    for part in ("", "file", "download"):
        assert machine.get(door(share, part)).status_code == 200
    signal(machine, share, token)

    assert kinds() == []
    assert set(MachineHit.objects.values_list("deed", flat=True)) == {"page", "file", "download", "beacon"}


@pytest.mark.parametrize("header", ["Purpose", "Sec-Purpose", "X-Moz"])
def test_a_prefetch_counts_as_nothing(share, header):
    early = Reader()

    early.get(door(share, "download"), headers={header: "prefetch;prerender"})

    assert kinds() == []
    assert MachineHit.objects.get().name == "Prefetch"


def test_head_counts_as_nothing(share, reader):
    for part in ("", "file", "download"):
        reader.head(door(share, part))

    assert kinds() == []
    assert MachineHit.objects.count() == 3


def test_a_machine_that_comes_again_and_again_is_one_entry(share):
    machine = Reader(headers={"User-Agent": "Slackbot 1.0"})
    for _ in range(5):
        machine.get(door(share))

    assert MachineHit.objects.count() == 1


@pytest.fixture
def mailed(document) -> Share:
    return make_share(document, channel="email", recipient_email="reader@example.com")


def test_an_opened_mail_is_a_hint(mailed, reader, listener):
    answer = reader.get(door(mailed, "opened.gif"))

    assert answer["Content-Type"] == "image/gif"
    assert answer.content.startswith(b"GIF89a")
    assert kinds() == ["email_opened"]
    assert told()[0]["metadata"] == {"hint": True}


def test_a_proxy_that_fetches_on_opening_is_named(mailed):
    Reader(headers={"User-Agent": SCANNERS[21]}).get(door(mailed, "opened.gif"))

    assert EngagementEvent.objects.get().metadata == {"hint": True, "proxy": "Google image proxy"}


@pytest.mark.parametrize("agent", ["Mozilla/5.0", "BarracudaCentral", ""])
def test_a_proxy_that_fetches_unasked_opens_nothing(mailed, agent):
    Reader(headers={"User-Agent": agent}).get(door(mailed, "opened.gif"))

    assert kinds() == []
    assert MachineHit.objects.get().deed == "picture"


def test_the_picture_of_a_plain_link_says_nothing(share, reader):
    assert reader.get(door(share, "opened.gif")).status_code == 200
    assert kinds() == []


def test_a_project_may_switch_recording_off(acme, document, share, reader):
    SharingPolicy.objects.create(project=acme.project, is_tracking_on=False)

    answer = reader.get(door(share))
    reader.get(door(share, "download"))
    signal(reader, share, beacons.token_for(share))

    assert page_data(answer)["beacon"] is None
    assert kinds() == []
    assert not Visit.objects.exists()


def test_a_project_may_choose_not_to_follow_privacy_signals(acme, share, reader):
    SharingPolicy.objects.create(project=acme.project, respects_privacy_signals=False)

    assert page_data(reader.get(door(share), headers={"DNT": "1"}))["beacon"]
