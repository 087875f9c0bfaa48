"""Rotation: in the day of overlap no receiver has to reject anything, whichever of the two secrets it knows."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.lib import sealed
from tests.factories import make_endpoint
from webhooks import actions, signing
from webhooks.models import Endpoint

BODY = b'{"event":"render.succeeded"}'
COUNT = 1000


@pytest.fixture
def rotated(acme):
    """An endpoint in rotation, with its old secret, its new one, and the moment when the new one takes over."""
    endpoint = make_endpoint(acme.project)
    old = sealed.unseal(endpoint.secret_sealed)
    new = actions.rotate_secret(endpoint=endpoint)
    return endpoint, old, new, endpoint.secret_rotates_at


def takes(secrets: list[str], headers: dict[str, str]) -> tuple[bool, bool]:
    """Whether a receiver with these secrets accepts the signature of the body, and that of Standard Webhooks."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + BODY
    plain, standard = False, False
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        mark = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        plain |= headers["x-craftkit-signature"] == hmac.new(secret.encode(), BODY, hashlib.sha256).hexdigest()
        standard |= f"v1,{mark}" in headers["webhook-signature"].split()
    return plain, standard


def test_nobody_rejects_in_the_window_of_their_secret(rotated):
    endpoint, old, new, takeover = rotated
    began = takeover - timedelta(hours=24)

    for number in range(COUNT):
        moment = began + timedelta(hours=48) * number / COUNT
        secrets = endpoint.signing_secrets(moment)
        headers = signing.headers(BODY, event="e", delivery_id="id", at=number, signing_secrets=secrets)
        assert takes([old, new], headers) == (True, True)
        assert takes([old], headers) == ((True, True) if moment < takeover else (False, False))
        assert takes([new], headers) == ((False, True) if moment < takeover else (True, True))


def test_housekeeping_makes_the_takeover_final(rotated):
    _, _, new, takeover = rotated

    assert Endpoint.objects.promote_due(takeover - timedelta(seconds=1)) == 0
    assert Endpoint.objects.promote_due(takeover) == 1

    kept = Endpoint.objects.get()
    assert (kept.next_secret_sealed, kept.secret_rotates_at) == ("", None)
    assert kept.signing_secrets(takeover) == [new]


def test_rotating_again_keeps_the_old_secret_and_drops_the_one_between(rotated):
    endpoint, old, between, _ = rotated

    newest = actions.rotate_secret(endpoint=endpoint)

    assert endpoint.signing_secrets(timezone.now()) == [old, newest]
    assert between not in endpoint.signing_secrets(timezone.now())


def test_rotating_after_a_takeover_begins_with_the_secret_that_took_over(rotated):
    endpoint, _, new, _ = rotated
    Endpoint.objects.update(secret_rotates_at=timezone.now() - timedelta(seconds=1))

    newest = actions.rotate_secret(endpoint=endpoint)

    assert endpoint.signing_secrets(timezone.now()) == [new, newest]


def test_secrets_are_sealed_at_rest(rotated):
    _, old, new, _ = rotated

    row = str(Endpoint.objects.values().get())

    assert old not in row
    assert new not in row
