"""How two-step sign-in and passkeys are kept and named: allauth's adapter, with secrets sealed at rest."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from craftkit.accounts import sign_ins
from craftkit.accounts.devices import device_named
from craftkit.lib import sealed

PURPOSE = "craftkit.second-steps"
NAME_LENGTH = 60


class SecondSteps(DefaultMFAAdapter):
    """Seeds are sealed; sites and keys get names that people know again."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "unverified_email": _("Confirm your e-mail address first: open the link that we sent you."),
        "incorrect_code": _("This code is not right, or it was used before."),
        "add_email_blocked": _("Switch two-step sign-in off before you add an address."),
    }

    def encrypt(self, text: str) -> str:
        """The seed as it is stored."""
        return sealed.seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The seed; a random one that fits no code when it was sealed under another key of the install."""
        found = sealed.unseal(encrypted_text, purpose=PURPOSE)
        return found if found is not None else base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a new passkey is called unless the person says otherwise: the device it is made on."""
        return device_named(context.request.headers.get("User-Agent", ""))

    def get_totp_issuer(self) -> str:
        """The name in the authenticator app."""
        return "Craftkit"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey is for."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Craftkit"}


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, or a security key that only serves as the second step."""

    name = forms.CharField(
        required=False,
        max_length=NAME_LENGTH,
        label=_("Name"),
        help_text=_("Where you keep it, so that you know it again."),
    )
    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Sign in with it alone, without a password"),
        help_text=_("It then asks for a fingerprint, a face or a PIN. Without the tick it is a second step only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "passwordless", "credential"])


class NotedCode(BaseAuthenticateForm):
    """A code of the app or a recovery code; a wrong one is in the log of the person's accounts."""

    def clean_code(self) -> str:
        """The code, once it is right."""
        try:
            return super().clean_code()
        except forms.ValidationError as error:
            # Not when there were too many before: those were not looked at.
            if error.code == "incorrect_code":
                sign_ins.note_failure(self.user.email)
            raise


class CodeForm(NotedCode, AuthenticateForm):
    """The second step of a sign-in."""


class CodeAgainForm(NotedCode, ReauthenticateForm):
    """Somebody who is signed in proves who it is."""


class NotedPasskey(AuthenticateWebAuthnForm):
    """The answer of a passkey; a wrong one is in the log of the person's accounts."""

    def clean_credential(self) -> Authenticator:
        """The passkey, once it is right."""
        try:
            return self.checked()
        except forms.ValidationError as error:
            if error.code == "incorrect_code":
                sign_ins.note_failure(self.email())
            raise

    def checked(self) -> Authenticator:
        """As allauth does it, which stumbles over an answer without its parts."""
        try:
            return super().clean_credential()
        except (KeyError, AttributeError):
            raise get_adapter().validation_error("incorrect_code") from None

    def email(self) -> str:
        """Of whom the passkey is to be: the person it is asked of, else the one that it names; empty for nobody."""
        if self.user is not None:
            return str(self.user.email)
        try:
            return str(auth.extract_user_from_response(self.cleaned_data["credential"]).email)
        except (forms.ValidationError, AttributeError):
            return ""


class PasskeyAloneForm(NotedPasskey, LoginWebAuthnForm):
    """A sign-in without a password."""


class PasskeyStepForm(NotedPasskey):
    """The second step of a sign-in."""


class PasskeyAgainForm(NotedPasskey, ReauthenticateWebAuthnForm):
    """Somebody who is signed in proves who it is."""
