"""Forms as people send them in: what becomes of the answers, who may see it, and what is refused."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from embed.models import FormDraft, FormSubmission
from renders.models import Render
from templates_app.asset_links import asset_id_of
from tests.api.calls import Caller, Form, error
from tests.embed.hosts import ALL, enabled, opened, wish
from tests.factories import make_endpoint, make_template, make_version
from webhooks.models import Delivery, Event

MANIFEST: dict[str, Any] = {
    "variables": [
        {"key": "customer.name", "label": "Name", "dataType": "text", "required": True},
        {"key": "customer.city", "label": "City", "dataType": "text", "required": False},
        {"key": "net", "label": "Net", "dataType": "currency", "required": False},
        {"key": "gross", "label": "Gross", "dataType": "currency", "required": False, "computed": "net * 1.19"},
    ],
    "loops": [],
}
GOOD = {"customer.name": "Acme Corp", "net": 100}
CANARY = "canary-7f3a9c"


@pytest.fixture
def template(acme):
    enabled(acme.project)
    made = make_template(acme.project, published=False)
    make_version(made, manifest=MANIFEST)
    return made


class Frame:
    """The iframe of a form's session."""

    def __init__(self, key: str, template: Any, **changes: Any) -> None:
        scope = {"mode": "fill", "templateId": str(template.pk)}
        self.session = opened(key, **{"scope": scope, "permissions": {**ALL, "saveFormDraft": True}, **changes})
        self.id = self.session["session_id"]
        self.caller = Caller(self.session["session_token"])

    def submit(self, data: dict[str, Any], **headers: str) -> Any:
        return self.caller.post(f"/v1/embed/form-submit/{self.id}", {"data": data}, **headers)

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.caller.get("/v1/embed/session").json()
        return found


def test_the_form_is_told_what_it_asks_and_how_to_behave(acme, template):
    frame = Frame(acme.live_key, template, form={"prefill": {"customer.name": "Ada"}, "hidden": ["net"]})

    form = frame.state()["form"]

    assert form["prefill"] == {"customer": {"name": "Ada"}}
    assert (form["hidden"], form["captureMode"], form["showDocumentAfterSubmit"]) == (["net"], "render", True)
    assert [variable["key"] for variable in form["manifest"]["variables"]][:2] == ["customer.name", "customer.city"]


def test_a_submit_makes_a_render_that_the_session_may_poll(acme, template):
    frame = Frame(acme.live_key, template)

    answer = frame.submit(GOOD)

    render = Render.objects.get(pk=answer.json()["id"])
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    assert answer.json()["pollUrl"].endswith(f"/v1/embed/renders/{render.pk}")
    assert (render.source, render.data["customer"]["name"]) == ("form", "Acme Corp")
    assert frame.caller.get(f"/v1/embed/renders/{render.pk}").json()["status"] == "queued"


def test_the_person_wins_over_the_prefill_but_not_where_it_is_only_shown(acme, template):
    form = {"prefill": {"customer": {"name": "Ada", "city": "Bern"}}, "readonly": ["customer.city"]}
    frame = Frame(acme.live_key, template, form=form)

    render = Render.objects.get(pk=frame.submit({"customer": {"name": "Eve", "city": "Rome"}}).json()["id"])

    assert render.data["customer"] == {"name": "Eve", "city": "Bern"}


def test_keys_that_reach_into_prototypes_are_dropped(acme, template):
    render = Frame(acme.live_key, template).submit({**GOOD, "__proto__": {"x": 1}, "customer.constructor": "y"}).json()

    assert "constructor" not in json.dumps(Render.objects.get(pk=render["id"]).data)


def test_wrong_answers_are_named_by_their_place_and_make_nothing(acme, template):
    answer = Frame(acme.live_key, template).submit({"net": "much"})

    faults = error(answer)["issues"]["fieldErrors"]
    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_input_data")
    assert set(faults) == {"customer.name", "net"}
    assert not Render.objects.exists()


def test_a_repeated_key_makes_one_document(acme, template):
    frame = Frame(acme.live_key, template)

    first = frame.submit(GOOD, Idempotency_Key="k1")
    again = frame.submit(GOOD, Idempotency_Key="k1")
    other = frame.submit({**GOOD, "net": 5}, Idempotency_Key="k1")

    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    assert again.json()["id"] == first.json()["id"]
    assert (other.status_code, Render.objects.count()) == (422, 1)


def test_another_session_of_the_same_tenant_does_not_see_the_document(acme, template):
    render = Frame(acme.live_key, template).submit(GOOD).json()["id"]

    answer = Frame(acme.live_key, template).caller.get(f"/v1/embed/renders/{render}")

    assert answer.status_code == 404


def test_the_partner_lists_documents_with_where_they_come_from(acme, template):
    frame = Frame(acme.live_key, template)
    body = {"data": GOOD, "datasetSelection": {"bookings": "b7"}}
    frame.caller.post(f"/v1/embed/form-submit/{frame.id}", body)

    listed = Caller(acme.live_key).get("/v1/embed/renders?limit=1").json()

    assert (len(listed["renders"]), listed["hasMore"]) == (1, False)
    assert listed["renders"][0]["datasetSelection"] == {"bookings": "b7"}
    assert (listed["renders"][0]["tenantExternalId"], listed["renders"][0]["sessionId"]) == ("org_42", frame.id)


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"permissions": {"submitForm": False}}, "permission_denied", 403),
        ({"scope": {"mode": "create"}}, "wrong_mode", 403),
    ],
)
def test_a_session_that_may_not_submit_is_refused(acme, template, changes, code, status):
    frame = Frame(acme.live_key, template, **changes)

    answer = frame.submit(GOOD)

    assert (answer.status_code, error(answer)["code"]) == (status, code)


