"""What samples are filled with: the install's address, and for members their project, their template, and which key."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, When

from craftkit.accounts.models import ApiKey, Project, User
from craftkit.guides.contents import at_base
from templates_app.models import Template
from templates_app.snippets import KEY, snippets

FIRST_RENDER = "first-render"
PROJECT = "YOUR_PROJECT"
OF_INVOICE = re.compile(r"(/v1/templates/)invoice\b")
SENDS_DATA = re.compile(r"\s-(d|F|-data)\b|\bdata\b")


@dataclass(frozen=True)
class Reader:
    """Who reads a guide, as far as samples are concerned. Never a key in clear: `key` is what a list of keys shows."""

    base: str
    project_id: uuid.UUID | None = None
    project_name: str = ""
    project_slug: str = ""
    key: str = ""
    slug: str = ""
    first_render: tuple[tuple[str, str], ...] = ()

    def fill(self, code: str, hint: str, language: str) -> str:
        """A sample with what is the reader's own; data in a sample fits only the template it was written for."""
        own = dict(self.first_render).get(language) if hint == FIRST_RENDER else None
        code = own or at_base(code, self.base)
        if self.slug and not own and not SENDS_DATA.search(code):
            code = OF_INVOICE.sub(rf"\g<1>{self.slug}", code)
        return code.replace(KEY, self.key or KEY).replace(PROJECT, self.project_slug or PROJECT)


def reader_of(user: User | AnonymousUser | Any) -> Reader:
    """The reader, with the newest project; a few small queries, and none for passers-by."""
    if not isinstance(user, User):
        return Reader(settings.BASE_URL)
    project = Project.objects.for_user(user).order_by("-pk").first()
    if project is None:
        return Reader(settings.BASE_URL)
    key = ApiKey.objects.active().filter(project=project, kind__in=("test", "live")).order_by("-pk").first()
    slug, calls = first_render_of(project)
    return Reader(settings.BASE_URL, project.pk, project.name, project.slug, str(key or ""), slug, calls)


def first_render_of(project: Project) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The invoice, else the template that changed last, and by language the call that renders its sample data."""
    published = Template.objects.for_project(project).exclude(current_version=None)
    rows = published.select_related("current_version").defer("current_version__content")
    is_invoice = Case(When(slug="invoice", then=0), default=1)
    template = rows.order_by(is_invoice, "-updated_at", "-pk").first()
    if template is None or template.current_version is None:
        return "", ()
    data = template.current_version.sample_data
    calls = snippets(base=settings.BASE_URL, slug=template.slug, data=data)
    return template.slug, tuple((call.language, call.code) for call in calls)
