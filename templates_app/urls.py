"""API addresses of templates."""

from __future__ import annotations

from django.urls import path

from templates_app.api import assets, clients, templates, trials, versions

urlpatterns = [
    path("v1/assets", assets.Assets.as_view()),
    path("v1/assets/<str:asset_id>", assets.OneAsset.as_view()),
    path("v1/assets/<str:asset_id>/content", assets.AssetContent.as_view()),
    path("v1/templates", templates.Templates.as_view()),
    path("v1/templates/<str:slug>", templates.OneTemplate.as_view()),
    path("v1/templates/<str:slug>/schema.json", trials.DataSchema.as_view()),
    path("v1/templates/<str:slug>/mock", clients.Mock.as_view()),
    path("v1/templates/<str:slug>/client.ts", clients.TypeScriptClient.as_view()),
    path("v1/templates/<str:slug>/client.py", clients.PythonClient.as_view()),
    path("v1/templates/<str:slug>/validate", trials.Trial.as_view()),
    path("v1/templates/<str:slug>/versions", versions.Versions.as_view()),
    path("v1/templates/<str:slug>/versions/<int:number>", versions.OneVersion.as_view()),
    path("v1/templates/<str:slug>/versions/<int:number>/rollback", versions.Rollback.as_view()),
    path("v1/templates/<str:slug>/versions/<int:number>/diff/<int:other>", versions.Difference.as_view()),
]
