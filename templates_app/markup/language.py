"""The template language of `html` sources: values, each, if and else, and nothing else.

{{key}}  {{key currency:EUR}}  {{#each items}} … {{/each}}  {{#if key}} … {{else}} … {{/if}}
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.fields.faults import printable
from templates_app.formats import grammar_fault
from templates_app.keys import absolute_key_fault

VALUE, EACH, IF, ELSE, END = "value", "each", "if", "else", "end"
TAGS_LIMIT = 5_000
NESTING_LIMIT = 16
BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tag:
    """One {{…}}: what it does, the key and format it names, where it begins (from 1) and its extent in the source."""

    kind: str
    key: str
    format: str
    line: int
    column: int
    start: int
    end: int

    @property
    def position(self) -> str:
        """Words for messages."""
        return f"line {self.line}, column {self.column}: "

    def says(self, reason: str) -> str:
        """A message with its place in front."""
        return at(self.line, self.column, reason)


def at(line: int, column: int, reason: str) -> str:
    """A message with its place in front."""
    return filled("line {line}, column {column}: {reason}", line=line, column=column, reason=reason)


def without_comments(source: str) -> str:
    """The source with HTML comments blanked, so that lines and columns stay what they were."""
    return COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), source)


def scan(source: str, messages: list[str]) -> list[Tag]:
    """The tags of a source in order; what is wrong goes to `messages`, with line and column."""
    tags: list[Tag] = []
    for found in BRACES.finditer(source):
        if len(tags) == TAGS_LIMIT:
            messages.append(filled("At most {most} tags", most=TAGS_LIMIT))
            return tags
        line, column = position_of(source, found.start())
        tag, fault = _read(found.group(1).strip(), line, column, found)
        if fault:
            messages.append(tag.says(fault))
        tags.append(tag)
    rest = BRACES.sub(lambda found: " " * len(found.group()), source)
    for opening in re.finditer(r"\{\{", rest):
        line, column = position_of(source, opening.start())
        messages.append(at(line, column, gettext_noop("{{ is not closed by }}")))
    _check_blocks(tags, messages)
    return tags


def position_of(source: str, at: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)


def _read(body: str, line: int, column: int, found: re.Match[str]) -> tuple[Tag, str | None]:
    kind, rest = _kind(body)
    key, _, fmt = rest.partition(" ")
    fmt = fmt.strip()
    tag = Tag(kind, key, fmt, line, column, *found.span())
    if kind in (ELSE, END):
        return tag, None if kind == ELSE or key in (EACH, IF) else gettext_noop("Expected {{/each}} or {{/if}}")
    if re.match(r"[#/{&>!^@~]|else\b", body) and kind == VALUE:
        return tag, filled("{body}: only values, #each, #if and else are known", body=printable(body, 40))
    return tag, absolute_key_fault(key) or _format_fault(kind, fmt)


def _kind(body: str) -> tuple[str, str]:
    block = re.match(r"#(each|if)\s+", body)
    if block:
        return block.group(1), body[block.end() :].strip()
    if body == "else":
        return ELSE, ""
    if body.startswith("/"):
        return END, body[1:].strip()
    return VALUE, re.sub(r"\s+", " ", body)


def _format_fault(kind: str, fmt: str) -> str | None:
    if kind != VALUE:
        return gettext_noop("Expected one key") if fmt else None
    if re.search(r"[<>\"&]", fmt):
        return gettext_noop("A format has no quotes, < > or &")
    return grammar_fault(fmt) if fmt else None


def _check_blocks(tags: list[Tag], messages: list[str]) -> None:
    """Every block closed by its own end, one else at most, and not too deep."""
    open_tags: list[Tag] = []
    with_else: set[int] = set()
    for tag in tags:
        if tag.kind in (EACH, IF):
            open_tags.append(tag)
        elif tag.kind == ELSE:
            if not open_tags or open_tags[-1].kind != IF or open_tags[-1].start in with_else:
                messages.append(tag.says(gettext_noop("{{else}} belongs into an #if, once")))
                continue
            with_else.add(open_tags[-1].start)
        elif tag.kind == END:
            if not open_tags or open_tags[-1].kind != tag.key:
                messages.append(tag.says(filled("{{{{/{key}}}}} closes nothing", key=printable(tag.key, 20))))
                continue
            open_tags.pop()
        if len(open_tags) > NESTING_LIMIT:
            messages.append(tag.says(filled("blocks are nested at most {most} deep", most=NESTING_LIMIT)))
            return
    messages.extend(
        tag.says(filled("{{{{#{kind} {key}}}}} is not closed", kind=tag.kind, key=printable(tag.key, 40)))
        for tag in open_tags
    )
