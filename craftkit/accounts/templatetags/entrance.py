"""What the pages before sign-in offer: single sign-on by its name, and whether anybody may sign up."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from django import template
from django.conf import settings

from craftkit.accounts import single_sign_on

register = template.Library()


@register.simple_tag(takes_context=True)
def sso_url(context: template.Context) -> str:
    """The way to the identity provider, and on to where the reader wanted to; empty where there is none."""
    if not settings.OIDC_ISSUER:
        return ""
    return single_sign_on.sign_in_url(onward=get_next_redirect_url(context["request"]) or "/")


@register.simple_tag
def sso_name() -> str:
    """What people call the identity provider."""
    return settings.OIDC_NAME


@register.simple_tag
def may_sign_up() -> bool:
    """Whether anybody may sign up with a password."""
    return settings.PASSWORD_SIGNUP
