"""Which templates a list shows: the query of the page, read leniently, and a page of what it selects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from craftkit.accounts.models import Project
from templates_app.keeping import plain_tag
from templates_app.models import Template, TemplateQuerySet, TemplateTag

PAGE_ROWS = 24
SHOWN_TAGS = 200
MOST_PAGES = 10_000
TYPES = {
    "": _("Any type"),
    Template.Type.DOCUMENT.value: _("Document"),
    Template.Type.PDF_OVERLAY.value: _("Fields on a PDF"),
    Template.Type.HTML.value: _("HTML and CSS"),
}
SORTS = {"": _("Recently changed"), "name": _("Name"), "uses": _("Most used")}
ORDERS = {"": ("-updated_at", "-pk"), "name": ("name", "slug", "pk"), "uses": ("-uses", "-updated_at", "-pk")}


@dataclass(frozen=True)
class Cards:
    """One page of templates, and where it stands among all that were selected."""

    rows: list[Template]
    number: int
    total: int

    @property
    def first(self) -> int:
        """The place of the first one, from 1."""
        return (self.number - 1) * PAGE_ROWS + 1

    @property
    def last(self) -> int:
        """The place of the last one."""
        return self.first + len(self.rows) - 1

    @property
    def before(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The number of the page after, if there is one."""
        return self.number + 1 if self.last < self.total else None


@dataclass(frozen=True)
class Selection:
    """What the reader chose: words, a type, a tag, an order, the archive instead of the rest, and a page."""

    words: str = ""
    type: str = ""
    tag: str = ""
    sort: str = ""
    is_archive: bool = False
    is_published: bool = False
    number: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str], *, is_published: bool = False) -> Selection:
        """From the query of an address; what makes no sense there is left out."""
        kind, sort, number = query.get("type", ""), query.get("sort", ""), query.get("page", "")
        is_number = number.isascii() and number.isdigit() and len(number) < len(str(MOST_PAGES))
        return cls(
            words=" ".join(query.get("q", "").replace("\0", "").split())[:100],
            type=kind if kind in TYPES else "",
            tag=plain_tag(query.get("tag", "")),
            sort=sort if sort in SORTS else "",
            is_archive=query.get("archived") == "1" and not is_published,
            is_published=is_published,
            number=max(int(number), 1) if is_number else 1,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether less than all templates that are not archived are asked for."""
        return bool(self.words or self.type or self.tag or self.is_archive)

    def page(self, project: Project) -> Cards:
        """The templates of the page; those of the last one for a page beyond it."""
        rows = self._rows(project)
        total = rows.count()
        number = min(self.number, max((total + PAGE_ROWS - 1) // PAGE_ROWS, 1))
        shown = rows.order_by(*ORDERS[self.sort]).without_contents().prefetch_related("tags")
        return Cards(list(shown[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]), number, total)

    def _rows(self, project: Project) -> TemplateQuerySet:
        rows = Template.objects.for_project(project).filter(archived_at__isnull=not self.is_archive)
        if self.is_published:
            rows = rows.exclude(current_version=None)
        if self.type:
            rows = rows.filter(template_type=self.type)
        if self.tag:
            rows = rows.filter(tags__name=self.tag)
        for word in self.words.split():
            found = Q(name__icontains=word) | Q(slug__icontains=word) | Q(description__icontains=word)
            rows = rows.filter(found)
        return rows


def tags_of(project: Project) -> list[str]:
    """The tags that templates of the project have, by name."""
    rows = TemplateTag.objects.filter(project=project, template__deleted_at=None).order_by("name")
    return list(rows.values_list("name", flat=True).distinct()[:SHOWN_TAGS])
