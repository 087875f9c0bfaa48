"""The JSON shapes of bounce reports."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.shapes import example

REPORT = {
    "recipient": "dana@northwind.example",
    "type": "hard",
    "messageId": "<178012.4711@docs.example.com>",
    "diagnostic": "550 5.1.1 no such mailbox",
}


@extend_schema_serializer(examples=example(REPORT, request=True))
class BounceReport(serializers.Serializer):
    """A mail that came back, in our own form; those of Amazon SES (SNS), Postmark and Mailgun are read as well."""

    recipient = serializers.EmailField(help_text="The address that was not reached.")
    type = serializers.ChoiceField(
        choices=["hard", "soft", "complaint"],
        help_text="`hard`: there is no such mailbox; `complaint`: its owner reported spam. Both end mail to it.",
    )
    messageId = serializers.CharField(required=False, help_text="The Message-ID of the mail, to find the very one.")
    diagnostic = serializers.CharField(required=False, help_text="What the server said; shown in the log.")


@extend_schema_serializer(examples=example({"noted": 1}))
class BouncesNoted(serializers.Serializer):
    """What became of the reports."""

    noted = serializers.IntegerField(help_text="How many reports were about mails of this install.")
