"""Forged session tokens: none is accepted, and none makes a fault."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from craftkit.accounts import actions as accounts
from embed import tokens
from embed.actions import partners
from embed.models import EmbedSession, SigningKey
from tests.api.calls import Caller, error
from tests.embed.hosts import enabled, opened

pytestmark = pytest.mark.django_db


class Genuine(NamedTuple):
    """A good token, taken apart, with what a forger could have got hold of."""

    token: str
    header: dict[str, Any]
    claims: dict[str, Any]
    private: str
    public: str
    strange_kid: str
    strange_private: str
    strange_key: str


@pytest.fixture
def genuine(acme, globex):
    enabled(acme.project)
    enabled(globex.project)
    token = opened(acme.live_key)["session_token"]
    ours = SigningKey.objects.get(project=acme.project)
    theirs = SigningKey.objects.get(project=globex.project)
    strange = partners.publishable_key(globex.project, "live")
    header = jwt.get_unverified_header(token)
    claims = jwt.decode(token, options={"verify_signature": False})
    return Genuine(token, header, claims, ours.private, ours.public, theirs.kid, theirs.private, strange)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def put(header: Any, claims: Any, private: str) -> str:
    """Any header over any claims, signed with a good key: what no library would write."""
    parts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, claims)]
    body = ".".join(b64(part) for part in parts)
    return f"{body}.{b64(Ed25519PrivateKey.from_private_bytes(unb64(private)).sign(body.encode()))}"


def with_claims(**changes: Any) -> Callable[[Genuine], str]:
    return lambda good: put(good.header, {**good.claims, **changes}, good.private)


def without(name: str) -> Callable[[Genuine], str]:
    return lambda good: put(good.header, {key: good.claims[key] for key in good.claims if key != name}, good.private)


def with_header(**changes: Any) -> Callable[[Genuine], str]:
    return lambda good: put({**good.header, **changes}, good.claims, good.private)


def unsigned(alg: str) -> Callable[[Genuine], str]:
    return lambda good: ".".join([*map(b64, (_json({**good.header, "alg": alg}), _json(good.claims))), ""])


def hmaced(secret_of: Callable[[str], bytes]) -> Callable[[Genuine], str]:
    """The old trick: the public key as the secret of a MAC."""

    def forge(good: Genuine) -> str:
        body = f"{b64(_json({**good.header, 'alg': 'HS256'}))}.{b64(_json(good.claims))}"
        return f"{body}.{b64(hmac.new(secret_of(good.public), body.encode(), hashlib.sha256).digest())}"

    return forge


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def pem(public: str) -> bytes:
    key = Ed25519PublicKey.from_public_bytes(unb64(public))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def ssh(public: str) -> bytes:
    return Ed25519PublicKey.from_public_bytes(unb64(public)).public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)


def edited(good: Genuine) -> str:
    """More rights in the payload, the signature as it was."""
    head, _, signature = good.token.split(".")
    claims = {**good.claims, "sub": good.claims["sub"], "ck": {**good.claims["ck"], "permissions": {"publish": True}}}
    return f"{head}.{b64(_json(claims))}.{signature}"


def twisted_signature(good: Genuine) -> str:
    body, _, signature = good.token.rpartition(".")
    raw = bytearray(unb64(signature))
    raw[0] ^= 1
    return f"{body}.{b64(bytes(raw))}"


def loose_base64(good: Genuine) -> str:
    """Another spelling of the same signature: the last character's unused bits set."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return good.token[:-1] + alphabet[alphabet.index(good.token[-1]) + 1]


def twice(good: Genuine) -> str:
    body = _json(good.claims)
    return put(good.header, body[:-1] + b', "sub": "' + b"0" * 36 + b'"}', good.private)


