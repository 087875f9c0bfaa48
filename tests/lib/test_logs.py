"""No secret reaches a log line."""

from __future__ import annotations

import pytest

from craftkit.lib import keys
from craftkit.lib.logs import mask


@pytest.mark.parametrize("kind", ["live", "test", "account"])
def test_keys_are_cut_to_their_kind(kind):
    key = keys.mint(kind)

    masked = mask(f"refused {key.text} at the door")

    assert key.text[15:] not in masked
    assert keys.PREFIXES[kind] in masked


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("Authorization: Bearer something-secret", "something-secret"),
        ("GET /embed/builder?session_token=eyJhbGciOi.eyJzdWIi.c2ln", "eyJhbGciOi"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8"),
    ],
)
def test_other_credentials_are_masked(line, secret):
    assert secret not in mask(line)
