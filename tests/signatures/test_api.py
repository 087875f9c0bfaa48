"""`/v1/signatures` as its callers see it."""

from __future__ import annotations

import pytest

from renders.models import Render
from signatures.models import Recipient, SignaturePolicy, SignatureRequest
from tests.api.calls import Caller
from tests.factories import make_render, make_template
from tests.signatures.conftest import ANCHOR, asked, field, make_document, person, recipient, sealed, sign, told

ELEVEN = [
    *("id", "renderId", "name", "status", "recipients", "expirationHours", "signedDownloadUrl", "certificateUrl"),
    *("errorMessage", "createdAt", "completedAt"),
]
SIGNER = {"firstName": "Ruth", "email": "ruth@example.com"}
PLACED = {"type": "signature", "recipientIndex": 0, "pageNumber": 1, "x": 10, "y": 80, "width": 30, "height": 6}


def body(render: Render, **more) -> dict:
    """The least that is accepted."""
    return {"renderId": str(render.pk), "recipients": [SIGNER], "fields": [PLACED], **more}


@pytest.fixture
def api(acme) -> Caller:
    """acme's live key."""
    return Caller(acme.live_key)


def test_a_request_is_sent_and_answered_as_documented(api, document, listener):
    answer = api.post("/v1/signatures", body(document))

    made = answer.json()
    assert answer.status_code == 201
    assert list(made)[:11] == ELEVEN
    assert made["status"] == "sent"
    assert made["name"] == f"Signature request {str(document.pk)[:8]}"
    assert made["expirationHours"] == 168
    assert made["signedDownloadUrl"] is None
    assert made["recipients"][0]["designation"] == "Signer"
    assert [event["event"] for event in told()] == ["signature.sent"]
    assert told()[0]["recipients"][0]["email"] == "ruth@example.com"


def test_the_same_key_makes_one_request(api, document):
    first = api.post("/v1/signatures", body(document), Idempotency_Key="once")
    second = api.post("/v1/signatures", body(document), Idempotency_Key="once")

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert first.json()["id"] == second.json()["id"]
    assert SignatureRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"recipients": []}, "recipients"),
        ({"recipients": [{"firstName": "Ruth", "email": "ruth"}]}, "recipients[0].email"),
        ({"recipients": [{**SIGNER, "designation": "Boss"}]}, "recipients[0].designation"),
        ({"recipients": [{**SIGNER, "order": 2}]}, "recipients"),
        ({"recipients": [{**SIGNER, "role": "tenant"}]}, "recipients[0].role"),
        ({"fields": []}, "fields"),
        ({"fields": [{**PLACED, "recipientIndex": 1}]}, "fields"),
        ({"fields": [{**PLACED, "x": 80}]}, "fields[0].width"),
        ({"fields": [{**PLACED, "pageNumber": 3}]}, "fields[0].pageNumber"),
        ({"anchorTags": [{"anchorString": "nowhere", "recipientIndex": 0}]}, "anchorTags[0].anchorString"),
        ({"expirationHours": 8761}, "expirationHours"),
        ({"name": "x" * 256}, "name"),
        ({"renderId": "no"}, "renderId"),
    ],
)
def test_what_is_wrong_is_named(api, document, change, path):
    answer = api.post("/v1/signatures", body(document) | change)

    assert answer.status_code == 400, answer.json()
    assert answer.json()["error"]["code"] == "invalid_request"
    assert path in answer.json()["error"]["issues"]["fieldErrors"]
    assert not SignatureRequest.objects.exists()


def test_an_anchor_needs_no_coordinates(api, document):
    tag = {"anchorString": ANCHOR, "type": "signature", "recipientIndex": 0, "required": True}

    made = api.post("/v1/signatures", body(document, fields=[], anchorTags=[tag])).json()

    assert [placed["pageNumber"] for placed in made["fields"]] == [2]


def test_a_render_that_is_not_there_yet_cannot_be_signed(api, acme):
    waiting = make_render(make_template(acme.project), status="queued")

    answer = api.post("/v1/signatures", body(waiting))

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_ready")


def test_one_byte_beyond_twenty_megabytes_is_too_large(api, document):
    Render.objects.filter(pk=document.pk).update(pdf_bytes=20 * 1024 * 1024 + 1)

    answer = api.post("/v1/signatures", body(document))

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "payload_too_large")


def test_a_project_with_a_limit_runs_out_of_requests(api, acme, document):
    SignaturePolicy.objects.create(project=acme.project, credits=1)

    first = api.post("/v1/signatures", body(document))
    second = api.post("/v1/signatures", body(document))

    assert first.status_code == 201
    assert (second.status_code, second.json()["error"]["code"]) == (402, "signature_credits_exhausted")