NOW = time.time
FORGED: dict[str, Callable[[Genuine], str]] = {
    "alg none": unsigned("none"),
    "alg None": unsigned("None"),
    "alg nOnE": unsigned("nOnE"),
    "alg none with a signature": with_header(alg="none"),
    "alg HS256 in the header alone": with_header(alg="HS256"),
    "alg RS256": with_header(alg="RS256"),
    "alg ES256": with_header(alg="ES256"),
    "alg Ed25519": with_header(alg="Ed25519"),
    "alg is a list": with_header(alg=["EdDSA"]),
    "no alg": lambda good: put({"kid": good.header["kid"], "typ": "JWT"}, good.claims, good.private),
    "HS256 with the raw public key": hmaced(unb64),
    "HS256 with the public key as PEM": hmaced(pem),
    "HS256 with the public key as OpenSSH": hmaced(ssh),
    "HS256 with the public key as JWK": hmaced(lambda public: _json(tokens.as_jwk("x", public))),
    "HS256 with nothing": hmaced(lambda public: b""),
    "a key of nobody": lambda good: put(good.header, good.claims, tokens.new_key()[1]),
    "another project's key under our kid": lambda good: put(good.header, good.claims, good.strange_private),
    "another project's key under its kid": lambda good: put(
        {**good.header, "kid": good.strange_kid}, good.claims, good.strange_private
    ),
    "another project's kid over our key": lambda good: put(
        {**good.header, "kid": good.strange_kid}, good.claims, good.private
    ),
    "an unknown kid": with_header(kid="ek_0000000000000000"),
    "a kid that is a path": with_header(kid="../../../../dev/null"),
    "a kid that is SQL": with_header(kid="x' OR 1=1 --"),
    "a kid that is a number": with_header(kid=5),
    "a kid that is null": with_header(kid=None),
    "an embedded jwk": with_header(jwk={"kty": "OKP"}),
    "a jku": with_header(jku="https://evil.example/keys"),
    "an x5u": with_header(x5u="https://evil.example/cert"),
    "a crit": with_header(crit=["exp"]),
    "b64 false": with_header(b64=False, crit=["b64"]),
    "another typ": with_header(typ="at+jwt"),
    "a header that is no object": lambda good: put([1], good.claims, good.private),
    "a header that is no JSON": lambda good: put(b"{", good.claims, good.private),
    "expired": lambda good: with_claims(exp=int(NOW()) - 60)(good),
    "not yet": lambda good: with_claims(nbf=int(NOW()) + 600)(good),
    "issued in the future": lambda good: with_claims(iat=int(NOW()) + 600)(good),
    "a life of years": lambda good: with_claims(exp=int(NOW()) + 10**8)(good),
    "exp as text": with_claims(exp="9999999999"),
    "exp as float": lambda good: with_claims(exp=NOW() + 60.5)(good),
    "exp as NaN": with_claims(exp=math.nan),
    "exp as infinity": with_claims(exp=math.inf),
    "exp beyond all numbers": with_claims(exp=10**400),
    "exp true": with_claims(exp=True),
    "exp a list": with_claims(exp=[1]),
    "another audience": with_claims(aud="evil.example"),
    "audiences, ours among them": lambda good: with_claims(aud=[good.claims["aud"], "evil.example"])(good),
    "another issuer": lambda good: with_claims(iss=good.strange_key)(good),
    "an issuer that is nobody": with_claims(iss=""),
    "an issuer that is an object": with_claims(iss={"a": 1}),
    "a session of nobody": with_claims(sub="0193c2c3-1111-7aaa-8bbb-000000000001"),
    "a session that is no id": with_claims(sub="session_1"),
    "a session that is a number": with_claims(sub=5),
    **{f"no {name}": without(name) for name in tokens.REQUIRED},
    "claims that are no object": lambda good: put(good.header, [good.claims], good.private),
    "claims that are no JSON": lambda good: put(good.header, b"{", good.private),
    "claims that name a member twice": twice,
    "edited claims": edited,
    "a twisted signature": twisted_signature,
    "another spelling of the signature": loose_base64,
    "cut short": lambda good: good.token[:-10],
    "without its signature": lambda good: good.token.rpartition(".")[0] + ".",
    "without a part": lambda good: good.token.rpartition(".")[0],
    "with a part too many": lambda good: good.token + ".AAAA",
    "with bytes behind": lambda good: good.token + "AAAA",
    "with padding": lambda good: good.token + "==",
    "with a line break": lambda good: good.token[:20] + "\u0020" + good.token[20:],
    "very long": lambda good: good.token + "A" * 1_000_000,
    "empty parts": lambda good: "eyJ..",
    "nested": lambda good: put({**good.header, "cty": "JWT"}, good.token.encode(), good.private),
}


