"""What all doors of templates share: finding the template, and the failures of not finding it."""

from __future__ import annotations

from typing import Any, ClassVar

from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.doors import Door
from craftkit.api.schema import problems
from craftkit.api.times import iso
from craftkit.lib.errors import Conflict, NotFound
from templates_app.models import Template, TemplateVersion


class TemplateNotFound(NotFound):
    """No living template of that slug in the key's project."""

    code = "template_not_found"
    message = "No such template in this project."


class VersionNotFound(NotFound):
    """The template has no version of that number."""

    code = "version_not_found"
    message = "The template has no version of this number."


class NoPublishedVersion(Conflict):
    """There is nothing to render yet."""

    code = "no_published_version"
    message = "The template has no published version yet."


def unknown_template() -> dict[int, Any]:
    """The 404 of an operation on one template, for the OpenAPI document."""
    return problems(template_not_found=(404, TemplateNotFound.message, "No such template."))


class TemplateDoor(Door):
    """A door of the project's templates."""

    allowed: ClassVar = PROJECT_KEYS

    def template(self, slug: str) -> Template:
        """The living template of that slug in the key's project."""
        found = Template.objects.for_project(self.principal.project).filter(slug=slug)
        template = found.select_related("current_version").first()
        if template is None:
            raise TemplateNotFound
        return template

    def version(self, template: Template, number: int) -> TemplateVersion:
        """The template's version of that number."""
        version = template.versions.filter(number=number).first()
        if version is None:
            raise VersionNotFound
        version.template = template
        return version


def published(version: TemplateVersion) -> dict[str, Any]:
    """The answer to a publish."""
    return {
        "id": str(version.template_id),
        "slug": version.template.slug,
        "currentVersionNumber": version.number,
        "manifest": version.manifest,
    }


def listed(version: TemplateVersion, template: Template) -> dict[str, Any]:
    """A version as lists show it."""
    return {
        "number": version.number,
        "publishedAt": iso(version.published_at),
        "current": version.pk == template.current_version_id,
    }
