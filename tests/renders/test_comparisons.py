"""What changed between two versions, over the API and as a page."""

from __future__ import annotations

import pytest

from craftkit.lib.storage import from_settings
from renders.models import VersionComparison
from tests.api.calls import Caller, error
from tests.factories import make_template, make_version

PAGES = "/v1/templates/invoice/versions/1/diff/2/pages"
RESULT = {
    "same": False,
    "oldPages": 1,
    "newPages": 1,
    "comparedPages": 1,
    "pages": [{"number": 1, "share": 0.01, "regions": [[10, 20, 30, 40]], "key": "change.png"}],
    "text": ["--- old", "+++ new", "@@ -1 +1 @@", "-1: To <b>you</b>", "+1: For you"],
    "textTruncated": False,
}


@pytest.fixture
def template(acme):
    template = make_template(acme.project)
    make_version(template)
    return template


@pytest.fixture
def caller(acme):
    return Caller(acme.live_key)


def settled(template, **fields) -> VersionComparison:
    """The comparison of versions 1 and 2 as a worker left it."""
    old, new = template.versions.order_by("number")
    from_settings().put("change.png", b"\x89PNG", content_type="image/png")
    return VersionComparison.objects.create(old=old, new=new, **{"status": "ready", "result": RESULT, **fields})


def page_of(template) -> str:
    return f"/projects/{template.project_id}/templates/invoice/compare"


def test_a_comparison_is_pending_until_a_worker_made_it(template, caller):
    first, second = caller.get(PAGES), caller.get(PAGES)

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == {"from": 1, "to": 2, "status": "pending"}
    assert first["Retry-After"] == "1"
    assert VersionComparison.objects.count() == 1


def test_a_comparison_leads_to_its_pictures(template, caller):
    settled(template)

    answer = caller.get(PAGES).json()
    [page] = answer["pages"]
    picture = caller.get(page["pictureUrl"][page["pictureUrl"].index("/v1/") :])

    assert (answer["status"], answer["text"]) == ("ready", RESULT["text"])
    assert page["pictureUrl"].endswith(f"{PAGES}/1.png")
    assert "key" not in page
    assert (picture["Content-Type"], picture.content) == ("image/png", b"\x89PNG")
    assert error(caller.get(f"{PAGES}/2.png"))["code"] == "page_not_found"


def test_a_comparison_that_failed_says_why(template, caller):
    settled(template, status="failed", error="customer.name is required.")

    answer = caller.get(PAGES)

    assert answer.status_code == 409
    assert error(answer)["code"] == "comparison_failed"
    assert error(answer)["message"] == "customer.name is required."


def test_a_picture_that_the_store_lost_is_not_found(template, caller):
    settled(template, result={**RESULT, "pages": [{**RESULT["pages"][0], "key": "lost.png"}]})  # type: ignore[index]

    assert error(caller.get(f"{PAGES}/1.png"))["code"] == "page_not_found"


def test_the_page_asks_by_itself_until_the_pictures_are_there(acme, template):
    waiting = acme.client.get(page_of(template)).content.decode()
    VersionComparison.objects.all().delete()
    row = settled(template)
    shown = acme.client.get(page_of(template)).content.decode()

    assert "hx-trigger" in waiting
    assert "hx-trigger" not in shown
    assert f"compare/{row.pk}/1.png" in shown
    assert "-1: To &lt;b&gt;you&lt;/b&gt;" in shown
    assert acme.client.get(f"{page_of(template)}/{row.pk}/1.png").content == b"\x89PNG"


@pytest.mark.parametrize("query", ["?from=9", "?to=x", "?from=-1", "?to=99999999999999"])
def test_versions_that_are_not_there_are_not_found(acme, template, query):
    assert acme.client.get(page_of(template) + query).status_code == 404


def test_a_picture_is_not_found_under_another_template(acme, template):
    row = settled(template)
    make_template(acme.project, "other")

    assert acme.client.get(f"/projects/{acme.project.pk}/templates/other/compare/{row.pk}/1.png").status_code == 404


def test_the_page_tells_what_breaks(acme, template):
    wider = {"variables": [{"key": "no", "label": "No", "dataType": "text", "required": True}], "loops": []}
    make_version(template, manifest=wider, sample_data={"no": "7"})

    page = acme.client.get(f"{page_of(template)}?from=2&to=3").content.decode()

    assert "no is new and required." in page
    assert "1 breaking" in page
