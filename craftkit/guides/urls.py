"""Addresses of the guides."""

from __future__ import annotations

from django.urls import path

from craftkit.guides import views

urlpatterns = [
    path("docs", views.guide_home, name="docs"),
    path("docs/search.json", views.guide_search, name="guide-search"),
    path("docs/<slug:slug>.md", views.guide_twin, name="guide-twin"),
    path("docs/<slug:slug>", views.guide_page, name="guide"),
    path("llms.txt", views.llms, name="llms"),
]
