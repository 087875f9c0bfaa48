"""JSON shapes of signature requests, as they are asked for."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_noop
from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Flag, FreeObject, Text, Whole
from craftkit.api.shapes import example
from craftkit.lib.speech import filled
from signatures.models import Field, Recipient
from signatures.wishes import Wishes
from templates_app.document.choices import OPTION_LIMIT, OPTIONS_LIMIT, options_fault

RENDER = "0193c2c3-3333-7aaa-8bbb-000000000003"
PERSON = {"firstName": "Ruth", "lastName": "Northwind", "email": "ruth@northwind.example"}
PLACED = {"type": "signature", "pageNumber": 1, "x": 10, "y": 80, "width": 30, "height": 6, "required": True}
METADATA_BYTES = 8000
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="At most 255 printable characters; one key, one request.",
)


class RecipientCreate(serializers.Serializer):
    """Somebody who is to sign, approve, or get a copy."""

    firstName = Text(min_length=1, max_length=100, help_text="First name, 1 to 100 characters.")
    lastName = Text(required=False, allow_null=True, allow_blank=True, max_length=100, help_text="Last name.")
    email = serializers.EmailField(max_length=255, help_text="Where the link goes.")
    designation = serializers.ChoiceField(
        choices=Recipient.Designation.choices,
        default="Signer",
        help_text="`Signer` fills fields in and signs, `Approver` agrees, `CC` gets a copy at the end.",
    )
    order = Whole(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=20,
        help_text="Whose turn it is when: all or none of them, 1 to N once each. Without it, all at once.",
    )
    role = Text(
        required=False,
        allow_null=True,
        max_length=200,
        help_text="Key of a role of the template, whose signature fields are then this recipient's.",
    )
    password = Text(
        required=False,
        allow_null=True,
        min_length=4,
        max_length=128,
        trim_whitespace=False,
        help_text="Asked for before the document is shown.",
    )


class Placement(serializers.Serializer):
    """What every field has, however it is placed."""

    type = serializers.ChoiceField(choices=Field.Kind.choices, default="signature", help_text="What goes there.")
    recipientIndex = Whole(min_value=0, max_value=19, help_text="Whose field it is: place in `recipients`, from 0.")
    required = Flag(required=False, default=True, help_text="Whether signing needs it.")  # type: ignore[assignment]
    label = Text(  # type: ignore[assignment]
        required=False, allow_null=True, max_length=200, help_text="What the signer is told goes there."
    )
    options = serializers.ListField(
        child=Text(min_length=1, max_length=OPTION_LIMIT),
        required=False,
        allow_null=True,
        max_length=OPTIONS_LIMIT,
        help_text="What a `radio` or `select` field offers, 2 to 50 different texts on one line each; for these alone.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Options are there where one is chosen, and can be printed."""
        fault = options_fault(attrs["type"], attrs.get("options") or [])
        if fault:
            raise serializers.ValidationError({"options": [fault]})
        return attrs


