"""The doors of `/v1/templates`, a file for each kind of resource."""

from templates_app.api.doors import NoPublishedVersion, TemplateNotFound, VersionNotFound

__all__ = ["NoPublishedVersion", "TemplateNotFound", "VersionNotFound"]
