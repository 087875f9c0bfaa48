"""Examples: believable data for any manifest, the same every time, for thumbnails, previews and code samples."""

from __future__ import annotations

from typing import Any

from templates_app.fields.kinds import Mismatch, read_value
from templates_app.fields.manifest import Loop, Manifest, Variable
from templates_app.fields.patterns import example

# Words in a key, and what such a field usually says; the first match wins, three values for three rows.
TEXTS: tuple[tuple[tuple[str, ...], tuple[str, str, str]], ...] = (
    (("currency",), ("EUR", "EUR", "EUR")),
    (("iban",), ("DE02 1203 0000 0000 2020 51",) * 3),
    (("bic", "swift"), ("BYLADEM1001",) * 3),
    (("country",), ("Germany", "France", "Spain")),
    (("city", "town", "place"), ("Hamburg", "Lyon", "Valencia")),
    (("zip", "postcode", "postal"), ("20457", "69002", "46001")),
    (("street",), ("12 Harbour Street", "8 Mill Lane", "3 Station Road")),
    (("address",), ("12 Harbour Street\n20457 Hamburg", "8 Mill Lane\n69002 Lyon", "3 Station Road\n46001 Valencia")),
    (("phone", "mobile", "fax"), ("+49 40 555 0142", "+33 4 55 55 01 42", "+34 960 555 014")),
    (("number", "reference", "order", "no", "id", "code"), ("2026-0142", "2026-0143", "2026-0144")),
    (("sku", "article"), ("WD-100", "WD-200", "GA-310")),
    (("vat", "taxid"), ("DE 123 456 789",) * 3),
    (("unit",), ("hours", "pieces", "days")),
    (("status", "state"), ("Open", "In progress", "Done")),
    (("title", "subject"), ("Annual service agreement", "Delivery schedule", "Quarterly review")),
    (("role", "position", "department"), ("Purchasing", "Operations", "Finance")),
    (("seller", "sender", "issuer", "supplier", "vendor", "from"), ("North Wind Ltd",) * 3),
    (("customer", "client", "company", "recipient", "buyer", "to"), ("Acme Corp", "Globex Ltd", "Initech GmbH")),
    (
        ("item", "product", "description", "service", "article"),
        ("Brand workshop", "Website design", "Content migration"),
    ),
    (("note", "comment", "remark", "message", "terms"), ("Thank you for your business.",) * 3),
    (("name",), ("Brand workshop", "Website design", "Content migration")),
)
AMOUNTS = (1200, 4800, 85.5)
SMALL_NUMBERS = (2, 1, 24)
DATES = ("2026-06-05", "2026-06-12", "2026-07-01")
COUNT_WORDS = ("qty", "quantity", "count", "number", "hours", "days", "units", "pieces")
RATE_WORDS = ("rate", "percent", "share", "ratio")
LATER_WORDS = ("due", "until", "end", "expires", "expiry")
TAX_WORDS = ("tax", "vat")
NET_WORDS = ("subtotal", "net")
TOTAL_WORDS = ("total", "sum", "balance", "due")
TAX_RATE = 0.19
PARAGRAPH = (
    "Thank you for three years of working together. The rates stay as they are until the end of 2027; new is a fixed "
    "response time of four working hours for urgent requests."
)
# A small grey landscape: a picture that needs no network.
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAKAAAABkBAMAAADzmCa8AAAAGFBMVEX7+/v6+vrr6+vo6Ojk5OTb29vW1tbV1dXkXb"
    "pTAAACbElEQVR42u2YPZPaMBCGXy2Zy1eBwJnJJI2NSXcFYKr8//9xaVPFsmkYCpQCf8procNbZC5WxTD48SNr37WQOkJ2EGbgDJyBM3AG/qfAd9"
    "yX9hew1oKGLznyFyMH/FOssFrmcsBcA1BXIwW8FgAAJQbMq+XIpYC12VK8Do0QUNXV+M9HT0kBm6lqIaCesiYccFWRVpBdZesFFskrgLEBgML7CL"
    "fpK1Z5vTSASX08tSuTcKBKdY6VVzAyduSGi+8cUX/89M0r+POMy9ff4YWt/H6IDGD5l8RD0VM7ACg2YsDIAIBdaCHgTRCwBxO4KHfGlw/Vh8v1LG"
    "FYCwI2E5ly1E6UqW6aIAgw1U1TBDlFmiLIKdIkQaA8BAEpCRNkAsgD060OExwGkAVSXGRhgsMAsv0wM3akf0bDsDkB5F6jkQUsO+mhIIBTcge42A"
    "GAycIE3QAyzWFbJf+94Ro1My5Pxme4juua1UGCTnXT8A1VXzWYNPsE3QAOgFG7iys3QYJ9RRdIvV6igwR7AXSBadeiP+lofPfUCaADjOLR6HsEuw"
    "HsA4u9cWo8CRHsBrAPPLoX5WmQYCeA1G8K4487urP/rANIbAl255KECLYBJCYjTo3pEMGmujtAtWcvKjchgk11d5rDj7E96ZNpNwuecesR5FuRZt"
    "IBgrViY6iO59Fbx6cAQdy2oNRt02O3PoUIVgGkXpse+2Xgf6Bi0wLTB88sBgEkTwk+QDyY26Ko57PMn9vLldw2PVExI7dNTxwlia1IpUjDNj35iK"
    "DYG1ngUZIHGm8Kj43F52fhY5Y0FgaKrggAEubN59gzcAa+EeBf1l+qPm1icLoAAAAASUVORK5CYII="
)


Sums = dict[str, float]


