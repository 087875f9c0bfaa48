"""The sender's logo, colour and name on share pages."""

from __future__ import annotations

import pytest

from craftkit.mail.models import SenderSettings
from sharing.models import Share
from tests.sharing.conftest import door

LOGO = bytes.fromhex("89504e470d0a1a0a")


@pytest.fixture
def branded(acme) -> SenderSettings:
    return SenderSettings.objects.create(
        project=acme.project, from_name="Riverside Homes", brand_color="#0b7a55", logo=LOGO, logo_mime="image/png"
    )


def test_pages_have_the_name_and_logo_of_the_projects_mails(branded, share, reader):
    text = reader.get(door(share)).content.decode()

    assert "Riverside Homes" in text
    assert f'src="{door(share, "logo")}"' in text


def test_the_logo_is_served_as_what_it_is(branded, share, reader):
    answer = reader.get(door(share, "logo"))

    assert answer.content == LOGO
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")


def test_the_colour_comes_with_one_that_is_readable_on_it(branded, share, reader):
    answer = reader.get(door(share, "look.css"))

    assert answer["Content-Type"] == "text/css"
    assert answer.content.decode() == ":root{--brand:#0b7a55;--on-brand:#ffffff}"


def test_a_project_without_a_logo_has_none(share, reader):
    assert reader.get(door(share, "logo")).status_code == 404
    assert b"share-logo" not in reader.get(door(share)).content


def test_a_link_that_ended_still_says_whose_it_was(branded, share, reader):
    Share.objects.revoke(share, reason="revoked_by_partner")

    answer = reader.get(door(share))

    assert answer.status_code == 410
    assert b"Riverside Homes no longer shares" in answer.content
    assert reader.get(door(share, "look.css")).status_code == 200


@pytest.mark.parametrize("part", ["", "file", "download"])
def test_a_refusal_names_its_state_for_a_page_that_is_open(share, reader, part):
    Share.objects.revoke(share, reason="revoked_by_partner")

    assert reader.get(door(share, part))["X-Share-State"] == "revoked"
