"""Drafts: saves are counted, nobody overwrites another, and publishing takes draft and version in one step."""

from __future__ import annotations

import pytest

from templates_app import drafts
from templates_app.document import InvalidDocument
from templates_app.drafts import DraftConflict
from templates_app.fields import parse_manifest
from templates_app.models import Template, TemplateDraft
from tests.factories import CONTENT, MANIFEST, SAMPLE, make_template, make_version

pytestmark = pytest.mark.django_db
OTHER = {"schema": 1, "body": {"type": "doc", "content": [{"type": "paragraph"}]}}


def start(project, name="Quote", content=CONTENT):
    return drafts.start_draft(project=project, name=name, content=content, sample=SAMPLE)


def publish(template, base_revision, content=CONTENT):
    return drafts.publish_draft(
        template=template,
        manifest=parse_manifest(MANIFEST),
        content=content,
        sample=SAMPLE,
        base_revision=base_revision,
    )


def test_a_new_draft_is_a_template_without_a_version(acme):
    draft = start(acme.project)

    assert draft.revision == 1
    assert (draft.template.slug, draft.template.is_published) == ("quote", False)


def test_a_taken_slug_gets_a_suffix(acme):
    first, second = start(acme.project), start(acme.project)

    assert first.template.slug == "quote"
    assert second.template.slug.startswith("quote-")


def test_each_save_counts_up(acme):
    draft = start(acme.project)

    saved = drafts.save_draft(template=draft.template, content=OTHER, sample={}, base_revision=1)

    assert saved.revision == 2
    assert drafts.opened(draft.template).content == OTHER


def test_a_save_on_an_old_revision_is_refused(acme):
    template = start(acme.project).template
    drafts.save_draft(template=template, content=OTHER, sample={}, base_revision=1)

    with pytest.raises(DraftConflict):
        drafts.save_draft(template=template, content=CONTENT, sample={}, base_revision=1)

    assert TemplateDraft.objects.get().content == OTHER


def test_the_same_save_again_answers_the_current_revision(acme):
    template = start(acme.project).template

    once = drafts.save_draft(template=template, content=OTHER, sample={"a": 1}, base_revision=1)
    again = drafts.save_draft(template=template, content=OTHER, sample={"a": 1}, base_revision=1)

    assert (once.revision, again.revision) == (2, 2)


def test_a_published_template_has_no_draft_until_it_is_saved(acme):
    template = make_template(acme.project)

    before = drafts.opened(template)
    saved = drafts.save_draft(template=template, content=OTHER, sample={}, base_revision=0)

    assert (before.revision, before.content, before.manifest) == (0, CONTENT, MANIFEST)
    assert saved.revision == 1


def test_a_template_that_was_never_saved_takes_no_other_base(acme):
    template = make_template(acme.project)

    with pytest.raises(DraftConflict):
        drafts.save_draft(template=template, content=OTHER, sample={}, base_revision=3)


def test_a_version_that_is_newer_than_the_draft_is_what_opens(acme):
    template = start(acme.project, content=OTHER).template
    make_version(template)

    found = drafts.opened(Template.objects.get(pk=template.pk))

    assert (found.content, found.revision) == (CONTENT, 1)


def test_publishing_saves_and_makes_the_next_version(acme):
    template = start(acme.project, content=OTHER).template

    released = publish(template, 1)

    assert (released.version.number, released.draft.revision, released.is_repeat) == (1, 2, False)
    assert Template.objects.get().current_version == released.version


def test_publishing_twice_because_the_answer_was_lost_makes_one_version(acme):
    template = start(acme.project, content=OTHER).template

    first, second = publish(template, 1), publish(template, 1)

    assert second.is_repeat
    assert second.version == first.version


def test_what_is_not_finished_can_be_saved_but_not_published(acme):
    template = start(acme.project).template
    broken = {"schema": 1, "body": {"type": "doc", "content": [{"type": "nonsense"}]}}
    drafts.save_draft(template=template, content=broken, sample={}, base_revision=1)

    with pytest.raises(InvalidDocument):
        publish(template, 2, content={**broken, "x": 1})

    assert TemplateDraft.objects.get().revision == 2


@pytest.mark.parametrize("protection", [5, {"userPassword": {"sealed": 5}}, {"userPassword": "open sesame"}])
def test_passwords_of_drafts_are_sealed_whatever_else_stands_there(acme, protection):
    draft = start(acme.project, content={**OTHER, "finishing": {"protection": protection}})

    assert "open sesame" not in str(draft.content)


def test_a_version_of_the_past_becomes_the_newest_and_what_opens(acme):
    template = start(acme.project, content=CONTENT).template
    first = publish(template, 1).version
    drafts.save_draft(template=template, content=OTHER, sample={}, base_revision=2)

    restored = drafts.restore(version=first)

    opened = drafts.opened(restored.template)
    assert restored.number == 2
    assert (opened.content, opened.revision) == (CONTENT, 4)


def test_another_name_keeps_the_slug(acme):
    template = start(acme.project).template

    drafts.rename(template=template, name="Offer")

    kept = Template.objects.get()
    assert (kept.name, kept.slug) == ("Offer", "quote")