def test_the_path_must_name_the_token_s_session(acme, template):
    other = Frame(acme.live_key, template)

    answer = Frame(acme.live_key, template).caller.post(f"/v1/embed/form-submit/{other.id}", {"data": GOOD})

    assert (answer.status_code, error(answer)["code"]) == (404, "session_not_found")


def test_a_foreign_page_is_refused(acme, template):
    answer = Frame(acme.live_key, template).submit(GOOD, Origin="https://evil.example")

    assert (answer.status_code, error(answer)["code"]) == (400, "bad_request")


def test_a_template_without_a_version_cannot_be_filled_in(acme):
    enabled(acme.project)
    template = make_template(acme.project)
    frame = Frame(acme.live_key, template)
    template.current_version = None
    template.save()

    answer = frame.submit(GOOD)

    assert (answer.status_code, error(answer)["code"]) == (409, "no_published_version")


def test_collecting_keeps_the_answers_in_the_sealed_event_alone(acme, template):
    endpoint = make_endpoint(acme.project, events=["form.submitted"])
    frame = Frame(acme.live_key, template, form={"captureMode": "collect"})

    answer = frame.submit({**GOOD, "customer.city": CANARY})

    event = Event.objects.get(type="form.submitted")
    payload = json.loads(event.payload() or b"")
    assert (answer.status_code, answer.json()["id"], answer.json()["status"]) == (202, None, "collected")
    assert payload["data"] == {"customer": {"name": "Acme Corp", "city": CANARY}, "net": 100}
    assert (payload["sessionId"], payload["renderId"], payload["templateVersion"]) == (frame.id, None, 1)
    assert Delivery.objects.filter(endpoint=endpoint, event=event).count() == 1
    assert CANARY not in whole_database()
    assert not Render.objects.exists()


def test_a_repeated_collect_tells_once(acme, template):
    frame = Frame(acme.live_key, template, form={"captureMode": "collect"})

    answers = [frame.submit(GOOD, Idempotency_Key="k1").status_code for _ in range(2)]

    assert (answers, Event.objects.count(), FormSubmission.objects.count()) == ([202, 200], 1, 1)


def test_what_was_collected_renders_unchanged(acme, template):
    Frame(acme.live_key, template, form={"captureMode": "collect"}).submit(GOOD)
    data = json.loads(Event.objects.get().payload() or b"")["data"]

    answer = Caller(acme.live_key).post(f"/v1/templates/{template.slug}/render", {"data": data})

    assert (answer.status_code, answer.json()["warnings"]) == (202, [])


def test_kept_answers_are_found_by_the_same_person_again_and_go_with_the_submit(acme, template):
    frame = Frame(acme.live_key, template)
    frame.caller.put("/v1/embed/form-draft", {"data": {"customer": {"name": CANARY}}})
    later = Frame(acme.live_key, template)
    stranger = Frame(acme.live_key, template, actor={"externalId": "someone-else"})

    found = later.state()["form"]["draft"]
    hidden = stranger.state()["form"]["draft"]
    is_clear = CANARY in whole_database()
    later.submit(GOOD)

    assert (found, hidden, is_clear) == ({"customer": {"name": CANARY}}, None, False)
    assert not FormDraft.objects.exists()


def test_worked_out_values_are_shown_once_the_answers_are_whole(acme, template):
    frame = Frame(acme.live_key, template)
    path = f"/v1/embed/form-submit/{frame.id}/check"

    half = frame.caller.post(path, {"data": {"net": 100}}).json()
    whole = frame.caller.post(path, {"data": GOOD}).json()

    assert half == {"computed": {}, "issues": {"customer.name": ["Required"]}}
    assert whole["computed"]["gross"].startswith("119")


def test_a_picture_becomes_an_address_that_documents_load_and_others_may_fetch(acme, template, client):
    frame = Frame(acme.live_key, template)
    path = f"/v1/embed/form-submit/{frame.id}/upload-image"

    url = frame.caller.send("POST", path, Form(file=png())).json()["url"]
    fetched = client.get("/" + url.split("/", 3)[3])

    assert asset_id_of(url) is not None
    assert (fetched.status_code, fetched["Content-Type"]) == (200, "image/png")
    assert client.get("/pictures/forged").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (Form(file=b"GIF89a no picture"), 415, "invalid_type"),
        (Form(other=b"x"), 400, "missing_file"),
        ({"file": "x"}, 400, "invalid_multipart"),
        (Form(file=b"\x89PNG" + b"x" * (10 * 1024 * 1024)), 413, "file_too_large"),
    ],
    ids=["no picture", "no file", "no form", "too large"],
)
def test_what_is_no_picture_is_refused(acme, template, body, status, code):
    frame = Frame(acme.live_key, template)

    answer = frame.caller.send("POST", f"/v1/embed/form-submit/{frame.id}/upload-image", body)

    assert (answer.status_code, error(answer)["code"]) == (status, code)


def test_a_form_opens_only_with_a_template(acme, template):
    answer = Caller(acme.live_key).post("/v1/embed/sessions", wish(scope={"mode": "fill"}))

    assert answer.status_code == 422


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (4, 4), "red").save(file, "PNG")
    return file.getvalue()


def whole_database() -> str:
    """Every value of every table, as text."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found.extend(
                bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                for row in cursor.fetchall()
                for value in row
            )
    return "\n".join(found)
