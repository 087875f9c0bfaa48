"""Addresses of the pages about documents and inbound hooks, and of the pictures of templates."""

from __future__ import annotations

from django.urls import path

from renders import hook_pages, views

DOCUMENT = "projects/<uuid:project_id>/documents/<uuid:render_id>"
TEMPLATE = "projects/<uuid:project_id>/templates/<str:slug>"

urlpatterns = [
    path("projects/<uuid:project_id>/documents", views.document_list, name="document-list"),
    path(DOCUMENT, views.document_page, name="document"),
    path(f"{DOCUMENT}/cancel", views.document_cancel, name="document-cancel"),
    path(f"{DOCUMENT}/again", views.document_again, name="document-again"),
    path(f"{TEMPLATE}/render", views.template_render, name="template-render"),
    path(f"{TEMPLATE}/hook", hook_pages.hook_page, name="hook"),
    path(f"{TEMPLATE}/hook/switch", hook_pages.hook_switch, name="hook-switch"),
    path(f"{TEMPLATE}/hook/mapping", hook_pages.hook_mapping, name="hook-mapping"),
    path(f"{TEMPLATE}/hook/calls/<uuid:call_id>", hook_pages.hook_call, name="hook-call"),
    path(f"{TEMPLATE}/hook/rotate/<str:what>", hook_pages.hook_rotate, name="hook-rotate"),
    path(f"{TEMPLATE}/thumbnail.png", views.template_thumbnail, name="template-thumbnail"),
]
