"""Certificates are checked for the name that was asked, although the connection goes to an address."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from craftkit.lib.outbound import Outbound, OutboundFailed
from tests.lib.raw_server import answer, raw_server

pytestmark = pytest.mark.usefixtures("socket_enabled")
NOW = dt.datetime.now(dt.UTC)


class Authority:
    """A certificate authority of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
        self.certificate = self._builder(self.name, self.key, days=1, authority=True).sign(self.key, hashes.SHA256())

    def server(self, *names: x509.GeneralName, days: int = 1) -> ssl.SSLContext:
        """A server's context with a certificate for these names; negative days make an expired one."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "server")])
        builder = self._builder(subject, key, days=days, authority=False)
        signed = builder.add_extension(x509.SubjectAlternativeName(names), critical=False).sign(
            self.key, hashes.SHA256()
        )
        path = self.folder / "server.pem"
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        path.write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + signed.public_bytes(pem),
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def client(self) -> ssl.SSLContext:
        """A client's context that trusts this authority alone."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def _builder(self, subject, key, *, days: int, authority: bool) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder(self.name, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(NOW - dt.timedelta(days=2))
            .not_valid_after(NOW + dt.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(
                x509.KeyUsage(True, False, False, False, False, authority, authority, False, False), critical=True
            )
        )


@pytest.fixture
def authority(tmp_path) -> Authority:
    return Authority(tmp_path)


def make_outbound(tls: ssl.SSLContext | None, seconds: float = 60) -> Outbound:
    hosts = frozenset({"shop.example.test", "127.0.0.1"})
    return Outbound(allowed_hosts=hosts, resolver=lambda _: ["127.0.0.1"], total_timeout=seconds, tls=tls)


def outcome(outbound: Outbound, url: str) -> str:
    with pytest.raises(OutboundFailed) as caught:
        outbound.post(url, body=b"", headers={})
    return caught.value.outcome


def test_name_is_sent_and_verified_on_a_pinned_address(authority):
    asked: list[str] = []
    server_tls = authority.server(x509.DNSName("shop.example.test"))
    server_tls.sni_callback = lambda sock, name, context: asked.append(name)
    with raw_server(lambda talk: talk.send(answer(b"secret")), tls=server_tls) as server:
        got = make_outbound(authority.client()).get(
            server.url(scheme="https", host="shop.example.test"), max_bytes=10, accept="*/*"
        )

    assert (got.body, got.address) == (b"secret", "127.0.0.1")
    assert asked == ["shop.example.test"]


def test_address_in_the_url_is_verified_as_an_address(authority):
    server_tls = authority.server(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    with raw_server(lambda talk: talk.send(answer()), tls=server_tls) as server:
        got = make_outbound(authority.client()).post(server.url(scheme="https"), body=b"", headers={})

    assert got.status == 200


def test_certificate_of_another_name_is_refused(authority):
    server_tls = authority.server(x509.DNSName("other.example.test"))
    with raw_server(lambda talk: talk.send(answer()), tls=server_tls) as server:
        ended = outcome(make_outbound(authority.client()), server.url(scheme="https", host="shop.example.test"))

    assert ended == "tls_failed"
    assert server.requests == []


def test_expired_certificate_is_refused(authority):
    server_tls = authority.server(x509.DNSName("shop.example.test"), days=-1)
    with raw_server(lambda talk: talk.send(answer()), tls=server_tls) as server:
        ended = outcome(make_outbound(authority.client()), server.url(scheme="https", host="shop.example.test"))

    assert ended == "tls_failed"


def test_unknown_authority_is_refused_by_default(authority):
    server_tls = authority.server(x509.DNSName("shop.example.test"))
    with raw_server(lambda talk: talk.send(answer()), tls=server_tls) as server:
        ended = outcome(make_outbound(None), server.url(scheme="https", host="shop.example.test"))

    assert ended == "tls_failed"


def test_server_without_tls_is_named(authority):
    with raw_server(lambda talk: talk.send(answer())) as server:
        ended = outcome(make_outbound(authority.client()), server.url(scheme="https", host="shop.example.test"))

    assert ended == "tls_failed"


def test_handshake_that_never_answers_meets_the_deadline(authority):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ended = outcome(make_outbound(authority.client(), 0.5), f"https://shop.example.test:{port}/")

    assert ended == "timeout"
