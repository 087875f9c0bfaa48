"""`/share/{token}`: who sees the document, and what others see instead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.lib import keys
from renders.models import Render
from sharing.models import EngagementEvent, MachineHit, Share, Visit
from tests.conftest import make_party
from tests.factories import make_share
from tests.sharing.conftest import door, page_data


def test_a_reader_gets_the_page_with_what_its_script_needs(document, reader):
    share = make_share(document, message="As <b>agreed</b>")

    answer = reader.get(door(share))

    data = page_data(answer)
    assert answer.status_code == 200
    assert data["file"] == f"/share/{share.token}/file"
    assert data["download"] == f"/share/{share.token}/download"
    assert (data["title"], data["sender"], data["pages"], data["canPrint"]) == ("lease", "Acme", 3, True)
    assert data["beacon"]["url"] == f"/share/{share.token}/beacon"
    assert "As &lt;b&gt;agreed&lt;/b&gt;" in answer.content.decode()


def test_no_cache_index_referrer_or_third_party(share, reader):
    answer = reader.get(door(share))

    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "://" not in answer.content.decode().replace("http://www.w3.org", "")


def test_looking_changes_nothing(document, reader):
    share = make_share(document, max_views=2)
    before = Share.objects.values().get()

    for method in ("GET", "HEAD", "OPTIONS"):
        reader.generic(method, door(share))

    assert Share.objects.values().get() == before
    assert not EngagementEvent.objects.exists()
    assert not Visit.objects.exists()


def test_what_is_not_allowed_is_not_offered(document, reader):
    share = make_share(document, allow_download=False, allow_print=False)

    page = reader.get(door(share))
    refused = reader.get(door(share, "download"))

    assert (page_data(page)["download"], page_data(page)["canPrint"]) == (None, False)
    assert b"data-print" not in page.content
    assert refused.status_code == 403
    assert b"for reading only" in refused.content


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"revoked_at": timezone.now()}, b"taken back"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, b"expired"),
        ({"max_views": 2, "views_used": 2}, b"used up"),
    ],
)
def test_a_link_that_ended_says_why_everywhere(document, reader, fields, words):
    share = make_share(document, **fields)

    for part in ("", "file", "download"):
        answer = reader.get(door(share, part))
        assert answer.status_code == 410
        assert words in answer.content
        assert b"lease" not in answer.content


def test_a_document_that_is_not_there_yet_says_so(document, share, reader):
    Render.objects.update(pdf_key="")

    answer = reader.get(door(share))

    assert answer.status_code == 503
    assert b"not ready" in answer.content


def test_the_link_of_a_deleted_project_is_unknown(acme, share, reader):
    acme.project.deleted_at = timezone.now()
    acme.project.save()

    assert reader.get(door(share)).status_code == 404


@pytest.mark.parametrize("token", ["cks_", "cks_" + "a" * 31, "shr_" + "a" * 32, "cks_" + "é" * 32, "x"])
def test_what_cannot_be_a_token_asks_no_database(reader, token, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert reader.get(f"/share/{token}").status_code == 404


def test_guessed_tokens_open_nothing_and_are_soon_left_standing(share, reader):
    """190 bits: at a billion guesses a second the sun burns out first. The limit saves the work."""
    statuses = [reader.get(f"/share/{keys.random_token('cks_')}").status_code for _ in range(100)]

    assert set(statuses) == {404, 429}
    assert statuses.count(404) <= 61
    assert reader.get(door(share)).status_code == 429, "whoever guesses learns nothing from hitting"


def test_no_guess_finds_a_share(share):
    guesses = (keys.random_token("cks_") for _ in range(2000))

    assert not any(Share.objects.opened_by(guess) for guess in guesses)
    assert len(keys.ALPHABET) ** keys.SECRET_LENGTH > 2**190


def test_the_senders_own_team_is_no_reader(acme, share):
    answer = acme.client.get(door(share), headers={"User-Agent": "Mozilla/5.0 (X11) Firefox/128.0"})

    assert page_data(answer)["beacon"] is None
    assert b"not counted" in answer.content


def test_somebody_else_who_is_signed_in_is_a_reader(share):
    other = make_party("initech").client

    answer = other.get(door(share), headers={"User-Agent": "Mozilla/5.0 (X11) Firefox/128.0"})

    assert page_data(answer)["beacon"]


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_does_not_want_to_be_followed_is_not(share, reader, header):
    answer = reader.get(door(share), headers={header: "1"})
    reader.get(door(share, "download"), headers={header: "1"})

    assert page_data(answer)["beacon"] is None
    assert not EngagementEvent.objects.exists()
    assert not MachineHit.objects.exists()
