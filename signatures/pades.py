"""The digital signature: bytes in, sealed bytes out, and what holds of sealed bytes (ETSI EN 319 142, PAdES)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, pem
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from django.utils.translation import gettext_noop
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from craftkit.lib.errors import Unavailable
from craftkit.lib.speech import filled
from signatures.smartcards import Token, signer_of
from signatures.stamping import Stamper

FIELD = "CraftkitSeal"
LASTING = ("B-LT", "B-LTA")
# What damaged or hostile bytes make the library raise.
UNREADABLE = (
    PdfError,
    SignatureValidationError,
    PathError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    OSError,
    NotImplementedError,
)


class TimeStampUnavailable(Unavailable):
    """The time-stamp authority, or a list of revoked certificates, could not be had; the next attempt may."""

    code = "timestamp_unavailable"
    message = gettext_noop("The time-stamp authority (SIGNATURE_TSA_URL) does not answer.")


@dataclass(frozen=True)
class Seal:
    """What documents are sealed with: a certificate and its key (here or on a token), and how far the level goes."""

    certificate: bytes
    key: bytes = b""
    token: Token | None = None
    chain: tuple[bytes, ...] = ()
    roots: tuple[bytes, ...] = ()
    tsa_url: str = ""
    level: str = "B-B"


@dataclass(frozen=True)
class Verdict:
    """What holds of a PDF's seal. `is_intact` is true only when every byte of the file is under a genuine seal."""

    is_signed: bool = False
    is_intact: bool = False
    problem: str = ""
    fingerprint: str = ""
    subject: str = ""
    reason: str = ""
    signed_at: datetime | None = None
    is_certified: bool = False
    has_timestamp: bool = False
    level: str = ""


def sign(pdf: bytes, seal: Seal, *, reason: str, name: str, timestamper: TimeStamper | None = None) -> bytes:
    """The PDF with a certifying signature that allows no change after it.

    Raises TimeStampUnavailable and TokenUnavailable; a seal below the promised level is never made.
    """
    stamper = None if seal.level == "B-B" else timestamper or Stamper(seal.tsa_url)
    writer = _Writer(BytesIO(pdf), strict=False)
    with opened(seal) as own:
        signer = signers.PdfSigner(_wishes(seal, reason, name), own, timestamper=stamper)
        try:
            return bytes(signer.sign_pdf(writer, in_place=False).getvalue())
        except TimestampRequestError as error:
            raise TimeStampUnavailable from error
        except (SigningError, PathError, ConnectionError, TimeoutError) as error:
            if seal.level in LASTING:
                raise TimeStampUnavailable(
                    filled("The level {level} cannot be reached: {reason}", level=seal.level, reason=str(error))
                ) from error
            raise


class _Writer(IncrementalPdfFileWriter):
    """Adds the seal, and leaves what the file says of itself as it is."""

    def _update_meta(self) -> None:
        """Nothing: a claim to conform is about this metadata too."""


def _wishes(seal: Seal, reason: str, name: str) -> signers.PdfSignatureMetadata:
    lasting: dict[str, Any] = {}
    if seal.level in LASTING:
        trusted = ValidationContext(
            trust_roots=[_certificate(one) for one in seal.roots], allow_fetching=True, revocation_mode="hard-fail"
        )
        lasting = {"embed_validation_info": True, "validation_context": trusted}
        lasting["use_pades_lta"] = seal.level == "B-LTA"
    return signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        name=name,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
        signer_key_usage={"digital_signature"},
        **lasting,
    )


@contextmanager
def opened(seal: Seal) -> Iterator[signers.Signer]:
    """What signs with the seal's key, for as long as the block lasts. Raises TokenUnavailable."""
    if seal.token is not None:
        with signer_of(seal.token) as signer:
            yield signer
        return
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    known.register_multiple([_certificate(one) for one in seal.chain])
    key = asn1_keys.PrivateKeyInfo.load(seal.key)
    yield signers.SimpleSigner(signing_cert=_certificate(seal.certificate), signing_key=key, cert_registry=known)


def _certificate(data: bytes) -> asn1_x509.Certificate:
    der = pem.unarmor(data)[2] if pem.detect(data) else data
    return asn1_x509.Certificate.load(der)


def inspect(pdf: bytes) -> Verdict:
    """What holds of the seal, by the file alone; whose certificate it is, and what that is worth, is for others."""
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        found = list(reader.embedded_regular_signatures)
    except UNREADABLE:
        return Verdict(problem=gettext_noop("The file is damaged, or is no PDF."))
    if not found:
        return Verdict(problem=gettext_noop("There is no seal in this PDF."))
    if len(found) > 1:
        return Verdict(is_signed=True, problem=gettext_noop("Somebody signed the file again after it was sealed."))
    try:
        return _judged(found[0], pdf)
    except UNREADABLE:
        return Verdict(is_signed=True, problem=gettext_noop("The seal cannot be read."))


def _judged(found: Any, pdf: bytes) -> Verdict:
    status = validate_pdf_signature(
        found, ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False, revocation_mode="soft-fail")
    )
    said = found.sig_object
    certificate = found.signer_cert
    lasting = found.reader.root.get("/DSS") is not None
    covered = {SignatureCoverageLevel.ENTIRE_FILE}
    # Evidence for later that our own level adds lies behind the signature.
    covered |= {SignatureCoverageLevel.ENTIRE_REVISION} if lasting else set()
    whole = status.coverage in covered and (status.docmdp_ok or not lasting)
    certified = found.reader.root.get("/Perms", {}).get("/DocMDP") is not None
    stamp = status.timestamp_validity
    stamped = stamp is None or bool(stamp.intact and stamp.valid)
    genuine = bool(status.intact and status.valid and stamped) and _is_exact(found.pkcs7_content)
    return Verdict(
        is_signed=True,
        is_intact=genuine and whole and certified,
        problem=_problem(genuine=genuine, whole=whole, certified=certified),
        fingerprint=certificate.sha256.hex(),
        subject=certificate.subject.human_friendly,
        reason=str(said.get("/Reason", "")),
        signed_at=(status.signer_reported_dt or datetime.now(UTC)).astimezone(UTC),
        is_certified=certified,
        has_timestamp=stamp is not None,
        level=_level(found.reader, has_timestamp=stamp is not None, lasting=lasting),
    )


def _is_exact(contents: bytes) -> bool:
    """Whether nothing but zeros follows the signature in the room that was left for it."""
    length = len(cms.ContentInfo.load(contents).dump())
    return not contents[length:].strip(b"\0")


def _level(reader: PdfFileReader, *, has_timestamp: bool, lasting: bool) -> str:
    if not has_timestamp:
        return "B-B"
    if not lasting:
        return "B-T"
    return "B-LTA" if list(reader.embedded_timestamp_signatures) else "B-LT"


def _problem(*, genuine: bool, whole: bool, certified: bool) -> str:
    if not genuine:
        return gettext_noop("The bytes under the seal were changed.")
    if not whole:
        return gettext_noop("Something was added to the file after it was sealed.")
    return "" if certified else gettext_noop("The seal does not forbid changes.")
