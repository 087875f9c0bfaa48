"""What is logged and mailed when a person's sign-in changes, by the name that allauth gives the change."""

from __future__ import annotations

NOTICES = {
    "account/email/password_changed": ("password.changed", "Your password was changed"),
    "account/email/password_reset": ("password.reset", "Your password was reset"),
    "account/email/password_set": ("password.changed", "A password was set"),
    "account/email/email_changed": ("email.changed", "Your primary e-mail address was changed"),
    "account/email/email_deleted": ("email.removed", "An e-mail address was removed"),
    "mfa/email/totp_activated": ("totp.enabled", "Two-step sign-in was switched on"),
    "mfa/email/totp_deactivated": ("totp.disabled", "Two-step sign-in was switched off"),
    "mfa/email/webauthn_added": ("passkey.added", "A passkey was added"),
    "mfa/email/webauthn_removed": ("passkey.removed", "A passkey was removed"),
    "mfa/email/recovery_codes_generated": ("recovery_codes.made", "New recovery codes were made"),
    "socialaccount/email/account_connected": ("sso.connected", "Single sign-on was connected"),
    "socialaccount/email/account_disconnected": ("sso.disconnected", "Single sign-on was disconnected"),
}
