"""Addresses of the pages about embedding."""

from __future__ import annotations

from django.urls import path

from embed.views import bench, catalogs, configuration, console, overview, presets, themes

ALL = "projects/<uuid:project_id>/embed"

urlpatterns = [
    path(ALL, overview.embed_overview, name="embed"),
    path(f"{ALL}/enable", overview.embed_enable, name="embed-enable"),
    path(f"{ALL}/disable", overview.embed_disable, name="embed-disable"),
    path(f"{ALL}/settings", configuration.embed_settings, name="embed-settings"),
    path(f"{ALL}/origins", configuration.origin_add, name="embed-origin-add"),
    path(f"{ALL}/origins/<uuid:origin_id>/remove", configuration.origin_remove, name="embed-origin-remove"),
    path(f"{ALL}/hosts", configuration.host_add, name="embed-host-add"),
    path(f"{ALL}/hosts/<uuid:host_id>/remove", configuration.host_remove, name="embed-host-remove"),
    path(f"{ALL}/keys", configuration.public_key_add, name="embed-key-add"),
    path(f"{ALL}/callback", configuration.callback_change, name="embed-callback"),
    path(f"{ALL}/callback/secret", configuration.callback_secret, name="embed-secret"),
    path(f"{ALL}/signing-key", configuration.signing_key_rotate, name="embed-signing-rotate"),
    path(f"{ALL}/bench", bench.bench_page, name="embed-bench"),
    path(f"{ALL}/sessions", console.session_list, name="embed-sessions"),
    path(f"{ALL}/sessions/<uuid:session_id>", console.session_page, name="embed-session"),
    path(f"{ALL}/sessions/<uuid:session_id>/revoke", console.session_revoke, name="embed-session-revoke"),
    path(f"{ALL}/usage", console.usage_page, name="embed-usage"),
    path(f"{ALL}/catalogs", catalogs.catalog_list, name="embed-catalogs"),
    path(f"{ALL}/catalogs/new", catalogs.catalog_new, name="embed-catalog-new"),
    path(f"{ALL}/catalog/<slug:catalog>", catalogs.catalog_page, name="embed-catalog"),
    path(f"{ALL}/catalog/<slug:catalog>/edit", catalogs.catalog_edit, name="embed-catalog-edit"),
    path(
        f"{ALL}/catalog/<slug:catalog>/compare/<int:older>/<int:newer>",
        catalogs.catalog_compare,
        name="embed-catalog-compare",
    ),
    path(f"{ALL}/presets", presets.preset_list, name="embed-presets"),
    path(f"{ALL}/presets/new", presets.preset_new, name="embed-preset-new"),
    path(f"{ALL}/presets/<uuid:preset_id>", presets.preset_edit, name="embed-preset"),
    path(f"{ALL}/presets/<uuid:preset_id>/delete", presets.preset_delete, name="embed-preset-delete"),
    path(f"{ALL}/theme", themes.theme_page, name="embed-theme"),
    path(f"{ALL}/theme/part", themes.theme_part, name="embed-theme-part"),
    path(f"{ALL}/theme/sample", themes.theme_sample, name="embed-theme-sample"),
    path(f"{ALL}/theme/sheet.css", themes.theme_sheet, name="embed-theme-sheet"),
]
