"""Forgeries: the ways in which a sealed PDF is changed afterwards and passed off as the original."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pikepdf
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers

from signatures import pades, seals


class Reckless(signers.PdfSigner):
    """Signs also where a seal forbids it."""

    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        """Whatever it says."""


@dataclass(frozen=True)
class Forger:
    """What a forger has: the sealed file, another one of the same install, and the certificate with its own seal."""

    data: bytes
    other: bytes
    certificate: bytes

    @property
    def contents(self) -> tuple[int, int]:
        """Where the signature's own bytes stand."""
        return span(self.data)


Way = Callable[[Forger, random.Random], bytes]


def span(data: bytes) -> tuple[int, int]:
    """From where to where a file's byte range leaves room for the signature."""
    found = re.search(rb"/ByteRange \[\s*\d+ (\d+) (\d+) \d+\s*\]", data)
    assert found
    return int(found.group(1)), int(found.group(2))


@cache
def stranger() -> pades.Seal:
    """A seal of somebody else, who calls himself as we do."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = seals.self_signed(key, seals.SELF_SIGNED)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return pades.Seal(certificate.public_bytes(Encoding.DER), private)


def flipped(forger: Forger, dice: random.Random) -> bytes:
    """One bit under the seal changed."""
    start, end = forger.contents
    at = dice.choice([*range(start), *range(end, len(forger.data))])
    return with_byte(forger.data, at, forger.data[at] ^ (1 << dice.randrange(8)))


def scratched(forger: Forger, dice: random.Random) -> bytes:
    """A digit of the signature itself, or of the zeros behind it, changed."""
    start, end = forger.contents
    at = dice.randrange(start + 1, end - 1)
    digits = b"0123456789abcdef"
    return with_byte(
        forger.data, at, digits[(digits.index(forger.data[at : at + 1].lower()) + dice.randrange(1, 16)) % 16]
    )


def with_byte(data: bytes, at: int, byte: int) -> bytes:
    return data[:at] + bytes([byte]) + data[at + 1 :]


def cut(forger: Forger, dice: random.Random) -> bytes:
    """Some bytes of its end gone."""
    return forger.data[: dice.randrange(1, len(forger.data))]


def holed(forger: Forger, dice: random.Random) -> bytes:
    """Some bytes in the middle gone."""
    at = dice.randrange(len(forger.data) - 64)
    return forger.data[:at] + forger.data[at + dice.randrange(1, 64) :]


def longer(forger: Forger, dice: random.Random) -> bytes:
    """Something behind its end."""
    return forger.data + dice.randbytes(dice.randrange(1, 64))


def revised(forger: Forger, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Another revision behind the sealed one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(forger.data), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(writer: IncrementalPdfFileWriter, dice: random.Random) -> generic.DictionaryObject:
    number = dice.randrange(int(writer.root["/Pages"]["/Count"]))
    return writer.find_page_for_modification(number)[0].get_object()


def shadowed(forger: Forger, dice: random.Random) -> bytes:
    """A page that shows something else in a later revision."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer, dice)
        shown = f"BT /F 12 Tf 72 {dice.randrange(800)} Td (I owe you all) Tj ET".encode()
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=shown))
        writer.update_container(page)

    return revised(forger, change)