def test_there_are_enough():
    assert len(FORGED) >= 45


def test_the_genuine_one_opens(genuine):
    assert Caller(genuine.token).get("/v1/embed/session").status_code == 200
    assert Caller(put(genuine.header, genuine.claims, genuine.private)).get("/v1/embed/session").status_code == 200


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_token_opens_nothing(genuine, forge):
    answer = Caller(forge(genuine)).get("/v1/embed/session")

    assert (answer.status_code, error(answer)["code"]) == (401, "invalid_credentials")


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_the_page_shows_no_project_for_one_that_was_not_signed_by_it(genuine, forge, acme, client):
    answer = client.get("/embed/builder", {"session_token": forge(genuine)[:8000]})

    if answer.status_code == 200:
        assert "frame-ancestors https://app.acme.example" in answer["Content-Security-Policy"]
    else:
        assert answer.status_code == 403


def test_a_token_of_a_test_key_is_no_live_one(acme, genuine):
    token = opened(acme.test_key)["session_token"]
    claims = jwt.decode(token, options={"verify_signature": False})

    swapped = put(genuine.header, {**claims, "iss": genuine.claims["iss"]}, genuine.private)

    assert Caller(token).get("/v1/embed/session").status_code == 200
    assert Caller(swapped).get("/v1/embed/session").status_code == 401


def test_a_replaced_key_is_honoured_for_a_day(acme, genuine):
    fresh = partners.rotate_signing_key(project=acme.project)
    renewed = opened(acme.live_key)["session_token"]

    assert tokens.kid_of(renewed) == fresh.kid
    assert Caller(genuine.token).get("/v1/embed/session").status_code == 200
    SigningKey.objects.exclude(pk=fresh.pk).update(retires_at=timezone.now() - timedelta(seconds=1))
    assert Caller(genuine.token).get("/v1/embed/session").status_code == 401


def test_a_revoked_publishable_key_ends_its_tokens(acme, genuine):
    accounts.revoke_key(key=acme.project.keys.get(kind="publishable_live"))

    assert Caller(genuine.token).get("/v1/embed/session").status_code == 401


def test_the_row_decides_what_a_session_may_and_not_its_token(acme, genuine):
    EmbedSession.objects.update(permissions={})

    answer = Caller(genuine.token).post("/v1/embed/templates", {"content": {}})

    assert (answer.status_code, error(answer)["code"]) == (403, "permission_denied")


def test_the_claims_are_as_documented(acme, genuine):
    said = genuine.claims["ck"]

    assert genuine.claims["aud"] == "craftkit.test"
    assert genuine.claims["exp"] - genuine.claims["iat"] == 300
    assert genuine.claims["iss"].startswith("ck_pk_live_")
    assert (said["v"], said["embed_url"], said["scope"]["mode"]) == (1, "http://craftkit.test", "create")
    assert said["tenant"] == {"external_id": "org_42", "display_name": "Acme Corp"}
    assert said["permissions"]["rollback_version"] is True


def test_the_public_keys_verify_tokens_elsewhere(genuine, client):
    found = client.get("/.well-known/jwks.json")

    keys = jwt.PyJWKSet.from_dict(found.json())
    key = next(key for key in keys.keys if key.key_id == genuine.header["kid"])
    assert jwt.decode(genuine.token, key, algorithms=["EdDSA"], audience="craftkit.test")["sub"]
    assert found["Access-Control-Allow-Origin"] == "*"
    assert genuine.private not in found.content.decode()
    assert len(client.get("/.well-known/jwks.json", {"kid": genuine.header["kid"]}).json()["keys"]) == 1
