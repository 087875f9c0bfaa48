"""Tampered copies are never called intact, and a tampered trail is found with the first entry that is wrong."""

from __future__ import annotations

import copy
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from craftkit.lib.storage import from_settings
from signatures import audit, chain, evidence, pades, seals, verdicts
from signatures.models import AuditEntry
from tests.signatures.conftest import asked, sealed

COPIES = int(os.environ.get("TAMPERED_COPIES", "60"))
EDITS = int(os.environ.get("AUDIT_EDITS", "60"))


@pytest.fixture
def request_(document):
    """A sealed request."""
    return sealed(asked(document))


def stranger() -> pades.Seal:
    """A seal of somebody else."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = seals.self_signed(key, seals.SELF_SIGNED)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return pades.Seal(certificate.public_bytes(Encoding.DER), private)


def flipped(data: bytes, dice: random.Random) -> bytes:
    """One bit of it changed."""
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]


def cut(data: bytes, dice: random.Random) -> bytes:
    """Some bytes of its end gone."""
    return data[: dice.randrange(1, len(data))]


def added(data: bytes, dice: random.Random) -> bytes:
    """Another revision after it, which hides the first page's content."""
    start = len(data)
    number = dice.randrange(3, 40)
    body = f"{number} 0 obj\n<</Type /Annot>>\nendobj\n".encode()
    table = f"xref\n{number} 1\n{start:010d} 00000 n \ntrailer\n<</Size 99>>\nstartxref\n{start + len(body)}\n%%EOF\n"
    return data + body + table.encode()


def rewritten(data: bytes, dice: random.Random) -> bytes:
    """Saved again by another program, with a page less."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.pages[dice.randrange(len(pdf.pages))]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


WAYS = (flipped, flipped, flipped, cut, added, rewritten)


def test_no_tampered_copy_is_called_intact(request_):
    data = from_settings().get(request_.signed_key)
    dice = random.Random(20260605)
    assert verdicts.judge(data).is_intact

    for number in range(COPIES):
        way = WAYS[number % len(WAYS)]
        changed = way(data, dice)
        if changed != data:
            assert not verdicts.judge(changed).is_intact, (number, way.__name__)


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


def edited(entries: list[dict], dice: random.Random) -> int:
    """Change, drop, add or swap entries; the first number that is wrong."""
    at = dice.randrange(len(entries))
    way = dice.choice(["change", "drop", "double", "swap", "end", "rehash"])
    if way == "change":
        entries[at]["actor"] += "x"
    elif way == "drop":
        del entries[at]
    elif way == "double":
        entries.insert(at, copy.deepcopy(entries[at]))
        return at + 2
    elif way == "swap":
        at = min(at, len(entries) - 2)
        entries[at], entries[at + 1] = entries[at + 1], entries[at]
    elif way == "end":
        del entries[at:]
    else:
        entries[at]["event"] = "viewed "
        entries[at]["entryHash"] = chain.entry_hash(entries[at]["prevHash"], entries[at])
        return min(at + 2, len(entries))
    return at + 1


def test_every_edit_of_the_trail_is_found(request_):
    dice, whole = random.Random(7), audit.entries_of(request_)
    count, head = request_.audit_count, request_.audit_head
    assert chain.first_bad(whole, count=count, head=head) is None

    for number in range(EDITS):
        entries = copy.deepcopy(whole)
        expected = edited(entries, dice)
        assert chain.first_bad(entries, count=count, head=head) == expected, number


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


def test_the_evidence_checks_itself(request_, tmp_path: Path):
    packed = evidence.bundle(request_, store=from_settings())
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        files.extractall(tmp_path)

    whole = subprocess.run([sys.executable, "verify.py"], cwd=tmp_path, capture_output=True, text=True)
    trail = json.loads((tmp_path / "audit.json").read_text())
    trail["entries"][2]["actor"] = "Somebody else"
    (tmp_path / "audit.json").write_text(json.dumps(trail))
    (tmp_path / "signed.pdf").write_bytes((tmp_path / "signed.pdf").read_bytes().replace(b"/Page", b"/Pagf", 1))
    changed = subprocess.run([sys.executable, "verify.py"], cwd=tmp_path, capture_output=True, text=True)

    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert whole.stdout.count("ok ") == 5
    assert changed.returncode == 1
    assert "first bad entry: 3" in changed.stdout
    assert "the bytes under the seal were changed" in changed.stdout
