"""The pages about inbound hooks: samples that run, switches, rotation, the step that maps fields, the calls."""

from __future__ import annotations

import ast
import hashlib
import hmac
import json
import subprocess

import pytest

from renders.hook_samples import hook_samples
from renders.models import HookCall
from templates_app.models import Template
from tests.factories import SAMPLE, make_template
from tests.renders.test_hooks import call
from tests.renders.test_mapping import EVENT, PATHS

AWKWARD = {**SAMPLE, "note": """O'Neil & "Sons"\\n $HOME `id` ''' } {0} %s"""}


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def path(acme, *parts: object) -> str:
    return "/".join(map(str, ("/projects", acme.project.pk, "templates/invoice/hook", *parts)))


def test_address_and_secret_appear_on_demand_with_samples(acme, template):
    hidden = acme.client.get(path(acme)).content.decode()
    shown = acme.client.get(path(acme) + "?reveal").content.decode()

    for text in (template.inbound_token, template.inbound_secret):
        assert text not in hidden
        assert shown.count(text) >= 4, "in its field and in each sample"


def samples(data: dict) -> dict[str, str]:
    found = hook_samples(address="http://127.0.0.1:9/v1/hooks/hk_x", secret="hks_x", data=data)
    return {sample.title: sample.code for sample in found}


@pytest.mark.parametrize("data", [SAMPLE, AWKWARD])
def test_the_shell_sample_signs_what_it_sends(data):
    code = samples(data)["curl"].partition("curl -X")[0] + 'printf "%s\\n%s" "$SIG" "$BODY"\n'

    done = subprocess.run(["bash", "-euc", code], capture_output=True, timeout=300, check=True)

    signature, _, body = done.stdout.partition(b"\n")
    assert json.loads(body) == data
    assert signature.decode() == hmac.new(b"hks_x", body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("data", [SAMPLE, AWKWARD])
def test_the_other_samples_are_programs_with_the_data(data):
    code = samples(data)

    texts = [str(node.value) for node in ast.walk(ast.parse(code["Python"])) if isinstance(node, ast.Constant)]
    assert json.loads(max(texts, key=len)) == data
    body = code["Node.js"].partition("JSON.stringify(")[2]
    assert json.JSONDecoder().raw_decode(body)[0] == data


def test_switches_are_set_together(acme, template):
    acme.client.post(path(acme, "switch"), {"signed": "on"})

    template.refresh_from_db()
    assert (template.is_signature_required, template.is_hook_logged) == (True, False)


@pytest.mark.parametrize("what", ["address", "secret"])
def test_rotation_makes_a_new_one(acme, template, what):
    before = (template.inbound_token, template.inbound_secret)

    acme.client.post(path(acme, "rotate", what))

    template = Template.objects.get()
    changed = [old != new for old, new in zip(before, (template.inbound_token, template.inbound_secret), strict=True)]
    assert changed == [what == "address", what == "secret"]


def test_the_overlap_is_said_while_it_lasts(acme, template):
    acme.client.post(path(acme, "rotate", "secret"))
    assert "The old secret is accepted until" in acme.client.get(path(acme)).content.decode()

    Template.objects.update(old_inbound_secret_until=template.created_at)
    assert "The old secret is accepted until" not in acme.client.get(path(acme)).content.decode()


def test_nothing_else_can_be_rotated(acme, template):
    assert acme.client.post(path(acme, "rotate", "everything")).status_code == 404


def test_calls_are_listed_and_shown(acme, template):
    call(template)
    call(template, "{")
    taken = HookCall.objects.get(status=202)

    part = acme.client.get(path(acme), headers={"HX-Request": "true"}).content.decode()
    page = acme.client.get(path(acme, "calls", taken.pk)).content.decode()

    assert part.count('id="call-') == 2
    assert "400 invalid_json" in part
    assert "Acme Corp" in page
    assert "Open the document" in page


def posted(paths: dict[str, str], **more: str) -> dict[str, str]:
    return {**{f"path:{key}": path for key, path in paths.items()}, **more}


def test_the_latest_call_is_offered_as_a_sample(acme, template):
    call(template, json.dumps(EVENT))

    page = acme.client.get(path(acme, "mapping")).content.decode()

    assert '<option value="data.object.customer_name">Acme Corp</option>' in page
    assert '<option value="data.object.lines.data">2 items</option>' in page
    assert '<option value="price.amount">' in page


def test_a_mapping_is_tried_before_it_is_saved(acme, template):
    page = acme.client.post(path(acme, "mapping"), posted(PATHS, sample=json.dumps(EVENT))).content.decode()

    assert "What comes of the sample" in page
    assert "&quot;name&quot;: &quot;Travel&quot;" in page
    assert Template.objects.get().hook_mapping == {}


def test_a_mapping_is_saved_without_what_is_empty(acme, template):
    paths = {"customer.name": "data.object.customer_name", "total": " "}

    answer = acme.client.post(path(acme, "mapping"), posted(paths, save="yes"))

    assert answer.status_code == 302
    assert Template.objects.get().hook_mapping == {"customer.name": "data.object.customer_name"}


def test_a_faulty_path_is_named_and_nothing_saved(acme, template):
    page = acme.client.post(path(acme, "mapping"), posted({"customer.name": "a..b"}, save="yes", sample="{"))

    assert page.status_code == 422
    assert "Write it like data.object.amount." in page.content.decode()
    assert "This is not JSON." in page.content.decode()
    assert Template.objects.get().hook_mapping == {}


@pytest.mark.parametrize("query", ["?call=rubbish", "?call=0193c2c3-1111-7aaa-8bbb-000000000001", "?call="])
def test_an_odd_choice_of_a_call_is_no_fault(acme, template, query):
    assert acme.client.get(path(acme, "mapping") + query).status_code == 200
