"""Templates as files: what comes out goes into another project, and what is no template leaves nothing behind."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from craftkit.lib.storage import from_settings
from templates_app import bundles, importing, keeping
from templates_app.bundles import BadBundle
from templates_app.models import Asset, Template, TemplateDraft, TemplateVersion
from tests.factories import MANIFEST, SAMPLE, make_asset, make_template, make_version
from tests.templates_app.documents import document, line, text
from tests.templates_app.uploads import pdf, png


@pytest.fixture
def logo(acme) -> Asset:
    return make_asset(acme.project, png(), filename="logo.png")


@pytest.fixture
def template(acme, logo) -> Template:
    """A template that shows a picture and encloses a file; its sample data names the picture too."""
    terms = make_asset(acme.project, pdf(), filename="terms.pdf")
    content = {**document(line(text("Hello")), {"type": "image", "attrs": {"asset": str(logo.pk), "alt": ""}})}
    content["finishing"] = {"attachments": [{"asset": str(terms.pk), "name": "terms.pdf"}]}
    made = make_template(acme.project, published=False, locale="de-AT", description="What we send.")
    version = make_version(made, content=content, sample_data={**SAMPLE, "logo": str(logo.pk)})
    version.assets.set([logo, terms])
    keeping.add_tag(template=made, text="sales")
    return made


def exported(template: Template) -> io.BytesIO:
    return bundles.write(template, from_settings())


def imported(party, source: io.BytesIO) -> Template:
    return importing.take_over(project=party.project, source=source, store=from_settings())


def altered(source: io.BytesIO, *, without: str = "", extra: dict[str, bytes] | None = None, **told: Any) -> io.BytesIO:
    """The bundle with other words in its description, with fewer files or more."""
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == bundles.DESCRIPTION:
                data = json.dumps({**json.loads(data), **told}).encode()
            if not without or without not in name:
                new.writestr(name, (extra or {}).get(name, data))
    target.seek(0)
    return target


def plain(version: TemplateVersion) -> str:
    """A version with the names of its assets in the place of their ids."""
    told = json.dumps([version.manifest, version.content, version.sample_data], sort_keys=True)
    for asset in version.assets.all():
        told = told.replace(str(asset.pk), asset.name)
    return told


def test_a_template_comes_out_and_goes_into_another_project_with_all_it_prints(acme, globex, template):
    copy = imported(globex, exported(template))

    assert (copy.slug, copy.name, copy.locale) == ("invoice", "Invoice", "de-AT")
    assert [tag.name for tag in copy.tags.all()] == ["sales"]
    assert copy.current_version
    assert template.current_version
    assert plain(copy.current_version) == plain(template.current_version)
    old, new = (template.current_version.assets.order_by("name"), copy.current_version.assets.order_by("name"))
    assert {asset.project_id for asset in new} == {globex.project.pk}
    assert [from_settings().get(asset.key) for asset in new] == [from_settings().get(asset.key) for asset in old]


def test_into_its_own_project_it_comes_beside_the_original_and_shares_its_files(acme, template):
    copy = imported(acme, exported(template))

    assert copy.slug.startswith("invoice-")
    assert Asset.objects.count() == 2


def test_what_was_never_published_stays_a_draft(acme, globex):
    made = make_template(acme.project, "draft", published=False, description="Soon.")
    TemplateDraft.objects.create(template=made, content={"schema": 1, "unfinished": 1}, sample_data={"a": 1})

    copy = imported(globex, exported(made))

    assert (copy.current_version, copy.description) == (None, "Soon.")
    assert (copy.draft.content, copy.draft.sample_data) == ({"schema": 1, "unfinished": 1}, {"a": 1})


BAD = {
    "no ZIP": (lambda source: io.BytesIO(b"%PDF-1.7"), "cannot be read as a ZIP"),
    "another ZIP": (lambda source: altered(source, without="template.json"), "no template.json"),
    "a newer one": (lambda source: altered(source, format=2), "another version of Craftkit"),
    "a bad name": (lambda source: altered(source, name=""), "damaged: name"),
    "a bad slug": (lambda source: altered(source, slug="../x"), "damaged: slug"),
    "no JSON": (lambda source: altered(source, extra={"template.json": b"{"}), "template.json in it is damaged"),
    "a missing file": (lambda source: altered(source, without=".png"), "“logo” is not in it"),
    "a bad layout": (lambda source: altered(source, layout={"schema": 1}), "not a valid document"),
    "a bad manifest": (lambda source: altered(source, manifest={"variables": [{}]}), "anifest"),
    "another type": (lambda source: altered(source, templateType="html"), "layout is of kind document"),
}


@pytest.mark.parametrize(("spoil", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_says_why_and_leaves_nothing_behind(acme, globex, template, settings, spoil, words):
    with pytest.raises(BadBundle, match=words):
        imported(globex, spoil(exported(template)))

    assert not Template.objects.filter(project=globex.project).exists()
    assert not Asset.objects.filter(project=globex.project).exists()
    kept = Path(settings.STORAGE_URL) / str(globex.project.pk)
    assert [path for path in kept.rglob("*") if path.is_file()] == []


def test_a_file_that_is_not_what_it_says_is_refused(globex, template):
    source = exported(template)
    with zipfile.ZipFile(source) as bundle:
        name = next(name for name in bundle.namelist() if name.endswith(".png"))

    with pytest.raises(BadBundle, match="“logo” in it cannot be used"):
        imported(globex, altered(source, extra={name: b"<script>"}))


def test_a_bomb_is_refused_before_it_is_unpacked(globex):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(bundles.DESCRIPTION, b" " * (bundles.MOST_MEGABYTES * 1024 * 1024 + 1))
    target.seek(0)

    with pytest.raises(BadBundle, match="at most 200 files of 96 MB"):
        imported(globex, target)


def test_the_pages_send_the_file_and_take_it(acme, globex, template):
    answer = acme.client.get(f"/projects/{acme.project.pk}/templates/invoice/export.zip")
    file = SimpleUploadedFile("invoice.zip", answer.getvalue(), content_type="application/zip")

    page = globex.client.post(f"/projects/{globex.project.pk}/import-template", {"file": file}, follow=True)

    assert 'filename="invoice.craftkit.zip"' in answer["Content-Disposition"]
    assert "is a template of this project now." in page.content.decode()
    bad = SimpleUploadedFile("x.zip", b"rubbish")
    refused = globex.client.post(f"/projects/{globex.project.pk}/import-template", {"file": bad})
    assert refused.status_code == 422
    assert "cannot be read as a ZIP file" in refused.content.decode()


def test_ids_are_renamed_wherever_they_stand(acme, globex):
    made = make_template(acme.project, published=False)
    logo = make_asset(acme.project, png())
    make_version(made, manifest=MANIFEST, sample_data={**SAMPLE, "photo": f"asset:{str(logo.pk).upper()}"})

    copy = imported(globex, exported(made))

    assert copy.current_version
    new = Asset.objects.get(project=globex.project)
    assert copy.current_version.sample_data["photo"] == f"asset:{new.pk}"
