"""Addresses of the pages about templates."""

from __future__ import annotations

from django.urls import path

from templates_app import views

urlpatterns = [
    path("projects/<uuid:project_id>/templates", views.template_list, name="template-list"),
    path("projects/<uuid:project_id>/templates/<str:slug>", views.template_page, name="template"),
]
