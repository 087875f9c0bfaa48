"""An authority on loopback: it issues certificates, stamps times (RFC 3161), lists what it revoked and answers OCSP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PASSWORD = "of the file"
DAY = timedelta(days=1)


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key that is made once a run; `name` tells them apart."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Authority:
    """The root, what it issued; its `mood` is `well`, `broken`, `chatty` (HTML), `stale` or `refusing`."""

    address: str
    mood: str = "well"
    asked: list[str] = field(default_factory=list)
    revoked: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = rsa_key("root")
        self.root = self.issue("Northwind Root", self.key.public_key(), is_authority=True)
        self.stamp_key = rsa_key("stamps")
        self.stamps = self.issue("Northwind Time", self.stamp_key.public_key(), is_stamping=True)

    def issue(
        self,
        name: str,
        key: CertificateIssuerPublicKeyTypes,
        *,
        is_authority: bool = False,
        is_stamping: bool = False,
    ) -> x509.Certificate:
        """A certificate from this root; it says where to ask about it."""
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now, issuer = datetime.now(UTC), subject if is_authority else self.root.subject
        names = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
        usage = dict.fromkeys(names, False) | dict.fromkeys(("key_cert_sign", "crl_sign"), is_authority)
        usage |= {"digital_signature": True, "content_commitment": not is_authority}
        built = (
            x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number(), now - DAY, now + 365 * DAY)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if is_stamping:
            built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        if not is_authority:
            built = self._tell_where(built, is_stamping=is_stamping)
        return built.sign(self.key, SHA256())

    def _tell_where(self, built: x509.CertificateBuilder, *, is_stamping: bool) -> x509.CertificateBuilder:
        """The list of what was revoked for stamps, OCSP for the rest."""
        place = x509.UniformResourceIdentifier(f"{self.address}/{'crl' if is_stamping else 'ocsp'}")
        if is_stamping:
            point = x509.DistributionPoint([place], None, None, None)
            return built.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
        return built.add_extension(x509.AuthorityInformationAccess([access]), critical=False)

    def pkcs12(self, folder: Path, key: Key | None = None) -> Path:
        """A file with a key and its certificate, as the operator of an install gets it."""
        own = key or rsa_key("seal")
        certificate = self.issue("Northwind Ltd", own.public_key())
        file, lock = folder / "seal.p12", BestAvailableEncryption(PASSWORD.encode())
        file.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", own, certificate, [self.root], lock))
        return file

    def roots(self, folder: Path) -> Path:
        """The root as PEM."""
        file = folder / "roots.pem"
        file.write_bytes(self.root.public_bytes(Encoding.PEM))
        return file

    def stamp(self, asked: bytes) -> bytes:
        """What the time-stamp authority answers."""
        if self.mood == "chatty":
            return b"<html>Sign in to this network</html>"
        if self.mood == "refusing":
            return tsp.TimeStampResp({"status": {"status": "rejection", "status_string": ["Quota"]}}).dump()
        request = tsp.TimeStampReq.load(asked)
        if self.mood == "stale":
            request["message_imprint"]["hashed_message"] = bytes(32)
        key = self.stamp_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        certificate = asn1_x509.Certificate.load(self.stamps.public_bytes(Encoding.DER))
        return DummyTimeStamper(certificate, asn1_keys.PrivateKeyInfo.load(key)).request_tsa_response(request).dump()

    def crl(self) -> bytes:
        """What was revoked."""
        now = datetime.now(UTC)
        built = x509.CertificateRevocationListBuilder(self.root.subject, now - DAY, now + DAY)
        for serial in self.revoked:
            built = built.add_revoked_certificate(x509.RevokedCertificateBuilder(serial, now - DAY).build())
        number = x509.CRLNumber(1)
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        built = built.add_extension(number, critical=False).add_extension(identifier, critical=False)
        return built.sign(self.key, SHA256()).public_bytes(Encoding.DER)

    def ocsp(self, asked: bytes) -> bytes:
        """Whether one certificate is good."""
        request, now = ocsp.load_der_ocsp_request(asked), datetime.now(UTC)
        bad = request.serial_number in self.revoked
        built = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number,
            algorithm=SHA1(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if bad else ocsp.OCSPCertStatus.GOOD,
            this_update=now - DAY,
            next_update=now + DAY,
            revocation_time=now - DAY if bad else None,
            revocation_reason=None,
        )
        by = built.responder_id(ocsp.OCSPResponderEncoding.HASH, self.root).certificates([self.root])
        return by.sign(self.key, SHA256()).public_bytes(Encoding.DER)


@contextmanager
def open_authority() -> Iterator[Authority]:
    """The authority, until the end of the block."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_ocsp = self.path == "/ocsp"
            self.reply("application/ocsp-response" if is_ocsp else "application/timestamp-reply", body)

        def do_GET(self) -> None:
            self.reply("application/pkix-crl", b"")

        def reply(self, kind: str, body: bytes) -> None:
            authority.asked.append(self.path)
            if authority.mood == "broken":
                self.send_error(503)
                return
            answers = {"/tsa": authority.stamp, "/ocsp": authority.ocsp, "/crl": lambda _: authority.crl()}
            told = answers[self.path](body)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    authority = Authority(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
