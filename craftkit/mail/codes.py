"""Codes that went out by mail: six digits that only the reader of an address can type. Each app has rows of its own."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.lib import keys
from craftkit.lib.errors import Forbidden
from craftkit.lib.ids import new_id

MINUTES, TRIES = 10, 5


class WrongCode(Forbidden):
    """The code does not fit, is spent, or too old; the words never say which."""

    code = "wrong_code"
    message = gettext_noop(
        "That code is not right, or no longer works. Check the newest mail, or ask for another code."
    )


class MailedCodeQuerySet(models.QuerySet[Any]):
    """Selections and transitions of codes."""

    def latest_for(self, **whom: Any) -> Any:
        """The code sent last, or None; the ones before it are void."""
        return self.filter(**whom).order_by("-pk").first()

    def fitting(self, typed: str, **whom: Any) -> Any:
        """The newest code of somebody, if it is the one typed; else WrongCode. Each call uses up a try."""
        row = self.latest_for(**whom)
        if row is None or not self.count_try(row):
            raise WrongCode
        if not hmac.compare_digest(row.digest, row.hash_of(typed.strip().replace(" ", ""))):
            raise WrongCode
        return row

    def count_try(self, code: MailedCode) -> bool:
        """Use up a try; False when the code is spent, too old or tried too often."""
        alive = self.filter(pk=code.pk, used_at=None, tries__lt=TRIES, expires_at__gt=timezone.now())
        return alive.update(tries=models.F("tries") + 1) == 1

    def spend(self, code: MailedCode) -> None:
        """A code opens once; WrongCode for the loser of two that use it."""
        if not self.filter(pk=code.pk, used_at=None).update(used_at=timezone.now()):
            raise WrongCode


def code_end() -> datetime:
    """When a code that is made now stops working."""
    return timezone.now() + timedelta(minutes=MINUTES)


class MailedCode(models.Model):
    """A code that went to an address; only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(default=code_end, db_index=True)
    used_at = models.DateTimeField(null=True)

    objects = MailedCodeQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def make(cls, **whom: Any) -> str:
        """A code for somebody, in clear; its row is saved with the hash."""
        row, code = cls(**whom), f"{secrets.randbelow(1_000_000):06d}"
        row.digest = row.hash_of(code)
        row.save(force_insert=True)
        return code

    def hash_of(self, code: str) -> str:
        """The keyed hash of a code, different for each row."""
        return keys.digest(f"{self.pk}:{code}", settings.SECRET_KEY)
