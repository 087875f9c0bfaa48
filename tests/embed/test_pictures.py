"""Files in sessions: uploads that count and belong to a tenant, and logos that we fetch ourselves."""

from __future__ import annotations

import pytest

from craftkit.lib.outbound import Answer, OutboundFailed
from craftkit.lib.storage import FileStore
from embed.actions.pictures import fetch_logo
from embed.models import EmbedSession, Logo
from templates_app.models import Asset
from tests.api.calls import Caller, Form, error
from tests.embed.hosts import enabled, iframe
from tests.factories import make_asset, make_template

pytestmark = pytest.mark.django_db
UPLOADS = "/v1/embed/uploads"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="#0a7"/></svg>'
OTHER_TENANT = {"externalId": "org_43", "displayName": "Globex"}


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


def test_an_upload_becomes_an_asset_and_comes_back_with_the_token(partner):
    caller = iframe(partner.live_key)

    made = caller.post(UPLOADS, Form(file=SVG))

    body = made.json()
    assert made.status_code == 201
    assert (body["kind"], body["width"], body["height"]) == ("image", 20, 10)
    assert caller.get(body["url"])["Content-Type"] == "image/svg+xml"
    assert EmbedSession.objects.get().uploads_bytes == len(SVG)


def test_what_is_used_up_is_429_and_keeps_nothing(partner):
    caller = iframe(partner.live_key, limits={"maxUploadsBytes": len(SVG) + 10})

    first, second = (caller.post(UPLOADS, Form(file=data)) for data in (SVG, SVG.replace(b"#0a7", b"#07a")))

    assert first.status_code == 201
    assert (second.status_code, error(second)["code"]) == (429, "rate_limited")
    assert Asset.objects.count() == 1


def test_a_bad_file_costs_nothing(partner):
    caller = iframe(partner.live_key)

    answer = caller.post(UPLOADS, Form(file=b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script'))

    assert answer.status_code == 400
    assert EmbedSession.objects.get().uploads_bytes == 0


def test_only_who_may_change_something_uploads(partner):
    template = make_template(partner.project)
    scope = {"mode": "view", "templateId": str(template.pk)}

    for changes in ({"permissions": {}}, {"scope": scope}):  # type: ignore[var-annotated]
        answer = iframe(partner.live_key, **changes).post(UPLOADS, Form(file=SVG))
        assert (answer.status_code, error(answer)["code"]) == (403, "permission_denied")


def test_another_tenants_upload_does_not_exist_until_it_is_uploaded_there_too(partner):
    ours, theirs = iframe(partner.live_key), iframe(partner.live_key, tenant=OTHER_TENANT)
    url = ours.post(UPLOADS, Form(file=SVG)).json()["url"]

    before = theirs.get(url)
    theirs.post(UPLOADS, Form(file=SVG))

    assert (before.status_code, error(before)["code"]) == (404, "asset_not_found")
    assert theirs.get(url).status_code == 200


def test_the_projects_own_assets_are_for_every_tenant_and_strangers_for_none(partner, globex):
    caller = iframe(partner.live_key)

    assert caller.get(f"/v1/embed/assets/{make_asset(partner.project, SVG).pk}").status_code == 200
    assert caller.get(f"/v1/embed/assets/{make_asset(globex.project, SVG).pk}").status_code == 404
    assert caller.get("/v1/embed/assets/nonsense").status_code == 404


class Web:
    """A web with one answer, that counts who asks."""

    def __init__(self, answer):
        self.answer, self.asked = answer, 0

    def get(self, url, **_):
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def page(status=200, body=SVG):
    return Answer(status, {}, body, "https://saas.acme.example/logo.svg", "93.184.216.34", 5, False)


def test_a_logo_is_fetched_once_and_kept_harmless(partner, tmp_path):
    logo = Logo.objects.create(project=partner.project, url="https://saas.acme.example/logo.svg")
    web, store = Web(page()), FileStore(tmp_path)

    fetched = [fetch_logo(logo=Logo.objects.get(), outbound=web, store=store) for _ in range(2)][-1]  # type: ignore[arg-type]

    assert (web.asked, fetched.media_type, fetched.pk) == (1, "image/svg+xml", logo.pk)
    assert b"<rect" in store.get(fetched.key)


@pytest.mark.parametrize("answer", [page(404), page(body=b"<html>"), OutboundFailed("timeout")])
def test_a_logo_that_fails_is_not_asked_for_again_at_once(partner, tmp_path, answer):
    Logo.objects.create(project=partner.project, url="https://saas.acme.example/logo.svg")
    web = Web(answer)

    for _ in range(3):
        fetch_logo(logo=Logo.objects.get(), outbound=web, store=FileStore(tmp_path))  # type: ignore[arg-type]

    assert web.asked == 1
    assert Logo.objects.get().error


def test_without_a_token_nothing_is_taken(db):
    assert Caller().post(UPLOADS, Form(file=SVG)).status_code == 401