def sample_data(manifest: Manifest) -> dict[str, Any]:
    """Data that satisfies the manifest: previews and defaults where it has them, else what the keys suggest."""
    data: dict[str, Any] = {}
    for loop in manifest.loops:
        put(data, loop.key, _rows(loop))
    sums = _sums(_sum_of(data), manifest)
    for variable in manifest.variables:
        if _is_sent(variable, None):
            put(data, variable.key, _value(variable, 0, sums))
    return data


def _is_sent(variable: Variable, given: Any) -> bool:
    """Whether a caller would send it; pictures that may be absent are: in code samples they would be a page of base64.

    What is computed is never sent.
    """
    is_wanted = given is not None or variable.data_type != "image" or variable.required
    return variable.expression is None and (is_wanted or "previewData" in variable.extras)


def _sums(net: float | None, manifest: Manifest) -> Sums:
    """Amounts that agree with each other and with the rows; none where there are no rows to add up."""
    if net is None:
        return {}
    has_tax = any(
        variable.data_type == "currency" and words_of(variable) & set(TAX_WORDS) for variable in manifest.variables
    )
    tax = round(net * TAX_RATE, 2) if has_tax else 0.0
    amounts = {TAX_WORDS: tax, NET_WORDS: net, TOTAL_WORDS: round(net + tax, 2)}
    return {word: amount for words, amount in amounts.items() for word in words}


def put(data: dict[str, Any], key: str, value: Any) -> None:
    """Set the value of a dotted key."""
    *parents, name = key.split(".")
    for parent in parents:
        data = data.setdefault(parent, {})
    data[name] = value


def _rows(loop: Loop) -> list[dict[str, Any]]:
    """The loop's preview rows, made whole, or three of our own."""
    given = list(loop.preview_data) or [{}, {}, {}]
    return [_row(loop, row, at) for at, row in enumerate(given)]


def _row(loop: Loop, given: dict[str, Any], at: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for part in loop.item_fields:
        shown = _get(given, part.key)
        if isinstance(part, Loop):
            put(row, part.key, _rows(part))
        elif _is_sent(part, shown):
            put(row, part.key, _preferred(part, shown, at))
    return row


def _get(data: Any, key: str) -> Any:
    for name in key.split("."):
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _preferred(variable: Variable, given: Any, at: int) -> Any:
    """The given value if it is one the field takes, else one of ours."""
    try:
        return read_value(variable, given)[0]
    except Mismatch:
        return _value(variable, at, {})


def _value(variable: Variable, at: int, sums: Sums) -> Any:
    for candidate in (variable.extras.get("previewData"), variable.default, _suggestion(variable, at, sums)):
        try:
            return read_value(variable, candidate)[0]
        except Mismatch:
            continue
    return fitting_value(variable)


def words_of(variable: Variable) -> set[str]:
    """The words of a key, and of its label, in lower case."""
    spread = "".join(f" {letter}" if letter.isupper() else letter for letter in variable.key)
    return {*spread.replace(".", " ").replace("_", " ").lower().split(), *variable.label.lower().split()}


def _suggestion(variable: Variable, at: int, sums: Sums) -> Any:
    words, at = words_of(variable), at % 3
    kind = variable.data_type
    if kind in ("date", "datetime"):
        day = DATES[2] if words & set(LATER_WORDS) else DATES[at]
        return day if kind == "date" else f"{day}T10:00:00Z"
    if kind in ("number", "currency"):
        return _amount(variable, words, at, sums)
    fixed = {
        "boolean": at == 0,
        "image": PICTURE,
        "url": "https://www.example.com",
        "email": "accounts@acme.example",
        "longtext": PARAGRAPH if not words & {"address", "note", "notes"} else None,
    }
    suggestion = fixed.get(kind)
    return _text(variable, words, at) if suggestion is None else suggestion


def _amount(variable: Variable, words: set[str], at: int, sums: Sums) -> float:
    if words & set(RATE_WORDS) or (variable.format or "").startswith("percent"):
        return TAX_RATE
    if variable.data_type == "number" or (words & set(COUNT_WORDS) and "price" not in words):
        return SMALL_NUMBERS[at]
    return next((amount for word, amount in sums.items() if word in words), AMOUNTS[at])


def text_for(variable: Variable, at: int) -> str:
    """One of three texts that the words of a field suggest, else its label."""
    return _text(variable, words_of(variable), at)


def _text(variable: Variable, words: set[str], at: int) -> str:
    stems = words | {word.rstrip("s") for word in words}
    found = next((values for keys, values in TEXTS if stems & set(keys)), None)
    return found[at] if found else f"{variable.label} {at + 1}" if at else variable.label


def _sum_of(data: dict[str, Any]) -> float | None:
    """What the rows of the first list with quantities and prices come to, so that totals look right."""
    for rows in data.values():
        pairs = [(_number(row, ("qty", "quantity")), _number(row, ("price", "unitPrice", "rate"))) for row in rows]
        if pairs and all(qty is not None and price is not None for qty, price in pairs):
            return round(sum(float(qty or 0) * float(price or 0) for qty, price in pairs), 2)
    return None


def _number(row: dict[str, Any], names: tuple[str, ...]) -> float | None:
    return next((row[name] for name in names if isinstance(row.get(name), int | float)), None)


def fitting_value(variable: Variable) -> Any:
    """The plainest value that meets a field's bounds or pattern."""
    extras = variable.extras
    if "pattern" in extras:
        return example(extras["pattern"])
    low, high = extras.get("min"), extras.get("max")
    bound = low if low is not None else high if high is not None else 1
    whole = -(-bound // 1)
    return int(whole) if extras.get("integer") and (high is None or whole <= high) else bound
