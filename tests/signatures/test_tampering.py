"""Tampered copies are never called intact, and a tampered trail is found with the first entry that is wrong."""

from __future__ import annotations

import io
import os
import random

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from craftkit.lib.storage import from_settings
from signatures import pades, verdicts
from signatures.models import AuditEntry
from tests.signatures.conftest import asked, field, person, sealed
from tests.signatures.edits import EDITING, without_guard
from tests.signatures.forgeries import WAYS, Forger, stranger

COPIES = int(os.environ.get("TAMPERED_COPIES", "40"))
EDITS = int(os.environ.get("AUDIT_EDITS", "36"))


@pytest.fixture
def request_(document):
    """A sealed request."""
    return sealed(asked(document))


def test_no_tampered_copy_is_called_intact(document):
    request, other = sealed(asked(document)), sealed(asked(document, person("Omar")))
    data, dice = from_settings().get(request.signed_key), random.Random(20260605)
    forger = Forger(data, from_settings().get(other.signed_key), from_settings().get(request.certificate_key))
    assert verdicts.judge(data).is_intact

    for number in range(COPIES):
        way = WAYS[number % len(WAYS)]
        changed = way(forger, dice)
        assert changed != data, way.__name__
        finding = verdicts.judge(changed)
        assert not finding.is_intact, (number, way.__name__)
        # The library's word alone, without the hash that we know the file by.
        assert not (finding.seal.is_intact and finding.is_ours), (number, way.__name__)


def test_a_copy_under_somebody_elses_seal_is_not_ours(request_):
    with pikepdf.open(io.BytesIO(from_settings().get(request_.pdf_key))) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    forged = pades.sign(out.getvalue(), stranger(), reason=f"Craftkit signature request {request_.pk}", name="x")

    finding = verdicts.judge(forged)

    assert finding.seal.is_intact
    assert not finding.is_ours
    assert not finding.is_intact
    assert finding.request is None


def test_every_edit_of_the_table_is_found(document):
    request = sealed(asked(document, person(), person("Omar"), fields=[field(0), field(1)]))
    signed, dice = from_settings().get(request.signed_key), random.Random(7)
    assert verdicts.judge(signed).is_intact
    without_guard()

    for number in range(EDITS):
        way = EDITING[number % len(EDITING)]
        with transaction.atomic():
            expected = way(request, dice)
            found = verdicts.first_bad_of(request, from_settings())
            transaction.set_rollback(True)
        assert found == expected, (number, way.__name__)
    assert verdicts.judge(signed).is_intact


def test_the_database_refuses_to_change_the_trail(request_):
    entry = AuditEntry.objects.filter(request=request_).first()

    for deed in (lambda: AuditEntry.objects.filter(pk=entry.pk).update(actor="x"), entry.delete):  # type: ignore[union-attr]
        with pytest.raises(IntegrityError if connection.vendor == "sqlite" else Exception), transaction.atomic():
            deed()


def test_the_command_names_what_is_wrong(request_, capsys):
    call_command("verify_audit")
    whole = capsys.readouterr().out
    last = request_.audit.order_by("seq").last()
    AuditEntry.objects.create(**{**row(last), "seq": last.seq + 1})

    with pytest.raises(CommandError):
        call_command("verify_audit")

    assert "1 audit trails are whole." in whole
    assert f"{request_.pk}: entry {last.seq + 1} is not as it was written" in capsys.readouterr().out


def row(entry: AuditEntry) -> dict:
    """The columns of an entry, for another one like it."""
    return {field.name: getattr(entry, field.name) for field in AuditEntry._meta.fields if field.name != "id"}
