"""Which guides there are, in what order: read from docs/ once for each process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop
from markdown_it.token import Token

from craftkit.guides import markup

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (gettext_noop("Start"), ("quickstart",)),
    (gettext_noop("Design"), ("document", "expressions", "samples", "overlay", "assets")),
    (gettext_noop("Produce"), ("documents", "batches", "finishing", "warnings")),
    (gettext_noop("Hand over"), ("sharing", "signatures", "forms", "mail", "webhooks")),
    (gettext_noop("Embed"), ("embedding", "sdk", "embed", "theming")),
    (gettext_noop("Run it yourself"), ("members", "security", "retention", "settings", "self-hosting")),
)
REST = gettext_noop("More")
KEY = re.compile(r"ck_live_YOUR_KEY|\$(CRAFTKIT_)?KEY\b")
LINK = re.compile(r"\]\((?P<page>[a-z0-9-]+)\.md(?P<anchor>#[^)\s]*)?\)")


@dataclass(frozen=True)
class Guide:
    """One page of docs/."""

    slug: str
    group: str
    text: str
    tokens: tuple[Token, ...]
    title: str
    lead: str

    @property
    def url(self) -> str:
        """Where the product shows it."""
        return reverse("guide", args=[self.slug])

    @property
    def summary(self) -> str:
        """What the page is about, in a sentence."""
        return re.split(r"(?<=[.:])\s", self.lead, maxsplit=1)[0].rstrip(":")

    @property
    def asks_for_key(self) -> bool:
        """Whether its samples have a place for a key."""
        return any(token.type == "fence" and KEY.search(token.content) for token in self.tokens)

    @property
    def search_entries(self) -> Iterator[dict[str, str]]:
        """Its sections, for the index that the reader's browser searches."""
        for section in markup.sections(list(self.tokens)):
            if section.text or section.anchor:
                yield {
                    "page": self.title,
                    "title": section.title or self.title,
                    "url": f"{self.url}#{section.anchor}" if section.anchor else self.url,
                    "text": " ".join(section.text.split()),
                }


@cache
def guides() -> dict[str, Guide]:
    """All guides by slug, in reading order. A page that has only its title is not written yet and is left out."""
    folder = Path(settings.BASE_DIR, "docs")
    groups = {slug: group for group, slugs in GROUPS for slug in slugs}
    rest = sorted(path.stem for path in folder.glob("*.md") if path.stem not in groups)
    ordered = [*groups, *rest]
    found = {slug: read(slug, groups.get(slug, REST), folder) for slug in ordered if (folder / f"{slug}.md").is_file()}
    return {slug: guide for slug, guide in found.items() if guide.lead}


def read(slug: str, group: str, folder: Path) -> Guide:
    """One page from its file."""
    text = (folder / f"{slug}.md").read_text(encoding="utf-8")
    tokens = markup.parsed(text)
    return Guide(slug, group, text, tuple(tokens), markup.title_of(tokens), markup.lead_of(tokens))


def grouped() -> list[tuple[str, list[Guide]]]:
    """The guides under the names of their groups."""
    names = [name for name, _ in GROUPS] + [REST]
    rows = [(name, [guide for guide in guides().values() if guide.group == name]) for name in names]
    return [(name, members) for name, members in rows if members]


def neighbours(guide: Guide) -> tuple[Guide | None, Guide | None]:
    """The guides before and after this one."""
    row = list(guides().values())
    at = row.index(guide)
    return (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)


def address(target: str) -> str | None:
    """Where a link of a guide to another file leads; None for files that the product does not show."""
    path, hash_mark, anchor = target.partition("#")
    if path == "openapi.yaml":
        return reverse("reference")
    known = guides().get(path.removesuffix(".md")) if path.endswith(".md") and "/" not in path else None
    return f"{known.url}{hash_mark}{anchor}" if known else None


def twin(guide: Guide) -> str:
    """The page as Markdown for machines: samples with this install's address, links to other twins."""
    linked = LINK.sub(lambda link: f"]({twin_url(link['page'])}{link['anchor'] or ''})", guide.text)
    return at_base(linked.replace("](openapi.yaml)", f"]({settings.BASE_URL}{reverse('openapi')})"), settings.BASE_URL)


def at_base(code: str, base: str) -> str:
    """A sample for the install at this address."""
    return code.replace("http://localhost:8000", base).replace('"$CRAFTKIT_URL/', f'"{base}/')


def twin_url(slug: str) -> str:
    """Where the Markdown of a page is."""
    return f"{settings.BASE_URL}{reverse('guide-twin', args=[slug])}"


@cache
def search_index() -> list[dict[str, Any]]:
    """The sections of all pages."""
    return [entry for guide in guides().values() for entry in guide.search_entries]


@cache
def llms() -> str:
    """What /llms.txt says: the pages with a line each, as Markdown (llmstxt.org)."""
    lines = [
        "# Craftkit",
        "",
        "> Craftkit turns data into documents: templates with typed variables, a JSON API that answers with PDFs,"
        " and links, forms and signatures around them. It runs on one's own machines.",
        "",
        "The API takes `Authorization: Bearer <key>`; bodies and answers are JSON. Each guide below is Markdown.",
    ]
    for name, members in grouped():
        lines += ["", f"## {name}", ""]
        lines += [f"- [{guide.title}]({twin_url(guide.slug)}): {guide.summary}" for guide in members]
    lines += ["", "## API", "", f"- [OpenAPI 3.1]({settings.BASE_URL}{reverse('openapi')}): every endpoint and field"]
    return "\n".join(lines) + "\n"