def test_without_mail_only_embedded_requests_are_taken(api, document, settings):
    settings.MAIL_VIA = "off"

    refused = api.post("/v1/signatures", body(document))
    made = api.post("/v1/signatures", body(document, embedded=True))

    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "email_not_configured")
    assert made.status_code == 201
    assert "/sign/sgn_" in made.json()["recipients"][0]["signingUrl"]


def test_mailed_requests_never_show_their_links(api, document):
    made = api.post("/v1/signatures", body(document)).json()

    assert made["recipients"][0]["signingUrl"] is None


def test_the_list_goes_back_in_time(api, document):
    ids = [api.post("/v1/signatures", body(document)).json()["id"] for _ in range(3)]

    first = api.get("/v1/signatures?limit=2").json()
    second = api.get(f"/v1/signatures?limit=2&cursor={first['nextCursor']}").json()

    assert [row["id"] for row in first["signatures"]] == ids[:0:-1]
    assert first["hasMore"] is True
    assert [row["id"] for row in second["signatures"]] == ids[:1]
    assert (second["hasMore"], second["nextCursor"]) == (False, None)


def test_the_list_can_be_about_one_render(api, acme, document):
    api.post("/v1/signatures", body(document))

    other = make_document(acme.project)

    assert api.get(f"/v1/signatures?renderId={other.pk}").json()["signatures"] == []
    assert api.get("/v1/signatures?renderId=x").status_code == 400
    assert api.get("/v1/signatures?cursor=x").status_code == 400


def test_files_are_there_once_it_is_sealed(api, document):
    request = asked(document)
    address = f"/v1/signatures/{request.pk}"
    before = api.get(f"{address}/download")

    sealed(request)

    assert (before.status_code, before.json()["error"]["code"]) == (409, "conflict")
    assert "sent" in before.json()["error"]["message"]
    for part, name in (("download", "signed"), ("certificate", "certificate")):
        answer = api.get(f"{address}/{part}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{request.pk}-{name}.pdf"'
        assert answer.content.startswith(b"%PDF")
    assert api.get(address).json()["signedDownloadUrl"].endswith(f"{request.pk}/download")


def test_one_signature_of_two_leaves_the_status(api, document, listener):
    request = asked(document, person(), person("Omar"))

    sign(recipient(request))

    answer = api.get(f"/v1/signatures/{request.pk}").json()
    assert answer["status"] == "viewed"
    assert answer["recipients"][0]["signedAt"]
    assert answer["recipients"][1]["signedAt"] is None
    assert told()[-1]["event"] == "signature.signed"


def test_a_withdrawn_request_keeps_the_reason(api, document, listener):
    request = asked(document)

    first = api.post(f"/v1/signatures/{request.pk}/cancel", {"reason": "Wrong amount"})
    second = api.post(f"/v1/signatures/{request.pk}/cancel")

    assert (first.json()["status"], first.json()["errorMessage"]) == ("cancelled", "Wrong amount")
    assert first.json()["completedAt"] is None
    assert (second.status_code, second.json()["error"]["code"]) == (409, "conflict")
    assert told()[-1] == {
        "event": "signature.cancelled",
        "signatureRequestId": str(request.pk),
        "renderId": str(document.pk),
        "status": "cancelled",
        "reason": "Wrong amount",
    }


def test_reminders_are_not_repeated_within_an_hour(api, document):
    request = asked(document)
    at_once = api.post(f"/v1/signatures/{request.pk}/remind")
    Recipient.objects.update(invited_at="2026-01-01T00:00:00Z")

    later = api.post(f"/v1/signatures/{request.pk}/remind")
    again = api.post(f"/v1/signatures/{request.pk}/remind")

    assert at_once.status_code == 429
    assert later.json() == {"reminded": [str(recipient(request).pk)]}
    assert again.status_code == 429


@pytest.mark.parametrize("part", ["", "/cancel", "/remind", "/download", "/certificate", "/evidence"])
def test_strangers_find_nothing(globex, document, part):
    request = asked(document)
    method = "POST" if part in {"/cancel", "/remind"} else "GET"

    answer = Caller(globex.live_key).send(method, f"/v1/signatures/{request.pk}{part}")

    assert answer.status_code == 404


def test_a_stranger_cannot_have_a_render_of_others_signed(globex, document):
    assert Caller(globex.live_key).post("/v1/signatures", body(document)).status_code == 404


def test_recipients_take_their_turns(document):
    people = [person("Ruth", order=2), person("Omar", order=1), person("Ada", designation="CC", order=3)]
    request = asked(document, *people, fields=[field(0), field(1)])

    before = [one.status for one in request.recipients.order_by("position")]
    sign(recipient(request, 1))

    assert before == ["waiting", "sent", "copied"]
    assert [one.status for one in request.recipients.order_by("position")] == ["sent", "signed", "copied"]
