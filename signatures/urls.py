"""API addresses of signature requests, and the doors of signing links."""

from __future__ import annotations

from django.urls import path

from signatures import api, bulk_api
from signatures.views import looks, signing, verifying

ONE = "v1/signatures/<str:signature_id>"
SIGN = "sign/<str:token>"

urlpatterns = [
    path("v1/signatures", api.Signatures.as_view()),
    path("v1/signatures/bulk", bulk_api.Bulk.as_view()),
    path("v1/signatures/bulk/<str:bulk_id>", bulk_api.OneBulk.as_view()),
    path("v1/signatures/bulk/<str:bulk_id>/rows", bulk_api.BulkRows.as_view()),
    path("v1/signatures/bulk/<str:bulk_id>/cancel", bulk_api.BulkCancel.as_view()),
    path("v1/signatures/bulk/<str:bulk_id>/retry", bulk_api.BulkRetry.as_view()),
    path("v1/signatures/bulk/<str:bulk_id>/result", bulk_api.BulkResult.as_view()),
    path(ONE, api.OneSignature.as_view()),
    path(f"{ONE}/cancel", api.Cancel.as_view()),
    path(f"{ONE}/remind", api.Remind.as_view()),
    path(f"{ONE}/download", api.Download.as_view()),
    path(f"{ONE}/certificate", api.Certificate.as_view()),
    path(f"{ONE}/evidence", api.Evidence.as_view()),
    path(SIGN, signing.page, name="sign-page"),
    path(f"{SIGN}/look.css", looks.look, name="sign-look"),
    path(f"{SIGN}/logo", looks.logo, name="sign-logo"),
    path(f"{SIGN}/document", signing.document, name="sign-document"),
    path(f"{SIGN}/copy", signing.copy, name="sign-copy"),
    path(f"{SIGN}/opened", signing.opened, name="sign-opened"),
    path(f"{SIGN}/sign", signing.sign, name="sign-submit"),
    path(f"{SIGN}/decline", signing.decline, name="sign-decline"),
    path(f"{SIGN}/delegate", signing.delegate, name="sign-delegate"),
    path(f"{SIGN}/password", signing.password, name="sign-password"),
    path(f"{SIGN}/code", signing.code, name="sign-code"),
    path("verify", verifying.verify, name="verify"),
]
