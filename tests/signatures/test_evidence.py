"""The evidence bundle: it checks itself with nothing but Python, without network, and finds what was changed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from craftkit.lib.storage import from_settings
from signatures import evidence
from tests.signatures.authorities import PASSWORD, Authority, open_authority
from tests.signatures.conftest import asked, sealed

# As on another machine: no packages, no settings, and no way to open a socket.
ALONE = (
    "import runpy, socket, sys; socket.socket = None; sys.argv[:] = ['verify.py'];"
    "runpy.run_path('verify.py', run_name='__main__')"
)


def unpacked(request, folder: Path) -> Path:
    """The bundle in a folder."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(evidence.bundle(request, store=from_settings()))) as files:
        files.extractall(folder)
    return folder


def check(folder: Path) -> tuple[int, str]:
    """What its program says."""
    command = [sys.executable, "-I", "-S", "-c", ALONE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={})
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def authority(settings, tmp_path):
    """An authority that issues, stamps and tells what it revoked."""
    with open_authority() as desk:
        settings.SIGNATURE_TSA_URL = f"{desk.address}/tsa"
        settings.SIGNATURE_TRUST_ROOTS = str(desk.roots(tmp_path))
        settings.SIGNATURE_CERTIFICATE_PASSWORD = PASSWORD
        yield desk


def test_the_evidence_checks_itself(document, tmp_path):
    folder = unpacked(sealed(asked(document)), tmp_path / "evidence")

    code, said = check(folder)

    assert code == 0, said
    assert said.count("ok ") == 6


@pytest.mark.parametrize(("level", "curve"), [("B-T", ec.SECP256R1()), ("B-LT", None), ("B-LTA", ec.SECP384R1())])
def test_it_does_so_for_every_kind_of_seal(document, settings, authority: Authority, tmp_path, level, curve):
    key = ec.generate_private_key(curve) if curve else None
    settings.SIGNATURE_LEVEL, settings.SIGNATURE_CERTIFICATE = level, str(authority.pkcs12(tmp_path, key))
    folder = unpacked(sealed(asked(document)), tmp_path / "evidence")
    whole = check(folder)
    signed = folder / "signed.pdf"
    signed.write_bytes(signed.read_bytes() + b"% later")
    longer = check(folder)

    assert whole[0] == 0, whole[1]
    assert longer[0] == 1
    assert "the seal names another file" in longer[1]


def spoil(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """A change of one file."""

    def deed(folder: Path) -> None:
        (folder / name).write_bytes(change((folder / name).read_bytes()))

    return deed


def edit(folder: Path) -> None:
    """An entry of the trail."""
    trail = json.loads((folder / "audit.json").read_text())
    trail["entries"][2]["actor"] = "Somebody else"
    (folder / "audit.json").write_text(json.dumps(trail))


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (edit, "first bad entry: 3"),
        (
            spoil("signed.pdf", lambda data: data.replace(b"/Page", b"/Pagf", 1)),
            "the bytes under the seal were changed",
        ),
        (spoil("signed.pdf", lambda data: data + b"\n"), "the seal covers the first"),
        (spoil("certificate.pdf", lambda data: data.replace(b"/Page", b"/Pagf", 1)), "WRONG certificate.pdf is"),
        (spoil("document.pdf", lambda data: data + b"\n"), "WRONG document.pdf is"),
        (spoil("signed.pdf", lambda data: data[:2000]), "the file has no seal"),
    ],
)
def test_what_was_changed_is_named(document, tmp_path, deed, words):
    folder = unpacked(sealed(asked(document)), tmp_path / "evidence")
    deed(folder)

    code, said = check(folder)

    assert code == 1
    assert words in said


def test_another_key_does_not_pass(document, tmp_path):
    first, second = (unpacked(sealed(asked(document)), tmp_path / name) for name in ("one", "two"))
    for name in ("signed.pdf", "certificate.pdf", "document.pdf"):
        (first / name).write_bytes((second / name).read_bytes())

    code, said = check(first)

    assert code == 1
    assert "the seal names another audit trail" in said
