"""`/v1/projects`: an account's projects and the keys of each; opened by account keys alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.accounts import actions, governing
from craftkit.accounts.holds import OnHold
from craftkit.accounts.models import ApiKey, Project
from craftkit.api import shapes
from craftkit.api.authentication import ACCOUNT_KEY
from craftkit.api.doors import Door
from craftkit.api.pagination import OptionalPageQuery, page_of
from craftkit.api.schema import account_auth, problems
from craftkit.api.times import iso
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id

HELD = (409, OnHold.message, "A legal hold stands against it.")


class ProjectDoor(Door):
    """A door of the account's projects."""

    allowed: ClassVar = ACCOUNT_KEY

    def project(self, project_id: str) -> Project:
        """The account's living project, else 404 with no hint whether it exists."""
        uuid = parse_id(project_id)
        found = Project.objects.alive().filter(pk=uuid, account=self.principal.account).first() if uuid else None
        if found is None:
            raise NotFound("No such project in this account.")
        return found


class Projects(ProjectDoor):
    """The collection of projects."""

    @extend_schema(
        operation_id="listProjects",
        tags=["Projects"],
        summary="List projects",
        auth=account_auth,
        parameters=[OptionalPageQuery],
        responses={200: shapes.ProjectList, **problems(400, 401, 429)},
    )
    def get(self, request: Request) -> Response:
        """The account's projects that were not deleted, newest first; all of them unless `limit` asks for a page."""
        query = self.read_query(OptionalPageQuery, request)
        page = page_of(Project.objects.alive().filter(account=self.principal.account), query)
        return Response({"projects": [full(project) for project in page.rows], **page.as_json()})

    @extend_schema(
        operation_id="createProject",
        tags=["Projects"],
        summary="Create a project",
        auth=account_auth,
        request=shapes.ProjectCreate,
        responses={201: shapes.ProjectCreated, **problems(400, 401, 413, 415, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        """Create a project. The slug comes from the name; a taken one gets `-1`, `-2` and so on."""
        body = self.read(shapes.ProjectCreate, request)
        project = actions.create_project(account=self.principal.account, name=body["name"])
        return Response({"id": str(project.pk), "slug": project.slug, "name": project.name}, status=201)

    invalid_status: ClassVar = 422


class OneProject(ProjectDoor):
    """One project."""

    @extend_schema(
        operation_id="getProject",
        tags=["Projects"],
        summary="Fetch a project",
        auth=account_auth,
        responses={200: shapes.ProjectAnswer, **problems(401, 404, 429)},
    )
    def get(self, request: Request, project_id: str) -> Response:
        """One project of the account."""
        return Response(full(self.project(project_id)))

    @extend_schema(
        operation_id="renameProject",
        tags=["Projects"],
        summary="Rename a project",
        auth=account_auth,
        request=shapes.ProjectRename,
        responses={200: shapes.ProjectAnswer, **problems(400, 401, 404, 413, 415, 429)},
    )
    def patch(self, request: Request, project_id: str) -> Response:
        """Change the name; the slug stays."""
        project = self.project(project_id)
        governing.rename(project=project, name=self.read(shapes.ProjectRename, request)["name"])
        return Response(full(project))

    @extend_schema(
        operation_id="deleteProject",
        tags=["Projects"],
        summary="Delete a project",
        auth=account_auth,
        responses={200: shapes.ProjectDeleted, **problems(401, 404, 429, legal_hold=HELD)},
    )
    def delete(self, request: Request, project_id: str) -> Response:
        """Soft delete: the project's keys answer 403 from now on, the slug stays reserved. In the dashboard it can be
        restored for 30 days; then its data and files go. 409 `legal_hold` while the project or a document of it is
        on hold."""
        project = self.project(project_id)
        actions.delete_project(project=project)
        return Response({"id": str(project.pk), "deleted": True})


class ProjectKeys(ProjectDoor):
    """The secret keys of one project."""

    @extend_schema(
        operation_id="listProjectKeys",
        tags=["Projects"],
        summary="List a project's keys",
        auth=account_auth,
        parameters=[OptionalPageQuery],
        responses={200: shapes.KeyList, **problems(400, 401, 404, 429)},
    )
    def get(self, request: Request, project_id: str) -> Response:
        """The project's secret keys, newest first, revoked ones included; never their clear text."""
        project = self.project(project_id)
        query = self.read_query(OptionalPageQuery, request)
        page = page_of(project.keys.filter(kind__in=(ApiKey.Kind.LIVE, ApiKey.Kind.TEST)), query)
        return Response({"keys": [described(key) for key in page.rows], **page.as_json()})

    @extend_schema(
        operation_id="createProjectKey",
        tags=["Projects"],
        summary="Mint a project key",
        auth=account_auth,
        request=shapes.KeyCreate,
        responses={201: shapes.KeyCreated, **problems(400, 401, 404, 413, 415, 429)},
    )
    def post(self, request: Request, project_id: str) -> Response:
        """Mint a live key. `key` is shown in this answer and never again."""
        project = self.project(project_id)
        body = self.read(shapes.KeyCreate, request)
        key, text = actions.issue_key(account=project.account, project=project, kind="live", name=body["name"])
        answer = {name: described(key)[name] for name in ("id", "projectId", "name", "prefix", "createdAt")}
        return Response({**answer, "key": text}, status=201)


class OneProjectKey(ProjectDoor):
    """One secret key of a project."""

    @extend_schema(
        operation_id="revokeProjectKey",
        tags=["Projects"],
        summary="Revoke a project key",
        auth=account_auth,
        responses={200: shapes.KeyRevoked, **problems(401, 404, 429)},
    )
    def delete(self, request: Request, project_id: str, key_id: str) -> Response:
        """The key stops working at once. Revoking it again is a 404."""
        uuid = parse_id(key_id)
        secret = self.project(project_id).keys.active().filter(kind__in=(ApiKey.Kind.LIVE, ApiKey.Kind.TEST))
        key = secret.filter(pk=uuid).first() if uuid else None
        if key is None:
            raise NotFound("No such active key in this project.")
        actions.revoke_key(key=key)
        return Response({"id": str(key.pk), "revokedAt": iso(timezone.now())})


def full(project: Project) -> dict[str, Any]:
    """A project as the API answers it."""
    return {
        "id": str(project.pk),
        "slug": project.slug,
        "name": project.name,
        "createdAt": iso(project.created_at),
        "updatedAt": iso(project.updated_at),
    }


def described(key: ApiKey) -> dict[str, Any]:
    """A key as the API answers it: everything but its clear text."""
    return {
        "id": str(key.pk),
        "projectId": str(key.project_id),
        "name": key.name,
        "kind": key.kind,
        "prefix": key.prefix,
        "createdAt": iso(key.created_at),
        "lastUsedAt": iso(key.last_used_at),
        "revokedAt": iso(key.revoked_at),
    }
