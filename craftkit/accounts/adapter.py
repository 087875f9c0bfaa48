"""How sign-up makes a user and how mail about it is sent: allauth's adapter, with an account to own things."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from craftkit.accounts import audit, beginnings, recency, sign_ins
from craftkit.accounts.devices import device_named
from craftkit.accounts.models import User
from craftkit.accounts.notices import NOTICES
from craftkit.lib import asking

NOWHERE = "0.0.0.0"  # noqa: S104 - an address that belongs to nobody


class Adapter(DefaultAccountAdapter):
    """Everybody who signs up gets an account of their own with a first project."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the user that the form describes, with account and project."""
        saved: User = super().save_user(request, user, form, commit=commit)
        if commit:
            beginnings.begin(user=saved)
        return saved

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether anybody may sign up with a password."""
        return settings.PASSWORD_SIGNUP

    @translation.override(settings.LANGUAGE_CODE)
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail whose links lead to this install's own address, not to the host that the request named."""
        links = {name: _at_home(value) for name, value in context.items() if name.endswith("_url")}
        super().send_mail(template_prefix, email, {**context, **links})

    @translation.override(settings.LANGUAGE_CODE)
    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Write down what changed about a person's sign-in, and tell them, and from which device."""
        device = device_named(self.get_http_user_agent(self.request))
        action, change = NOTICES[template_prefix]
        audit.record_for(cast(User, user), action)
        said = {"change": change, "device": device, "security_url": reverse("security"), **(context or {})}
        super().send_notification_mail("account/email/notice", user, said, email)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session, and remember since when."""
        super().login(request, user)
        recency.note_sign_in(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note in the log of their accounts that somebody tried to sign in as a member."""
        sign_ins.note_failure(str(credentials.get("email", "")))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in is not asked again."""
        return not recency.is_fresh(self.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as the outermost trusted proxy saw it; nobody's where there is none, as on a socket."""
        return asking.address(request) or NOWHERE

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is, without a prefix in brackets."""
        return str(subject)


def _at_home(url: str) -> str:
    parts = urlsplit(url)
    return f"{settings.BASE_URL}{parts.path}" + (f"?{parts.query}" if parts.query else "")
