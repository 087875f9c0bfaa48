"""Addresses of the pages about projects and keys."""

from __future__ import annotations

from django.urls import path

from craftkit.accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("projects", views.project_list, name="project-list"),
    path("projects/new", views.project_new, name="project-new"),
    path("projects/<uuid:project_id>/keys", views.key_list, name="key-list"),
    path("projects/<uuid:project_id>/keys/new", views.key_new, name="key-new"),
    path("projects/<uuid:project_id>/keys/<uuid:key_id>/revoke", views.key_revoke, name="key-revoke"),
    path("account/keys", views.account_key_list, name="account-key-list"),
    path("account/keys/new", views.account_key_new, name="account-key-new"),
    path("account/keys/<uuid:key_id>/revoke", views.account_key_revoke, name="account-key-revoke"),
]
