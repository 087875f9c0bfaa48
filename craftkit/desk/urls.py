"""Addresses of a project's own pages: its home, and what went wrong in it."""

from __future__ import annotations

from django.urls import path

from craftkit.desk import views

urlpatterns = [
    path("projects/<uuid:project_id>", views.project_home, name="project"),
    path("projects/<uuid:project_id>/failed", views.failed_work, name="failed-work"),
]
