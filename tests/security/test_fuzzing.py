"""Schemathesis over the OpenAPI document: no fault of ours, and no answer that the document does not name."""

from __future__ import annotations

import os
from copy import deepcopy
from typing import Any, cast

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from craftkit.wsgi import application
from tests.api.test_schema import SCHEMA
from tests.embed.hosts import enabled, opened
from tests.factories import make_render, make_template

EXAMPLES = int(os.environ.get("CRAFTKIT_FUZZ_EXAMPLES", "25"))
CHECKED = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("application/pdf")
def as_it_is(context: Any, value: Any) -> Any:
    """Bodies that should be PDFs go out as whatever bytes were made up."""
    return {"data": value if isinstance(value, bytes) else str(value).encode()}


def with_a_key_to_spoil() -> dict[str, Any]:
    """The document, its public operations too with the key of all others: an input that can be made wrong, and that
    these must not mind."""
    document = deepcopy(SCHEMA)
    for operation in (operation for path in document["paths"].values() for operation in path.values()):
        if operation["security"] == []:
            del operation["security"]
    return document


SCHEMATHESIS = schemathesis.openapi.from_dict(with_a_key_to_spoil())
OPERATIONS: list[Any] = [cast(Any, result).ok() for result in SCHEMATHESIS.get_all_operations()]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_input_makes_a_fault_or_an_undocumented_answer(operation, mode, acme, settings):
    settings.RATE_LIMIT_PER_MINUTE = settings.HOOK_RATE_LIMIT_PER_MINUTE = 1_000_000
    make_render(make_template(acme.project))
    enabled(acme.project)
    headers = credential(operation, acme)

    @given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
    )
    def no_fault(case):
        response = case.call(app=application, headers=headers)
        case.validate_response(response, checks=CHECKED)

    no_fault()


def credential(operation, party) -> dict[str, str]:
    """The header that opens the operation."""
    keys = {
        "bearerApiKey": party.live_key,
        "accountKey": party.account_key,
        "adminKey": os.environ["CRAFTKIT_ADMIN_KEY"],
        "sessionToken": opened(party.live_key)["session_token"],
    }
    scheme = next(iter((operation.definition.raw.get("security") or [{}])[0]), "")
    return {"Authorization": f"Bearer {keys[scheme]}"} if scheme else {}
