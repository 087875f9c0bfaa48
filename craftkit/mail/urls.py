"""API addresses of mail."""

from __future__ import annotations

from django.urls import path

from craftkit.mail import api

urlpatterns = [
    path("v1/mail/bounces/<str:token>", api.Bounces.as_view()),
]
