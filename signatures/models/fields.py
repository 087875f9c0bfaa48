"""What recipients fill in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from craftkit.lib.ids import new_id
from signatures.models.recipients import Recipient
from signatures.models.requests import SignatureRequest


class Field(models.Model):
    """A place on a page that one recipient fills in; its box is in percent of the page, from the upper left corner."""

    class Kind(models.TextChoices):
        """What goes there."""

        SIGNATURE = "signature"
        INITIALS = "initials"
        DATE = "date"
        TEXT = "text"
        CHECKBOX = "checkbox"
        RADIO = "radio"
        SELECT = "select"

    DRAWN = (Kind.SIGNATURE, Kind.INITIALS)
    CHOSEN = (Kind.RADIO, Kind.SELECT)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(SignatureRequest, on_delete=models.CASCADE, related_name="fields")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="fields")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.SIGNATURE)
    page = models.PositiveIntegerField()
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
    is_required = models.BooleanField(default=True)
    label = models.CharField(max_length=200, blank=True, default="")
    # What a radio or select field offers.
    options = models.JSONField(blank=True, default=list)
    # Whether the document shows them already, so that the choice is only marked.
    is_printed = models.BooleanField(default=False)
    value = models.TextField(blank=True, default="")
    # The written face of what was typed as a signature.
    face = models.CharField(max_length=20, blank=True, default="")
    # The drawn picture as PNG; `value` then says how it was made.
    image_key = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "position"], name="field_position")]

    def __str__(self) -> str:
        return f"{self.kind} on page {self.page}"

    @property
    def is_drawn(self) -> bool:
        """Whether a picture goes there."""
        return self.kind in self.DRAWN

    @property
    def is_chosen(self) -> bool:
        """Whether one of its options goes there."""
        return self.kind in self.CHOSEN

    @property
    def is_filled(self) -> bool:
        """Whether something is there."""
        return bool(self.value or self.image_key)
