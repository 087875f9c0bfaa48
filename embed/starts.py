"""What a new template begins with, by its type: a blank page needs nothing, sources and overlays do."""

from __future__ import annotations

from typing import Any

from templates_app.models import Template

Content = dict[str, Any]
Type = Template.Type
HTML = """\
<h1>Hello, {{customer.name}}</h1>

<p>Write your document in HTML. Two braces put a value in, <strong>as above</strong>.</p>

{{#if note}}
<p class="note">{{note}}</p>
{{/if}}
"""
CSS = """\
body { font: 10pt/1.5 Inter, sans-serif; color: #18181b; }
h1 { font-size: 18pt; margin: 0 0 6mm; }
.note { padding: 4mm; background: #f4f4f5; }
"""


def start_of(kind: str) -> Content:
    """The content of an unsaved template of this type; empty for a document, which editors begin blank."""
    if kind == Type.HTML:
        return {"schema": 1, "kind": kind, "html": HTML, "css": CSS}
    if kind == Type.PDF_OVERLAY:
        return {"schema": 1, "kind": kind, "fields": []}
    return {}
