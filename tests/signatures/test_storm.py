"""Many submits at once by one signer: one signature comes of them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from craftkit.lib.errors import AppError
from craftkit.lib.leases import insist
from signatures.models import Recipient
from tests.conftest import make_party
from tests.signatures.conftest import asked, make_document, recipient, sign
from tests.signatures.trails import passing_trails

ROUNDS = int(os.environ.get("SUBMIT_ROUNDS", "2"))
# One after the other under a lock, on a busy machine.
PATIENCE = 300.0
AT_ONCE = int(os.environ.get("SUBMITS_AT_ONCE", "50"))
__all__ = ["passing_trails"]
pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]


def submit(pk: str) -> bool:
    """One submit as a request makes it; whether it was the one."""
    try:
        # Readers and writers of SQLite's database in memory meet at locks that its file does not have.
        insist(lambda: sign(Recipient.objects.select_related("request__project").get(pk=pk)), seconds=PATIENCE)
    except AppError:
        return False
    finally:
        connection.close()
    return True


def test_one_of_many_submits_is_the_signature(transactional_db):
    document = make_document(make_party("acme").project)

    for _ in range(ROUNDS):
        request = asked(document)
        one = str(recipient(request).pk)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            won = list(pool.map(submit, [one] * AT_ONCE))

        request.refresh_from_db()
        assert won.count(True) == 1
        assert request.status == "sealing"
        assert request.audit.filter(event="signed").count() == 1
        assert request.audit.filter(event="all_signed").count() == 1
