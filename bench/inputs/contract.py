"""A contract of ten pages: numbered clauses of plain text, where layout is words into lines and lines onto pages."""

from __future__ import annotations

from typing import Any

PARTS = 15
CLAUSES = 5
HEADINGS = (
    "Definitions",
    "Scope of the services",
    "Obligations of the provider",
    "Obligations of the customer",
    "Fees and payment",
    "Confidentiality",
    "Data protection",
    "Intellectual property",
    "Liability",
    "Term and termination",
)
SENTENCES = (
    "The provider performs the services with the care of a diligent business and with qualified staff.",
    "The customer gives access to the systems, the documents and the people that the services require in good time.",
    "A change of the scope is agreed in writing before the work on it begins, with its price and its effect on dates.",
    "Invoices are due within thirty days of receipt; sums in dispute are named in writing and do not delay the rest.",
    "Each party keeps what it learns of the other's business to itself, during the term and for five years after it.",
    "Results become the customer's property once they are paid; what the provider brought along stays its own.",
    "Neither party answers for delays that it could not foresee and could not have avoided by reasonable effort.",
    "Notice is given in writing to the address at the head of this agreement and takes effect when it arrives.",
)


def contract() -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Slug, template and data."""
    variables = [
        {"key": key, "label": label, "dataType": "text", "required": True}
        for key, label in (("provider.name", "Provider"), ("customer.name", "Customer"))
    ]
    template = {
        "name": "Contract",
        "manifest": {"variables": variables, "loops": []},
        "layout": {"schema": 1, "page": {"size": "A4"}, "body": {"type": "doc", "content": body()}},
    }
    return "contract", template, {"provider": {"name": "North Wind Ltd"}, "customer": {"name": "Acme Corp"}}


def body() -> list[dict[str, Any]]:
    """The parts of the contract, one after the other."""
    parties = paragraph(variable("provider.name"), text(" and "), variable("customer.name"), text(" agree:"))
    blocks = [heading(1, "Service agreement"), parties]
    for part in range(PARTS):
        blocks.append(heading(2, f"{part + 1}. {HEADINGS[part % len(HEADINGS)]}"))
        blocks += [paragraph(text(clause(part, number))) for number in range(CLAUSES)]
    return blocks


def clause(part: int, number: int) -> str:
    """A few sentences, others in each clause."""
    first = part * CLAUSES + number
    chosen = [SENTENCES[(first * 3 + step) % len(SENTENCES)] for step in range(4 + first % 3)]
    return f"{part + 1}.{number + 1} {' '.join(chosen)}"


def heading(level: int, words: str) -> dict[str, Any]:
    """A heading."""
    return {"type": "heading", "attrs": {"level": level}, "content": [text(words)]}


def paragraph(*content: dict[str, Any]) -> dict[str, Any]:
    """A paragraph."""
    return {"type": "paragraph", "content": list(content)}


def text(words: str) -> dict[str, Any]:
    """Plain words."""
    return {"type": "text", "text": words}


def variable(key: str) -> dict[str, Any]:
    """The place of a value."""
    return {"type": "variable", "attrs": {"key": key}}
