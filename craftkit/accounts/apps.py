"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who is asking."""

    name = "craftkit.accounts"
    label = "accounts"
