"""Addresses of the frame: projects, health, metrics and the API's own documents."""

from __future__ import annotations

from django.urls import path

from craftkit.api import health, metrics, projects, reference

urlpatterns = [
    path("v1/projects", projects.Projects.as_view()),
    path("v1/projects/<str:project_id>", projects.OneProject.as_view()),
    path("v1/projects/<str:project_id>/keys", projects.ProjectKeys.as_view()),
    path("v1/projects/<str:project_id>/keys/<str:key_id>", projects.OneProjectKey.as_view()),
    path("health", health.Alive.as_view()),
    path("v1/health", health.Health.as_view(), name="health"),
    path("metrics", metrics.page),
    path("openapi.yaml", reference.openapi, name="openapi"),
    path("docs/api", reference.page, name="reference"),
]
