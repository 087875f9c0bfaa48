"""Addresses of the dashboard's pages about signatures."""

from __future__ import annotations

from django.urls import path

from signatures.views import bulk, bulk_pages, preparing, requests, sets

DOCUMENT = "projects/<uuid:project_id>/documents/<uuid:render_id>/signatures"
LIST = "projects/<uuid:project_id>/signatures"
SETS = f"{LIST}/recipients"
BULK = f"{LIST}/bulk/<uuid:bulk_id>"
ONE = f"{LIST}/<uuid:signature_id>"

urlpatterns = [
    path(SETS, sets.set_list, name="recipient-sets"),
    path(f"{SETS}/new", sets.set_new, name="recipient-set-new"),
    path(f"{SETS}/<uuid:set_id>", sets.set_edit, name="recipient-set"),
    path(f"{SETS}/<uuid:set_id>/delete", sets.set_delete, name="recipient-set-delete"),
    path("projects/<uuid:project_id>/batches/<uuid:batch_id>/signatures", bulk.bulk_new, name="signature-bulk-new"),
    path(f"{LIST}/bulk", bulk_pages.bulk_list, name="signature-bulk-list"),
    path(BULK, bulk_pages.bulk_page, name="signature-bulk"),
    path(f"{BULK}/cancel", bulk_pages.bulk_cancel, name="signature-bulk-cancel"),
    path(f"{BULK}/retry", bulk_pages.bulk_retry, name="signature-bulk-retry"),
    path(f"{BULK}/result.csv", bulk_pages.bulk_result, name="signature-bulk-result"),
    path(LIST, requests.signature_list, name="signature-list"),
    path(ONE, requests.signature_page, name="signature"),
    path(f"{ONE}/remind", requests.signature_remind, name="signature-remind"),
    path(f"{ONE}/cancel", requests.signature_cancel, name="signature-cancel"),
    path(f"{ONE}/signed", requests.signature_file, {"part": "signed"}, name="signature-signed"),
    path(f"{ONE}/certificate", requests.signature_file, {"part": "certificate"}, name="signature-certificate"),
    path(f"{ONE}/evidence", requests.signature_file, {"part": "evidence"}, name="signature-evidence"),
    path(f"{DOCUMENT}/card", requests.signatures_card, name="document-signatures-card"),
    path(f"{DOCUMENT}/new", preparing.signature_new, name="signature-new"),
    path(f"{DOCUMENT}/pages/<int:page>", preparing.signature_paper, name="signature-paper"),
]
