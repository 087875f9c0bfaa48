"""Addresses of a project's own pages: its home, and what went wrong in it."""

from __future__ import annotations

from django.urls import path

from craftkit.desk import (
    audit_pages,
    choosing_pages,
    invitation_pages,
    request_pages,
    search_pages,
    settings_pages,
    team_pages,
    views,
)

SETTINGS = "projects/<uuid:project_id>/settings"
TEAM = "account/<uuid:account_id>"
ONE = f"{TEAM}/members/<uuid:user_id>"

urlpatterns = [
    path("projects/<uuid:project_id>", views.project_home, name="project"),
    path("projects/<uuid:project_id>/failed", views.failed_work, name="failed-work"),
    path(
        "projects/<uuid:project_id>/documents/new",
        choosing_pages.template_choose,
        {"purpose": "document"},
        name="document-choose",
    ),
    path(
        "projects/<uuid:project_id>/batches/new",
        choosing_pages.template_choose,
        {"purpose": "batch"},
        name="batch-choose",
    ),
    path("projects/<uuid:project_id>/search", search_pages.search, name="search"),
    path("projects/<uuid:project_id>/palette", search_pages.palette, name="palette"),
    path(SETTINGS, settings_pages.project_settings, name="project-settings"),
    path(f"{SETTINGS}/brand", settings_pages.settings_brand, name="settings-brand"),
    path(f"{SETTINGS}/brand/logo", settings_pages.settings_logo, name="settings-logo"),
    path(f"{SETTINGS}/brand/look.css", settings_pages.settings_look, name="settings-look"),
    path(f"{SETTINGS}/language", settings_pages.settings_language, name="settings-language"),
    path(f"{SETTINGS}/retention", settings_pages.settings_retention, name="settings-retention"),
    path(f"{SETTINGS}/limits", settings_pages.settings_limits, name="settings-limits"),
    path(f"{SETTINGS}/hold", settings_pages.settings_hold, name="settings-hold"),
    path(f"{SETTINGS}/delete", settings_pages.project_delete, name="project-delete"),
    path("projects/<uuid:project_id>/requests", request_pages.request_list, name="request-list"),
    path("projects/<uuid:project_id>/requests/bodies", request_pages.request_bodies, name="request-bodies"),
    path("projects/<uuid:project_id>/requests/<uuid:line_id>", request_pages.request_page, name="request"),
    path(f"{TEAM}/members", team_pages.member_list, name="member-list"),
    path(f"{TEAM}/members/invite", invitation_pages.invitation_new, name="invitation-new"),
    path(f"{TEAM}/leave", team_pages.leave, name="member-leave"),
    path(ONE, team_pages.member, name="member"),
    path(f"{ONE}/role", team_pages.member_role, name="member-role"),
    path(f"{ONE}/projects", team_pages.member_projects, name="member-projects"),
    path(f"{ONE}/remove", team_pages.member_remove, name="member-remove"),
    path(
        f"{TEAM}/invitations/<uuid:invitation_id>/resend", invitation_pages.invitation_resend, name="invitation-resend"
    ),
    path(
        f"{TEAM}/invitations/<uuid:invitation_id>/revoke", invitation_pages.invitation_revoke, name="invitation-revoke"
    ),
    path("invitations/<str:token>", invitation_pages.invitation, name="invitation"),
    path(f"{TEAM}/log", audit_pages.audit_log, name="audit-log"),
    path(f"{TEAM}/log.csv", audit_pages.audit_csv, name="audit-csv"),
]
