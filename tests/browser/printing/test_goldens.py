"""Golden prints: what `manage.py golden` keeps, finds and shows, with a real browser."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from craftkit.lib import outbound
from craftkit.lib.storage import from_settings
from renders.chromium import Lane
from renders.comparing import compare
from renders.goldens import what_changed
from renders.management.commands import golden
from renders.specimens import Press, print_specimen
from templates_app import bundles, importing
from templates_app.models import TemplateVersion
from tests.factories import MANIFEST, SAMPLE, make_asset, make_template, make_version
from tests.templates_app.documents import chip, document, line, text
from tests.templates_app.uploads import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def run(browser_path, monkeypatch, tmp_path):
    """The command with the browser under test, and what it wrote."""
    monkeypatch.setattr(golden, "lane_from_settings", lambda: Lane(executable=browser_path))

    def call(**options):
        said = StringIO()
        call_command("golden", stdout=said, out=tmp_path, **options)
        return said.getvalue()

    return call


def redraw(content) -> None:
    """What an engine upgrade may do: the same version comes out otherwise."""
    TemplateVersion.objects.update(content=content)


def test_the_first_run_keeps_the_second_agrees_and_a_change_is_shown(acme, run, tmp_path):
    make_template(acme.project)
    redraw(document(line(text("Total "), chip("total"))))

    assert "[1/1] acme/invoice v1: stored" in run()
    assert "[1/1] acme/invoice v1: same" in run()
    redraw(document(line(text("Sum "), chip("total"))))
    with pytest.raises(CommandError, match="--accept"):
        run()

    assert (tmp_path / "acme" / "invoice-v1-page-1.png").read_bytes().startswith(b"\x89PNG")
    assert "+1: Sum €1,240.50" in (tmp_path / "acme" / "invoice-v1.diff").read_text()
    assert "different" in run(accept=True)
    assert "1 same" in run()


def test_only_what_is_named_is_checked_and_what_cannot_be_made_fails(acme, globex, run):
    make_template(acme.project)
    make_version(make_template(globex.project, "broken"), sample_data={})

    assert "broken" not in run(project="acme")
    with pytest.raises(CommandError):
        run(template="broken")
    with pytest.raises(CommandError, match="No published template"):
        run(project="nobody")


def test_what_a_publish_changes_is_judged_with_the_new_data(acme, lane):
    template = make_template(acme.project)
    press = Press(lane, from_settings(), outbound.from_settings())
    old = make_version(template, content=document(line(text("To "), chip("customer.name"))))
    same = make_version(template, content=old.content, sample_data={"customer": {"name": "Another"}})
    other = make_version(template, content=document(line(text("For "), chip("customer.name"))))
    wider = {**MANIFEST, "variables": [*MANIFEST["variables"], {"key": "no", "dataType": "text", "required": True}]}
    stricter = make_version(template, manifest=wider, sample_data={**SAMPLE, "no": "7"})

    assert what_changed(old, same, press=press).is_same
    assert what_changed(old, other, press=press).text[3:] == ("-1: To North Wind Ltd", "+1: For North Wind Ltd")
    assert not what_changed(stricter, old, press=press).is_same


def test_a_template_from_another_project_prints_the_same(acme, globex, lane):
    logo = make_asset(acme.project, png())
    picture = {"type": "image", "attrs": {"asset": str(logo.pk), "alt": "Logo"}}
    made = make_template(acme.project, published=False)
    make_version(made, content=document(line(text("To "), chip("customer.name")), picture)).assets.set([logo])
    press = Press(lane, from_settings(), outbound.from_settings())

    copy = importing.take_over(project=globex.project, source=bundles.write(made, press.store), store=press.store)

    old, new = made.current_version, copy.current_version
    assert old
    assert new
    before, after = print_specimen(old, press=press), print_specimen(new, press=press)
    assert before.warnings == after.warnings
    assert compare(before.pdf, after.pdf).is_same
