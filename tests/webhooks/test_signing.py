"""Signatures: every receiver's way of verifying accepts what we send, and none accepts what was tampered with."""

from __future__ import annotations

import base64
import binascii
import json
import random
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from tests.webhooks import recipes, vectors
from tests.webhooks.recipes import Sent, sent
from webhooks import signing

COUNT, TAMPERED = 1000, 100
ALPHABET = "abc xyz 0189 \"\\/ äöü ß € 漢字 𝄞 <&>'$`"
is_genuine = recipes.documented_python()


def bodies(count: int) -> list[bytes]:
    """Bodies as we write them, with all kinds of characters."""
    chance = random.Random(4)
    texts = ("".join(chance.choices(ALPHABET, k=chance.randint(0, 80))) for _ in range(count))
    payloads = ({"event": "render.succeeded", "text": text, "number": chance.random()} for text in texts)
    return [json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode() for payload in payloads]


@pytest.fixture(scope="module")
def deliveries() -> list[Sent]:
    return [sent(body, str(uuid.uuid4())) for body in bodies(COUNT)]


def accepted_by_library(delivery: Sent) -> bool:
    try:
        Webhook(delivery.secret).verify(delivery.body, dict(delivery.headers))
    except (WebhookVerificationError, binascii.Error):
        return False
    return True


def accepted_by_documentation(delivery: Sent) -> bool:
    return is_genuine(delivery.headers, delivery.body, [delivery.secret])


def test_plain_python_accepts_all(deliveries):
    assert all(map(recipes.by_plain_python, deliveries))


@pytest.mark.parametrize("count", [50, pytest.param(COUNT, marks=pytest.mark.server)])
def test_openssl_accepts_all(deliveries, count):
    assert recipes.by_openssl(deliveries[:count]) == [True] * count


@pytest.mark.parametrize("script", [recipes.NODE_BODY, recipes.NODE_STANDARD], ids=["sample", "documentation"])
def test_node_accepts_all(deliveries, script, tmp_path):
    assert recipes.by_node(script, deliveries, tmp_path) == [True] * COUNT


def test_the_standard_library_and_our_documentation_accept_all(deliveries):
    assert all(map(accepted_by_library, deliveries))
    assert all(map(accepted_by_documentation, deliveries))


def other_bit(row: Sent) -> Sent:
    return row.but(body=bytes([row.body[0] ^ 1]) + row.body[1:])


def another_id(row: Sent) -> Sent:
    return row.but(headers={"webhook-id": str(uuid.uuid4())})


def another_time(row: Sent) -> Sent:
    return row.but(headers={"webhook-timestamp": str(int(row.headers["webhook-timestamp"]) + 1)})


def old(row: Sent) -> Sent:
    return sent(row.body, "id", secret=row.secret, at=int(time.time()) - 301)


def from_the_future(row: Sent) -> Sent:
    return sent(row.body, "id", secret=row.secret, at=int(time.time()) + 400)


def another_secret(row: Sent) -> Sent:
    return row.but(secret=signing.new_secret())


def cut_short(row: Sent) -> Sent:
    return row.but(body=row.body[:-1])


def longer(row: Sent) -> Sent:
    return row.but(body=row.body + b" ")


def written_anew(row: Sent) -> Sent:
    return row.but(body=json.dumps(json.loads(row.body)).encode())


def signature_cut(row: Sent) -> Sent:
    return row.but(headers={"webhook-signature": row.headers["webhook-signature"][:-2]})


def signature_changed(row: Sent) -> Sent:
    return row.but(headers={"webhook-signature": "v1," + recipes.flipped(row.headers["webhook-signature"][3:])})


def another_version(row: Sent) -> Sent:
    return row.but(headers={"webhook-signature": row.headers["webhook-signature"].replace("v1,", "v2,")})


TAMPERINGS = [
    other_bit,
    another_id,
    another_time,
    old,
    from_the_future,
    another_secret,
    cut_short,
    longer,
    written_anew,
    signature_cut,
    signature_changed,
    another_version,
]


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_nothing_tampered_with_is_accepted(deliveries, tamper, tmp_path):
    bad = [tamper(row) for row in deliveries[:TAMPERED]]

    assert not any(map(accepted_by_library, bad))
    assert not any(map(accepted_by_documentation, bad))
    assert not any(recipes.by_node(recipes.NODE_STANDARD, bad, tmp_path))


@pytest.mark.parametrize("tamper", [other_bit, another_secret, cut_short, longer, written_anew])
def test_the_signature_of_the_body_alone_guards_the_body(deliveries, tamper):
    assert not any(recipes.by_plain_python(tamper(row)) for row in deliveries[:TAMPERED])


@given(
    names=st.dictionaries(
        st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text(max_size=80)
    ),
    body=st.binary(max_size=80),
)
@hypothesis_settings(deadline=None, database=None, derandomize=True)
def test_the_documented_code_never_fails_on_rubbish(names, body):
    assert is_genuine(names, body, [signing.new_secret()]) is False


def test_a_rotation_is_verified_with_either_secret():
    old_secret, new_secret = signing.new_secret(), signing.new_secret()
    headers = signing.headers(
        b"{}", event="e", delivery_id="id", at=int(time.time()), signing_secrets=[old_secret, new_secret]
    )

    for secret in (old_secret, new_secret):
        assert accepted_by_library(Sent(secret, b"{}", headers))
        assert accepted_by_documentation(Sent(secret, b"{}", headers))
    assert recipes.by_plain_python(Sent(old_secret, b"{}", headers))


def test_a_callback_has_the_prefix():
    delivery = sent(b"{}", "id", prefixed=True)

    assert delivery.headers["x-craftkit-signature"].startswith("sha256=")
    assert accepted_by_library(delivery)


def test_a_secret_is_what_standard_webhooks_asks_for():
    secret = signing.new_secret()

    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert len({signing.new_secret() for _ in range(100)}) == 100


def test_rubbish_is_no_secret():
    with pytest.raises(ValueError):
        sent(b"{}", "id", secret="whsec_not base64!")


def test_the_deliveries_that_the_front_ends_tests_verify_are_fresh():
    assert vectors.FILE.read_text() == vectors.text(), "run: python -m tests.webhooks.vectors"