class FieldCreate(Placement):
    """A field by page and percentage."""

    pageNumber = Whole(min_value=1, max_value=500, help_text="The page, from 1.")
    x = serializers.FloatField(min_value=0, max_value=100, help_text="Left edge in percent of the page's width.")
    y = serializers.FloatField(min_value=0, max_value=100, help_text="Upper edge in percent of the page's height.")
    width = serializers.FloatField(min_value=0.5, max_value=100, help_text="In percent of the page's width.")
    height = serializers.FloatField(min_value=0.5, max_value=100, help_text="In percent of the page's height.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The box lies on the page."""
        attrs = super().validate(attrs)
        for edge, side in (("x", "width"), ("y", "height")):
            if attrs[edge] + attrs[side] > 100.001:
                raise serializers.ValidationError(
                    {side: [filled("{edge} and {side} reach beyond the page (100).", edge=edge, side=side)]}
                )
        return attrs


class AnchorTag(Placement):
    """A field at a text of the document, which is taken out of it."""

    anchorString = Text(min_length=1, max_length=200, help_text="The text, such as `{{sign_here}}`; at each place.")
    width = serializers.FloatField(required=False, min_value=4, max_value=2000, help_text="In points.")
    height = serializers.FloatField(required=False, min_value=4, max_value=2000, help_text="In points.")
    xOffset = serializers.FloatField(
        required=False,
        min_value=-2000,
        max_value=2000,
        help_text="Points to the right of the text's lower left corner.",
    )
    yOffset = serializers.FloatField(
        required=False, min_value=-2000, max_value=2000, help_text="Points below the text's lower left corner."
    )


@extend_schema_serializer(
    examples=example(
        {
            "renderId": RENDER,
            "name": "Lease agreement",
            "recipients": [{**PERSON, "designation": "Signer"}],
            "fields": [{**PLACED, "recipientIndex": 0}],
            "expirationHours": 168,
        },
        request=True,
    )
)
class SignatureCreate(serializers.Serializer):
    """A document to be signed."""

    renderId = serializers.UUIDField(help_text="A render that has succeeded; its PDF has at most 20 MB.")
    name = Text(required=False, allow_null=True, max_length=255, help_text="What recipients see; made up by default.")
    message = Text(
        required=False, allow_null=True, allow_blank=True, max_length=2000, help_text="A word to them, in the mail."
    )
    recipients = serializers.ListField(
        child=RecipientCreate(), min_length=1, max_length=20, help_text="Who gets it, 1 to 20."
    )
    fields = serializers.ListField(  # type: ignore[assignment]
        child=FieldCreate(), required=False, max_length=200, help_text="Fields by page and percentage."
    )
    anchorTags = serializers.ListField(
        child=AnchorTag(), required=False, max_length=200, help_text="Fields at texts of the document."
    )
    expirationHours = Whole(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=8760,
        help_text="Hours until it expires; 168 by default.",
    )
    embedded = Flag(
        required=False, default=False, help_text="Send no mails; the answer has a `signingUrl` for each recipient."
    )
    requireCode = Flag(
        required=False, default=False, help_text="Recipients confirm their address by a code mailed to it."
    )
    allowDelegation = Flag(required=False, default=False, help_text="Recipients may hand their part over.")
    reminderDays = Whole(
        required=False, allow_null=True, min_value=1, max_value=30, help_text="Days between reminders; none by default."
    )
    metadata = FreeObject(required=False, help_text="Your own names and values, at most 8 kB; given back unchanged.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What recipients and fields have to do with each other."""
        faults: dict[str, Any] = {}
        orders = [one.get("order") for one in attrs["recipients"]]
        if any(orders) and sorted(order or 0 for order in orders) != list(range(1, len(orders) + 1)):
            faults["recipients"] = [
                filled("Give every recipient an order, 1 to {count} once each, or none of them.", count=len(orders))
            ]
        for name in ("fields", "anchorTags"):
            wrong = _owners(attrs.get(name) or [], attrs["recipients"])
            if wrong:
                faults[name] = wrong
        if len(json.dumps(attrs.get("metadata") or {})) > METADATA_BYTES:
            faults["metadata"] = [gettext_noop("At most 8 kB.")]
        if faults:
            raise serializers.ValidationError(faults)
        return attrs


def _owners(placed: list[dict[str, Any]], recipients: list[dict[str, Any]]) -> list[str]:
    """What is wrong with whose the fields are."""
    for number, one in enumerate(placed):
        if one["recipientIndex"] >= len(recipients):
            return [
                filled(
                    "Number {number}: recipientIndex is beyond the {count} recipients.",
                    number=number,
                    count=len(recipients),
                )
            ]
        if recipients[one["recipientIndex"]]["designation"] == "CC":
            return [filled("Number {number}: a CC recipient fills nothing in.", number=number)]
    return []


def wishes(body: dict[str, Any]) -> Wishes:
    """The request that a body asks for."""
    return Wishes(
        recipients=body["recipients"],
        fields=body.get("fields") or [],
        tags=body.get("anchorTags") or [],
        name=body.get("name") or "",
        hours=body.get("expirationHours"),
        facts={
            "message": body.get("message") or "",
            "is_embedded": body["embedded"],
            "requires_code": body["requireCode"],
            "allows_delegation": body["allowDelegation"],
            "reminder_days": body.get("reminderDays"),
            "metadata": body.get("metadata") or {},
        },
    )


class SignatureQuery(serializers.Serializer):
    """The query of the list."""

    limit = serializers.IntegerField(min_value=1, max_value=100, default=50, help_text="Rows per page, 1 to 100.")
    renderId = serializers.UUIDField(required=False, help_text="Only requests about this render.")
    cursor = serializers.DateTimeField(required=False, help_text="`nextCursor` of the page before: a moment.")


@extend_schema_serializer(examples=example({"reason": "The amount was wrong."}, request=True))
class SignatureCancel(serializers.Serializer):
    """Why it is withdrawn; the body may be empty."""

    reason = Text(
        required=False, allow_null=True, allow_blank=True, max_length=500, help_text="Kept as `errorMessage`."
    )
