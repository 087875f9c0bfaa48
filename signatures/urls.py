"""API addresses of signature requests, and the doors of signing links."""

from __future__ import annotations

from django.urls import path

from signatures import api

ONE = "v1/signatures/<str:signature_id>"

urlpatterns = [
    path("v1/signatures", api.Signatures.as_view()),
    path(ONE, api.OneSignature.as_view()),
    path(f"{ONE}/cancel", api.Cancel.as_view()),
    path(f"{ONE}/remind", api.Remind.as_view()),
    path(f"{ONE}/download", api.Download.as_view()),
    path(f"{ONE}/certificate", api.Certificate.as_view()),
    path(f"{ONE}/evidence", api.Evidence.as_view()),
]
