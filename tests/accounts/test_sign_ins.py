"""Sign-ins that failed are in the log, and a flood of them is a few lines."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from uuid import uuid4

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from craftkit.accounts import sign_ins
from craftkit.accounts.models import AuditEntry, User
from tests.accounts.test_security import recovery_codes, signed_in_as, switch_on, with_password

KEY_ID = b"a key of acme"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def attempt(email: str) -> None:
    Client().post("/accounts/login/", {"login": email, "password": "wrong"}, REMOTE_ADDR="192.0.2.9")


def test_a_wrong_password_is_in_the_log_of_the_persons_accounts(acme, globex):
    attempt("Acme@example.com")
    attempt("nobody@example.com")

    entry = AuditEntry.objects.get(action="sign_in.failed")
    assert (entry.account, entry.target, entry.ip, entry.actor) == (acme.account, "acme@example.com", "192.0.2.9", "")
    assert "A sign-in failed" in acme.client.get(f"/account/{acme.account.pk}/log").content.decode()


@pytest.mark.parametrize("step", ["authenticate", "reauthenticate"])
def test_a_wrong_code_is_in_the_log_like_a_wrong_password(acme, step):
    switch_on(acme.client)
    client = acme.client if step == "reauthenticate" else with_password(acme.user.email)

    client.post(f"/accounts/2fa/{step}/", {"code": "no code"}, REMOTE_ADDR="192.0.2.9")

    entry = AuditEntry.objects.get(action="sign_in.failed")
    assert (entry.account, entry.target, entry.ip) == (acme.account, "acme@example.com", "192.0.2.9")


def test_a_right_code_leaves_no_entry(acme):
    switch_on(acme.client)
    code = recovery_codes(acme.client)[0]

    with_password(acme.user.email).post("/accounts/2fa/authenticate/", {"code": code})

    assert not AuditEntry.objects.filter(action="sign_in.failed").exists()


def packed(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def client_data(kind: str) -> str:
    said = {"type": kind, "challenge": "x" * 43, "origin": "http://testserver", "crossOrigin": False}
    return packed(json.dumps(said).encode())


def give_passkey(user: User) -> None:
    """A passkey as its owner once added it."""
    key = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    known = AuthenticatorData.create(bytes(32), FLAGS, 0, AttestedCredentialData.create(Aaguid.NONE, KEY_ID, key))
    answer = {
        "clientDataJSON": client_data("webauthn.create"),
        "attestationObject": packed(AttestationObject.create("none", known, {})),
    }
    kept = {"type": "public-key", "id": packed(KEY_ID), "rawId": packed(KEY_ID), "response": answer}
    WebAuthn.add(user, "Laptop", {**kept, "clientExtensionResults": {}})


def forged_for(user: User) -> str:
    """What a browser would send for that passkey, made up by somebody who does not have it."""
    answer = {
        "clientDataJSON": client_data("webauthn.get"),
        "authenticatorData": packed(bytes(32) + b"\x05" + bytes(4)),
        "signature": packed(b"made up"),
        "userHandle": packed(user_pk_to_url_str(user).encode()),
    }
    return json.dumps({"type": "public-key", "id": packed(KEY_ID), "rawId": packed(KEY_ID), "response": answer})


@pytest.mark.parametrize("step", ["authenticate", "webauthn/reauthenticate", "webauthn/login"])
def test_a_wrong_passkey_is_in_the_log_like_a_wrong_code(acme, step):
    give_passkey(acme.user)
    clients = {"webauthn/reauthenticate": acme.client, "webauthn/login": Client()}
    client = clients.get(step) or with_password(acme.user.email)
    client.get(f"/accounts/2fa/{step}/", headers={"X-Requested-With": "XMLHttpRequest"})

    client.post(f"/accounts/2fa/{step}/", {"credential": forged_for(acme.user)}, REMOTE_ADDR="192.0.2.9")

    entry = AuditEntry.objects.get(action="sign_in.failed")
    assert (entry.account, entry.target, entry.ip) == (acme.account, "acme@example.com", "192.0.2.9")
    assert signed_in_as(client) == (acme.user.email if client is acme.client else None)


@pytest.mark.parametrize("rubbish", ["", "no JSON", "[]", "{}", '{"id": 5, "response": null}'])
def test_rubbish_for_a_passkey_that_names_nobody_is_refused_and_leaves_no_entry(acme, rubbish):
    client = Client()

    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": rubbish})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert not AuditEntry.objects.filter(action="sign_in.failed").exists()


def test_a_passkey_of_somebody_unknown_leaves_no_entry(acme):
    nobody = User(pk=uuid4())

    Client().post("/accounts/2fa/webauthn/login/", {"credential": forged_for(nobody)})

    assert not AuditEntry.objects.filter(action="sign_in.failed").exists()


def test_a_flood_leaves_few_entries(acme):
    for _ in range(20):
        sign_ins.note_failure("acme@example.com")

    assert AuditEntry.objects.filter(action="sign_in.failed").count() == sign_ins.MOST_OF_PERSON
