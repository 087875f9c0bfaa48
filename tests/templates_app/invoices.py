"""An electronic invoice: how its parts are mapped, and the data for it."""

from __future__ import annotations

from typing import Any

MAPPING: dict[str, Any] = {
    "profile": "en16931",
    "fields": {
        "number": "number",
        "issueDate": "date",
        "dueDate": "due",
        "currency": {"value": "EUR"},
        "note": {"value": "Thank you."},
        "seller.name": {"value": "North Wind Ltd"},
        "seller.country": {"value": "DE"},
        "seller.city": {"value": "Berlin"},
        "seller.vatId": {"value": "DE123456789"},
        "seller.email": {"value": "billing@northwind.example"},
        "buyer.name": "customer.name",
        "buyer.country": "customer.country",
        "paymentMeans": {"value": "58"},
        "iban": {"value": "DE89370400440532013000"},
    },
    "lines": {
        "each": "items",
        "fields": {
            "name": "items[].name",
            "quantity": "items[].qty",
            "price": "items[].price",
            "vatRate": "items[].vat",
        },
    },
}
DATA: dict[str, Any] = {
    "number": "INV-7",
    "date": "2026-06-05",
    "due": "2026-07-05",
    "customer": {"name": "Acme Corp", "country": "fr"},
    "items": [
        {"name": "Widget", "qty": 2, "price": 50.0, "vat": 19},
        {"name": "Book", "qty": 3, "price": 10.005, "vat": 7},
    ],
}
VARIABLES = [
    {"key": "number", "label": "Number", "dataType": "text"},
    {"key": "date", "label": "Date", "dataType": "date"},
    {"key": "due", "label": "Due", "dataType": "date"},
    {"key": "customer.name", "label": "Customer", "dataType": "text"},
    {"key": "customer.country", "label": "Country", "dataType": "text"},
]
LINES = [
    {"key": "name", "label": "Name", "dataType": "text"},
    {"key": "qty", "label": "Quantity", "dataType": "number"},
    {"key": "price", "label": "Price", "dataType": "currency"},
    {"key": "vat", "label": "VAT", "dataType": "number"},
]
MANIFEST: dict[str, Any] = {
    "variables": VARIABLES,
    "loops": [{"key": "items", "label": "Items", "itemFields": LINES}],
}
