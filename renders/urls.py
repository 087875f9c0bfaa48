"""API addresses of renders, and the door of download links."""

from __future__ import annotations

from django.urls import path

from renders import api, comparisons, files, hooks, proofs
from renders.batches import api as batches

DIFFERENCE = "v1/templates/<str:slug>/versions/<int:number>/diff/<int:other>"

urlpatterns = [
    path("v1/templates/<str:slug>/render", api.StartRender.as_view()),
    path("v1/renders", api.Renders.as_view()),
    path("v1/renders/<str:render_id>", api.OneRender.as_view()),
    path("v1/renders/<str:render_id>/cancel", api.Cancel.as_view()),
    path("v1/renders/<str:render_id>/download", api.Download.as_view()),
    path("v1/renders/<str:render_id>/receipt", proofs.Receipt.as_view()),
    path("v1/renders/<str:render_id>/verify", proofs.Verify.as_view()),
    path(f"{DIFFERENCE}/pages", comparisons.ChangedPages.as_view()),
    path(f"{DIFFERENCE}/pages/<int:page>.png", comparisons.ChangedPage.as_view()),
    path("v1/templates/<str:slug>/batches", batches.StartBatch.as_view()),
    path("v1/batches", batches.Batches.as_view()),
    path("v1/batches/<str:batch_id>", batches.OneBatch.as_view()),
    path("v1/batches/<str:batch_id>/rows", batches.Rows.as_view()),
    path("v1/batches/<str:batch_id>/cancel", batches.Cancel.as_view()),
    path("v1/batches/<str:batch_id>/retry", batches.Retry.as_view()),
    path("v1/batches/<str:batch_id>/report.csv", batches.Report.as_view()),
    path("v1/batches/<str:batch_id>/zip", batches.Zip.as_view()),
    path("v1/batches/<str:batch_id>/merged.pdf", batches.Merged.as_view()),
    path("v1/hooks/<str:token>", hooks.InboundHook.as_view()),
    path("files/<str:token>", files.by_link, name="download-link"),
]
