"""Passwords, codes, counted openings."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from craftkit.mail.models import OutgoingMail
from sharing.models import ConfirmationCode, Share
from tests.factories import make_share
from tests.sharing.conftest import Reader, door

RIGHT = "open sesame"


@pytest.fixture
def locked(document) -> Share:
    return make_share(document, password_hash=make_password(RIGHT))


@pytest.fixture
def named(document) -> Share:
    return make_share(document, require_email=True)


def give(reader: Client, share: Share, password: str):
    return reader.post(door(share, "password"), {"password": password})


def code_in_mail() -> str:
    found = re.search(r"Subject: (\d{6})", (OutgoingMail.objects.latest("pk").content() or b"").decode())
    assert found
    return found[1]


def test_a_password_is_asked_for_before_anything_is_shown(locked, reader):
    page, file = reader.get(door(locked)), reader.get(door(locked, "file"))

    assert b'type="password"' in page.content
    assert b"share-data" not in page.content
    assert page["Referrer-Policy"] == "same-origin", "else the form is sent without its origin and refused"
    assert file.status_code == 403


def test_the_right_password_opens_this_link_in_this_browser(document, locked, reader):
    other = make_share(document, password_hash=make_password(RIGHT))

    assert give(reader, locked, RIGHT).status_code == 302
    assert reader.get(door(locked, "file")).status_code == 200
    assert reader.get(door(other, "file")).status_code == 403
    assert Reader().get(door(locked, "file")).status_code == 403


def test_the_pass_of_one_link_does_not_open_another(document, locked, reader):
    other = make_share(document, password_hash=make_password("another"))
    give(reader, locked, RIGHT)
    reader.cookies[f"share_{other.pk.hex}"] = reader.cookies[f"share_{locked.pk.hex}"].value

    assert reader.get(door(other, "file")).status_code == 403


def test_a_forged_pass_opens_nothing(locked, reader):
    reader.cookies[f"share_{locked.pk.hex}"] = f'["{locked.pk.hex}",1,true,"",true]:x:y'

    assert reader.get(door(locked, "file")).status_code == 403


def test_wrong_passwords_get_one_message_and_soon_no_more_tries(locked, reader):
    answers = [give(reader, locked, f"wrong {number}") for number in range(7)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 2
    assert all(b"That password is not right." in answer.content for answer in answers[:5])
    assert int(answers[-1]["Retry-After"]) > 0
    assert give(reader, locked, RIGHT).status_code == 429, "not even the right one, for now"


def test_tries_at_one_link_do_not_shut_another(document, locked, reader):
    for _ in range(6):
        give(reader, locked, "wrong")
    other = make_share(document, password_hash=make_password(RIGHT))

    assert give(reader, other, RIGHT).status_code == 302


def test_forms_need_their_token(locked):
    strict = Client(enforce_csrf_checks=True)

    assert give(strict, locked, RIGHT).status_code == 403


def test_a_code_confirms_an_address(named, reader):
    asked = reader.post(door(named, "email"), {"email": "Reader@Example.com"})
    letter = OutgoingMail.objects.get()

    opened = reader.post(door(named, "code"), {"email": "reader@example.com", "code": code_in_mail()})

    assert b'autocomplete="one-time-code"' in asked.content
    assert (letter.to, letter.is_secret) == ("reader@example.com", True)
    assert opened.status_code == 302
    assert reader.get(door(named, "file")).status_code == 200


def test_a_code_opens_once_and_for_its_address_alone(named, reader):
    reader.post(door(named, "email"), {"email": "reader@example.com"})
    code = code_in_mail()

    foreign = Reader().post(door(named, "code"), {"email": "other@example.com", "code": code})
    first = Reader().post(door(named, "code"), {"email": "reader@example.com", "code": code})
    second = Reader().post(door(named, "code"), {"email": "reader@example.com", "code": code})

    assert [answer.status_code for answer in (foreign, first, second)] == [403, 302, 403]


def test_a_code_takes_five_tries(named, reader):
    reader.post(door(named, "email"), {"email": "reader@example.com"})
    right = code_in_mail()
    wrong = "000000" if right != "000000" else "111111"

    for _ in range(5):
        assert reader.post(door(named, "code"), {"email": "reader@example.com", "code": wrong}).status_code == 403
    last = reader.post(door(named, "code"), {"email": "reader@example.com", "code": right})

    assert last.status_code == 403


def test_a_code_lasts_ten_minutes(named, reader):
    reader.post(door(named, "email"), {"email": "reader@example.com"})
    code = code_in_mail()
    row = ConfirmationCode.objects.get()
    assert timedelta(minutes=9) < row.expires_at - timezone.now() <= timedelta(minutes=10)
    ConfirmationCode.objects.update(expires_at=timezone.now())

    assert reader.post(door(named, "code"), {"email": row.email, "code": code}).status_code == 403
    assert code not in str(ConfirmationCode.objects.values().get())


def test_a_link_for_somebody_lets_nobody_else_in_and_does_not_say_so(document, reader):
    share = make_share(document, require_email=True, recipient_email="Reader@example.com")

    stranger = reader.post(door(share, "email"), {"email": "other@example.com"})
    assert not OutgoingMail.objects.exists()
    wanted = reader.post(door(share, "email"), {"email": "reader@example.com"})

    assert OutgoingMail.objects.count() == 1
    tokens = re.compile(rb'value="[^"]{64}"')
    masked = [tokens.sub(b"", answer.content.replace(b"other@", b"reader@")) for answer in (stranger, wanted)]
    assert masked[0] == masked[1]


def test_codes_are_not_sent_without_end(named, reader):
    statuses = [reader.post(door(named, "email"), {"email": f"r{n}@example.com"}).status_code for n in range(5)]

    assert statuses == [200, 200, 200, 429, 429]


def test_an_install_without_mail_tells_the_visitor_what_to_do(named, reader, settings):
    settings.MAIL_VIA = "off"

    answer = reader.post(door(named, "email"), {"email": "reader@example.com"})

    assert answer.status_code == 503
    assert b"Ask the sender" in answer.content


def test_an_opening_is_used_up_by_a_click_and_coming_back_is_free(document, reader):
    share = make_share(document, max_views=1)
    assert b"1 more time" in reader.get(door(share)).content
    assert reader.get(door(share, "file")).status_code == 403

    reader.post(door(share, "open"))
    reader.post(door(share, "open"))

    share.refresh_from_db()
    assert share.views_used == 1
    assert reader.get(door(share, "file")).status_code == 200
    assert Reader().get(door(share)).status_code == 410


def test_the_last_opening_goes_to_one_of_two(document):
    share = make_share(document, max_views=1)

    assert [Share.objects.take_view(share), Share.objects.take_view(share)] == [True, False]


@pytest.mark.parametrize("part", ["password", "email", "code", "open", "beacon"])
def test_what_changes_something_wants_post(locked, reader, part):
    assert reader.get(door(locked, part)).status_code == 405
