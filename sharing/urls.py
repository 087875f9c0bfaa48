"""API addresses of shares and engagement, and the doors of share links."""

from __future__ import annotations

from django.urls import path

from sharing.api import engagement, shares
from sharing.views import doors, files, looks, pages, pings

RENDER = "v1/renders/<str:render_id>"
SHARE = "share/<str:token>"

urlpatterns = [
    path(f"{RENDER}/shares", shares.Shares.as_view()),
    path(f"{RENDER}/shares/<str:share_id>", shares.OneShare.as_view()),
    path(f"{RENDER}/email", shares.Email.as_view()),
    path(f"{RENDER}/engagement", engagement.Engagement.as_view()),
    path(f"{RENDER}/events", engagement.Events.as_view()),
    path(SHARE, pages.share_page, name="share-page"),
    path(f"{SHARE}/password", doors.password, name="share-password"),
    path(f"{SHARE}/email", doors.email, name="share-code"),
    path(f"{SHARE}/code", doors.code, name="share-confirm"),
    path(f"{SHARE}/open", doors.opened, name="share-open"),
    path(f"{SHARE}/file", files.file, name="share-file"),
    path(f"{SHARE}/download", files.download, name="share-download"),
    path(f"{SHARE}/look.css", looks.look, name="share-look"),
    path(f"{SHARE}/logo", looks.logo, name="share-logo"),
    path(f"{SHARE}/beacon", pings.beacon, name="share-beacon"),
    path(f"{SHARE}/opened.gif", pings.picture, name="share-picture"),
]
