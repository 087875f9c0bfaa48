"""A mail server for the tests that send."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mail.post_office import PostOffice, open_office


@pytest.fixture
def office(settings) -> Iterator[PostOffice]:
    """A mail server that this install sends through."""
    with open_office() as office:
        settings.MAIL_VIA = "smtp"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office
