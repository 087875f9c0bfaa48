"""Signing in at the operator's own identity provider (OpenID Connect): who is let in, and whom that is here.

A person is known again by the provider's subject. The first time, an address that the provider has verified connects
them to the user who has it; where nobody has, a user is made.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import structlog
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from craftkit.accounts import beginnings, recency
from craftkit.accounts.models import User

log = structlog.get_logger("craftkit.sign_in")
PROVIDER = settings.OIDC_PROVIDER
NO_ADDRESS = gettext_noop("{provider} names no verified e-mail address of yours. Ask whoever runs it.")
WRONG_DOMAIN = gettext_noop("Addresses like yours may not sign in here. Ask whoever runs this install.")
MIXED_UP = gettext_noop("{provider} spoke of two different people. Try again, or ask whoever runs it.")


class SingleSignOn(DefaultSocialAccountAdapter):
    """Lets in whom the provider vouches for."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse whoever may not come in, before anybody is signed in, connected or made."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True
        refusal = reason_to_refuse(sociallogin)
        if refusal:
            log.warning("single sign-on refused", reason=refusal, subject=sociallogin.account.uid)
            messages.error(request, gettext(refusal).format(provider=settings.OIDC_NAME))
            raise ImmediateHttpResponse(redirect("account_login"))

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """An address connects to the user who has it if the provider verified it and its domain is allowed."""
        return any(address.email == email and address.verified is True for address in login.email_addresses) and (
            is_allowed(email)
        )

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """The provider decides who is somebody here, also where nobody may sign up with a password."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """The new user as the provider describes them."""
        user: User = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or "")[: User._meta.get_field("name").max_length]
        user.email = user.email.lower()
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the user; whoever comes without a form gets an account of their own here, others in the form's place."""
        user: User = super().save_user(request, sociallogin, form)
        if form is None:
            beginnings.begin(user=user)
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Where connecting began."""
        return reverse("security")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Tell the operator why the provider let nobody in; the page tells the person that it failed."""
        log.warning("single sign-on failed", error=str(error), exception=repr(exception))


def reason_to_refuse(login: SocialLogin) -> str:
    """Why this person of the provider's may not come in; empty if they may."""
    told = login.account.extra_data
    subjects = {part["sub"] for part in (told.get("userinfo"), told.get("id_token")) if part and "sub" in part}
    if len(subjects) > 1:
        return MIXED_UP
    verified = [address.email for address in login.email_addresses if address.verified is True]
    if not verified:
        return NO_ADDRESS
    return "" if any(is_allowed(email) for email in verified) else WRONG_DOMAIN


def is_allowed(email: str) -> bool:
    """Whether addresses of this domain may sign in."""
    return not settings.OIDC_DOMAINS or email.rpartition("@")[2].lower() in settings.OIDC_DOMAINS


def sign_in_url(*, onward: str, again: bool = False, process: str = "login") -> str:
    """The way to the provider and back to a page of ours; `again` has it ask even whoever is signed in there."""
    query = {"process": process, "next": onward} | ({"auth_params": "prompt=login"} if again else {})
    return f"{reverse('openid_connect_login', args=[PROVIDER])}?{urlencode(query)}"


def must_return(request: HttpRequest) -> bool:
    """Whether the person can only prove at the provider who they are, and did so too long ago."""
    if not settings.OIDC_ISSUER or recency.is_fresh(request):
        return False
    return not get_account_adapter().get_reauthentication_methods(request.user)
