"""Addresses of the pages about documents and inbound hooks, and of the pictures of templates."""

from __future__ import annotations

from django.urls import path

from renders import (
    asset_pictures,
    comparison_pages,
    delete_pages,
    golden_pages,
    hold_pages,
    hook_pages,
    list_pages,
    saved_views,
    takeout,
    views,
)
from renders.batches import pages as batches

DOCUMENTS = "projects/<uuid:project_id>/documents"
DOCUMENT = f"{DOCUMENTS}/<uuid:render_id>"
BATCH = "projects/<uuid:project_id>/batches/<uuid:batch_id>"
TEMPLATE = "projects/<uuid:project_id>/templates/<str:slug>"

urlpatterns = [
    path(
        "projects/<uuid:project_id>/assets/<uuid:asset_id>/picture.png",
        asset_pictures.asset_picture,
        name="asset-picture",
    ),
    path("projects/<uuid:project_id>/export", takeout.project_export, name="project-export"),
    path(DOCUMENTS, list_pages.document_list, name="document-list"),
    path(f"{DOCUMENTS}.csv", list_pages.document_csv, name="document-csv"),
    path(f"{DOCUMENTS}/zip", list_pages.documents_zip, name="documents-zip"),
    path(f"{DOCUMENTS}/again", list_pages.documents_again, name="documents-again"),
    path(f"{DOCUMENTS}/cancel", list_pages.documents_cancel, name="documents-cancel"),
    path(f"{DOCUMENTS}/delete", delete_pages.documents_delete, name="documents-delete"),
    path(f"{DOCUMENTS}/views/new", saved_views.view_new, name="view-new"),
    path(f"{DOCUMENTS}/views/<uuid:view_id>", saved_views.view_rename, name="view-rename"),
    path(f"{DOCUMENTS}/views/<uuid:view_id>/delete", saved_views.view_delete, name="view-delete"),
    path(DOCUMENT, views.document_page, name="document"),
    path(f"{DOCUMENT}/receipt.json", views.document_receipt, name="document-receipt"),
    path(f"{DOCUMENT}/cancel", views.document_cancel, name="document-cancel"),
    path(f"{DOCUMENT}/hold", hold_pages.document_hold, name="document-hold"),
    path(f"{DOCUMENT}/delete", delete_pages.document_delete, name="document-delete"),
    path(f"{DOCUMENT}/again", views.document_again, name="document-again"),
    path("projects/<uuid:project_id>/batches", batches.batch_list, name="batch-list"),
    path(BATCH, batches.batch_page, name="batch"),
    path(f"{BATCH}/preview", batches.batch_preview, name="batch-preview"),
    path(f"{BATCH}/cancel", batches.batch_cancel, name="batch-cancel"),
    path(f"{BATCH}/retry", batches.batch_retry, name="batch-retry"),
    path(f"{BATCH}/report.csv", batches.batch_report, name="batch-report"),
    path(f"{BATCH}/files/<str:kind>", batches.batch_file, name="batch-file"),
    path(f"{TEMPLATE}/batch", batches.batch_new, name="batch-new"),
    path(f"{TEMPLATE}/batch/example.csv", batches.batch_example, name="batch-example"),
    path(f"{TEMPLATE}/compare", comparison_pages.version_compare, name="version-compare"),
    path(
        f"{TEMPLATE}/compare/<uuid:comparison_id>/<int:page>.png",
        comparison_pages.version_change,
        name="version-change",
    ),
    path(f"{TEMPLATE}/golden", golden_pages.golden_page, name="golden"),
    path(f"{TEMPLATE}/golden/card", golden_pages.golden_card, name="golden-card"),
    path(f"{TEMPLATE}/golden/check", golden_pages.golden_check, name="golden-check"),
    path(f"{TEMPLATE}/golden/approve", golden_pages.golden_approve, name="golden-approve"),
    path(f"{TEMPLATE}/golden/<int:page>.png", golden_pages.golden_change, name="golden-change"),
    path(f"{TEMPLATE}/render", views.template_render, name="template-render"),
    path(f"{TEMPLATE}/hook", hook_pages.hook_page, name="hook"),
    path(f"{TEMPLATE}/hook/switch", hook_pages.hook_switch, name="hook-switch"),
    path(f"{TEMPLATE}/hook/mapping", hook_pages.hook_mapping, name="hook-mapping"),
    path(f"{TEMPLATE}/hook/calls/<uuid:call_id>", hook_pages.hook_call, name="hook-call"),
    path(f"{TEMPLATE}/hook/rotate/<str:what>", hook_pages.hook_rotate, name="hook-rotate"),
    path(f"{TEMPLATE}/thumbnail.png", views.template_thumbnail, name="template-thumbnail"),
]
