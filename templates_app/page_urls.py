"""Addresses of the pages about templates."""

from __future__ import annotations

from django.urls import path

from templates_app import asset_pages, keeping_pages, views

TEMPLATE = "projects/<uuid:project_id>/templates/<str:slug>"

urlpatterns = [
    path("pictures/<str:token>", asset_pages.linked_picture, name="linked-picture"),
    path("projects/<uuid:project_id>/assets", asset_pages.asset_list, name="asset-list"),
    path("projects/<uuid:project_id>/assets/upload", asset_pages.asset_upload, name="asset-upload"),
    path("projects/<uuid:project_id>/assets/<uuid:asset_id>/content", asset_pages.asset_content, name="asset-content"),
    path("projects/<uuid:project_id>/assets/<uuid:asset_id>/rename", asset_pages.asset_rename, name="asset-rename"),
    path("projects/<uuid:project_id>/assets/<uuid:asset_id>/delete", asset_pages.asset_delete, name="asset-delete"),
    path(
        "projects/<uuid:project_id>/assets/<uuid:asset_id>/specimen.css",
        asset_pages.asset_specimen,
        name="asset-specimen",
    ),
    path("projects/<uuid:project_id>/samples", views.sample_list, name="sample-list"),
    path("projects/<uuid:project_id>/samples/<str:slug>/start", views.sample_start, name="sample-start"),
    path("projects/<uuid:project_id>/templates", views.template_list, name="template-list"),
    path("projects/<uuid:project_id>/import-template", keeping_pages.template_import, name="template-import"),
    path(TEMPLATE, views.template_page, name="template"),
    path(f"{TEMPLATE}/settings", keeping_pages.template_settings, name="template-settings"),
    path(f"{TEMPLATE}/tags", keeping_pages.template_tags, name="template-tags"),
    path(f"{TEMPLATE}/archive", keeping_pages.template_archive, name="template-archive"),
    path(f"{TEMPLATE}/duplicate", keeping_pages.template_duplicate, name="template-duplicate"),
    path(f"{TEMPLATE}/delete", keeping_pages.template_delete, name="template-delete"),
    path(f"{TEMPLATE}/export.zip", keeping_pages.template_export, name="template-export"),
    path(f"{TEMPLATE}/versions/<int:number>/restore", keeping_pages.version_restore, name="version-restore"),
]
