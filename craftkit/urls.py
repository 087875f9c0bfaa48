"""The gate: collects every app's addresses, and what each tells the health checks."""

from __future__ import annotations

from django.urls import include, path

from renders import health
from webhooks import health as webhooks_health

urlpatterns = [
    path("", include("craftkit.api.urls")),
    path("", include("craftkit.guides.urls")),
    path("", include("craftkit.mail.urls")),
    path("", include("webhooks.urls")),
    path("", include("templates_app.urls")),
    path("", include("embed.urls")),
    path("", include("sharing.urls")),
    path("", include("signatures.urls")),
    path("", include("renders.urls")),
    path("", include("craftkit.desk.urls")),
    path("", include("craftkit.accounts.urls")),
    path("", include("craftkit.mail.page_urls")),
    path("", include("webhooks.page_urls")),
    path("", include("templates_app.page_urls")),
    path("", include("embed.page_urls")),
    path("", include("sharing.page_urls")),
    path("", include("signatures.page_urls")),
    path("", include("renders.page_urls")),
]

handler404 = "craftkit.api.errors.not_found"
handler500 = "craftkit.api.errors.server_error"

health.register()
webhooks_health.register()
