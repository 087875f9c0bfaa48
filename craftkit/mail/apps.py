"""The mail app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail to people."""

    name = "craftkit.mail"
    label = "mail"