def annotated(forger: Forger, dice: random.Random) -> bytes:
    """A note over a page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = page_of(writer, dice)
        place = generic.ArrayObject(map(generic.NumberObject, (0, 0, dice.randrange(1, 600), 800)))
        note = {"/Type": "/Annot", "/Subtype": "/FreeText"}
        made = generic.DictionaryObject({pdf_name(key): pdf_name(value) for key, value in note.items()})
        made["/Rect"], made["/Contents"] = place, generic.pdf_string("Paid")
        page["/Annots"] = generic.ArrayObject([writer.add_object(made)])
        writer.update_container(page)

    return revised(forger, change)


def relabelled(forger: Forger, dice: random.Random) -> bytes:
    """The form behind the seal changed: its name, its value, its place, or the right to change."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        seal = writer.root["/AcroForm"]["/Fields"][0]
        deed = dice.randrange(4)
        if deed == 0:
            seal["/T"] = generic.pdf_string("Another")
        elif deed == 1:
            del seal["/V"]
        elif deed == 2:
            seal["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 500, 500)))
        else:
            del writer.root["/Perms"]
            writer.update_root()
        writer.update_container(seal)

    return revised(forger, change)


def wrapped(forger: Forger, dice: random.Random) -> bytes:
    """A second revision whose seal is a copy of the genuine one and speaks of the first alone."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        seal = writer.root["/AcroForm"]["/Fields"][0]
        kept = seal["/V"]
        copied = generic.DictionaryObject({key: kept.raw_get(key) for key in kept})
        copied["/Reason"] = generic.pdf_string(str(dice.random()))
        seal["/V"] = writer.add_object(copied)
        writer.update_container(seal)

    return revised(forger, change)


def stretched(forger: Forger, dice: random.Random) -> bytes:
    """The byte range moved, so that the room for the signature is larger than the signature."""
    found = re.search(rb"/ByteRange \[\s*(\d+) (\d+) (\d+) (\d+)\s*\]", forger.data)
    assert found
    numbers = [int(number) for number in found.groups()]
    which = dice.randrange(4)
    numbers[which] = abs(numbers[which] + dice.choice((-8, -1, 1, 8)))
    told = b"/ByteRange [" + b" ".join(b"%d" % number for number in numbers)
    room = found.end() - found.start()
    return (
        forger.data[: found.start()]
        + told.ljust(room - 1)
        + b"]"
        + forger.data[found.start() + max(room, len(told) + 1) :]
    )


def transplanted(forger: Forger, dice: random.Random) -> bytes:
    """Another genuine signature of the same install in place of this one's."""
    giver = dice.choice((forger.other, forger.certificate))
    start, end = forger.contents
    from_start, from_end = span(giver)
    given = giver[from_start + 1 : from_end - 1].rstrip(b"0")
    return forger.data[: start + 1] + given.ljust(end - start - 2, b"0") + forger.data[end - 1 :]


def rewritten(forger: Forger, dice: random.Random) -> bytes:
    """Saved again by another program: with a page less, in another order, or as it was."""
    with pikepdf.open(io.BytesIO(forger.data)) as pdf:
        deed = dice.randrange(3)
        if deed == 0:
            del pdf.pages[dice.randrange(len(pdf.pages))]
        elif deed == 1:
            pdf.pages.reverse()
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def signed_over(forger: Forger, dice: random.Random) -> bytes:
    """Under the genuine seal and another one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(forger.data), strict=False)
    with pades.opened(stranger()) as signer:
        wishes = signers.PdfSignatureMetadata(field_name=f"Second{dice.randrange(99)}", md_algorithm="sha256")
        return bytes(Reckless(wishes, signer).sign_pdf(writer, in_place=False).getvalue())


def signed_again(forger: Forger, dice: random.Random) -> bytes:
    """Stripped of its seal, changed, and sealed by somebody else under the same words."""
    with pikepdf.open(io.BytesIO(rewritten(forger, dice))) as pdf:
        for key in ("/AcroForm", "/Perms"):
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            if "/Annots" in page:
                del page.Annots
        out = io.BytesIO()
        pdf.save(out)
    return pades.sign(out.getvalue(), stranger(), reason=pades.inspect(forger.data).reason, name="Craftkit for Acme")


# Bits are what there are most of.
WAYS: tuple[Way, ...] = (
    *(flipped, scratched, cut, shadowed, annotated, flipped, holed, relabelled, wrapped, stretched),
    *(flipped, longer, shadowed, transplanted, rewritten, flipped, signed_over, signed_again, flipped, cut),
)
