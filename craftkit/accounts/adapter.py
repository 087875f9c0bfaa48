"""How sign-up makes a user and how mail about it is sent: allauth's adapter, with an account to own things."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from craftkit.accounts import actions
from craftkit.accounts.models import User


class Adapter(DefaultAccountAdapter):
    """Everybody who signs up gets an account of their own with a first project."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the user that the form describes, with account and project."""
        saved: User = super().save_user(request, user, form, commit=commit)
        if commit:
            actions.open_account(user=saved)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail whose links lead to this install's own address, not to the host that the request named."""
        links = {name: _at_home(value) for name, value in context.items() if name.endswith("_url")}
        super().send_mail(template_prefix, email, {**context, **links})

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is, without a prefix in brackets."""
        return str(subject)


def _at_home(url: str) -> str:
    parts = urlsplit(url)
    return f"{settings.BASE_URL}{parts.path}" + (f"?{parts.query}" if parts.query else "")
