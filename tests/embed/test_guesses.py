"""Links that never were: whoever tries many of them gets no answer for a while, whatever kind they are of."""

from __future__ import annotations

import pytest
from django.test import Client

from craftkit.api.tries import GUESSES
from tests.embed.test_form_links import linked, page_of, template

__all__ = ["template"]

pytestmark = pytest.mark.django_db


def test_whoever_tries_many_links_is_left_standing_at_all_of_them(template):
    link, client = linked(template), Client()
    wrong = ("/forms/never-was", "/share/never-was", "/sign/never-was")
    tried = [client.get(wrong[number % 3]).status_code for number in range(GUESSES.amount + 1)]

    after = [client.get(path) for path in (*wrong, page_of(link))]

    assert set(tried) == {404}
    assert {answer.status_code for answer in after} == {429}
    assert all("Wait a minute" in answer.content.decode() for answer in after)


def test_a_few_wrong_links_leave_a_form_open(template):
    link, client = linked(template), Client()
    for _ in range(5):
        client.get("/forms/never-was")

    assert client.get(page_of(link)).status_code == 200
