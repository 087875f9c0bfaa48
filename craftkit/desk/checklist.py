"""The first steps in a project: which are made, as the database has it, and which comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from craftkit.accounts.models import ApiKey, Project
from craftkit.guides.readers import first_render_of
from renders.models import Render
from templates_app.models import Template
from webhooks.models import Endpoint


@dataclass(frozen=True)
class Step:
    """One step: the name that its words in the page go by, and whether it is made."""

    name: str
    is_done: bool


@dataclass(frozen=True)
class Steps:
    """All steps, the kind of documents made so far, and for the call of the API a template and a sample to paste."""

    steps: tuple[Step, ...]
    env: str = "live"
    slug: str = ""
    sample: str = ""

    def is_done(self, name: str) -> bool:
        """Whether the step of this name is made."""
        return any(step.is_done for step in self.steps if step.name == name)

    @property
    def done(self) -> int:
        """How many are made."""
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> str:
        """The first that is not made."""
        return next((step.name for step in self.steps if not step.is_done), "")


def steps_of(project: Project) -> Steps:
    """The steps as they stand; nobody ticks them by hand."""
    live = Render.objects.filter(env="live")
    signs = {name: Exists(rows.filter(project=OuterRef("pk"))) for name, rows in {**_signs(), "live": live}.items()}
    *made, has_live = Project.objects.filter(pk=project.pk).values_list(*signs.values()).get()
    steps = tuple(Step(name, bool(is_done)) for name, is_done in zip(_signs(), made, strict=True))
    env = "live" if has_live or not Steps(steps).is_done("render") else "test"
    if all(step.is_done for step in steps):
        return Steps(steps, env)
    slug, calls = first_render_of(project)
    return Steps(steps, env, slug, dict(calls).get("bash", ""))


def _signs() -> dict[str, QuerySet[Any]]:
    """What shows that each step was made."""
    keys = ApiKey.objects.filter(kind__in=("live", "test"))
    return {
        "template": Template.objects.filter(deleted_at=None).exclude(current_version=None),
        "render": Render.objects.exclude(source=Render.Source.VERIFY),
        "key": keys,
        "call": keys.exclude(last_used_at=None),
        "webhook": Endpoint.objects.kept().filter(kind=Endpoint.Kind.SUBSCRIPTION),
    }
