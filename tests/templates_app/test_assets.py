"""Assets kept, found, shared and forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from craftkit.lib.storage import FileStore, ObjectMissing
from templates_app import actions, uploads
from templates_app.assets import AssetNotFound, find_asset, load_asset, missing_assets, users_of
from templates_app.models import Asset, TemplateVersion
from tests.conftest import Party
from tests.factories import make_template, make_version
from tests.templates_app.uploads import font, pdf, png


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty store."""
    return FileStore(tmp_path)


def keep(party: Party, store: FileStore, data: bytes, **fields: str) -> Asset:
    """An asset of the party with these bytes."""
    return uploads.store_asset(project=party.project, data=data, store=store, **fields)[0]


def content_with(asset: Asset) -> dict:
    """A document that shows the asset."""
    image = {"type": "image", "attrs": {"asset": str(asset.pk), "alt": "Logo"}}
    return {"schema": 1, "body": {"type": "doc", "content": [image]}}


def published(party: Party, asset: Asset) -> TemplateVersion:
    """A version of a new template that shows the asset."""
    design = actions.design(name="Letter", manifest={"variables": [], "loops": []}, layout=content_with(asset))
    return actions.create_template(project=party.project, design=design)


def test_what_is_kept_can_be_loaded(acme: Party, store: FileStore) -> None:
    data = pdf(3)

    asset = keep(acme, store, data, filename="terms.v2.pdf")

    loaded = load_asset(acme.project.pk, str(asset.pk), store=store, kind="pdf")
    assert (loaded.data, loaded.asset.name, loaded.asset.media_type) == (data, "terms.v2", "application/pdf")
    assert loaded.asset.meta["pages"] == 3


def test_a_stranger_finds_no_asset(acme: Party, globex: Party, store: FileStore) -> None:
    asset = keep(acme, store, png())

    with pytest.raises(AssetNotFound):
        find_asset(globex.project.pk, asset.pk)
    assert missing_assets(globex.project, [str(asset.pk)]) == [str(asset.pk)]


def test_an_asset_of_another_kind_is_not_found(acme: Party, store: FileStore) -> None:
    asset = keep(acme, store, png())

    with pytest.raises(AssetNotFound, match="image"):
        find_asset(acme.project.pk, asset.pk, kind="pdf")
    assert missing_assets(acme.project, [str(asset.pk), "rubbish"], kind="image") == ["rubbish"]


def test_the_same_bytes_are_one_asset_for_each_project(acme: Party, globex: Party, store: FileStore) -> None:
    first, second, other = (keep(party, store, png()) for party in (acme, acme, globex))

    assert first == second
    assert first != other
    assert Asset.objects.for_project(acme.project).bytes_used() == first.size_bytes


def test_a_used_asset_is_not_deleted(acme: Party, store: FileStore) -> None:
    asset = keep(acme, store, png())
    published(acme, asset)

    with pytest.raises(uploads.AssetInUse, match="letter"):
        uploads.delete_asset(asset=asset, store=store)


def test_deleting_forgets_the_bytes(acme: Party, store: FileStore) -> None:
    asset = keep(acme, store, png())
    key = asset.key

    uploads.delete_asset(asset=asset, store=store)

    with pytest.raises(ObjectMissing):
        store.get(key)
    with pytest.raises(AssetNotFound):
        find_asset(acme.project.pk, asset.pk)


def test_deleting_keeps_bytes_that_another_asset_has(acme: Party, store: FileStore) -> None:
    data = pdf()
    attached, base = keep(acme, store, data, kind="file"), keep(acme, store, data)
    Asset.objects.filter(pk=attached.pk).update(key=base.key)
    attached.refresh_from_db()

    uploads.delete_asset(asset=attached, store=store)

    assert store.get(base.key) == data


def test_old_versions_keep_the_bytes_of_a_deleted_asset(acme: Party, store: FileStore) -> None:
    asset = keep(acme, store, png())
    make_version(published(acme, asset).template)

    uploads.delete_asset(asset=asset, store=store)

    assert load_asset(acme.project.pk, asset.pk, store=store).data
    assert missing_assets(acme.project, [str(asset.pk)]) == [str(asset.pk)]
    assert keep(acme, store, png()) != asset


def test_a_version_notes_the_fonts_that_it_sets_in(acme: Party, store: FileStore) -> None:
    used, other = keep(acme, store, font("Acme Sans")), keep(acme, store, font("Other Sans"))
    layout = {"schema": 1, "kind": "html", "html": "<p>Hi</p>", "css": "p { font: 12pt/1.2 'acme sans', serif }"}
    design = actions.design(name="Page", manifest={"variables": [], "loops": []}, layout=layout)

    version = actions.create_template(project=acme.project, design=design)

    assert list(version.assets.all()) == [used]
    assert users_of([used, other]) == {used.pk: [version.template.slug]}


def test_a_deleted_template_uses_nothing(acme: Party, store: FileStore) -> None:
    asset = keep(acme, store, png())
    actions.delete_template(template=published(acme, asset).template)

    uploads.delete_asset(asset=asset, store=store)

    assert asset.deleted_at
    make_template(acme.project)
