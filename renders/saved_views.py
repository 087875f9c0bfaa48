"""Pages of the views that somebody keeps of a project's documents: save one, rename it, delete it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from craftkit.accounts.access import members_only, person, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.undo import done
from renders.models import SavedView
from renders.selection import Selection

MOST = 20
form_page = require_http_methods(["GET", "HEAD", "POST"])


class NameForm(forms.Form):
    """How a view is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)


@members_only
@form_page
def view_new(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Keep the choice in the address under a name; everybody has views of their own."""
    project = project_for(request, project_id, needs=Role.VIEWER)
    query = Selection.read(request.GET).query
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fault = kept(SavedView(project=project, user=person(request), name=form.cleaned_data["name"], query=query))
        if not fault:
            return redirect(address(project, query))
        form.add_error("name", fault)
    return asked(request, project, "renders/view_new.html", {"form": form, "query": query})


@members_only
@form_page
def view_rename(request: HttpRequest, project_id: uuid.UUID, view_id: uuid.UUID) -> HttpResponse:
    """Another name for a view of one's own."""
    project, view = view_of(request, project_id, view_id)
    form = NameForm(request.POST or None, initial={"name": view.name})
    if request.method == "POST" and form.is_valid():
        view.name = form.cleaned_data["name"]
        fault = kept(view)
        if not fault:
            return redirect(address(project, view.query))
        form.add_error("name", fault)
    return asked(request, project, "renders/view_rename.html", {"form": form, "view": view})


@members_only
@form_page
def view_delete(request: HttpRequest, project_id: uuid.UUID, view_id: uuid.UUID) -> HttpResponse:
    """Forget a view of one's own, once that was confirmed; no document goes with it."""
    project, view = view_of(request, project_id, view_id)
    if request.method == "POST":
        view.delete()
        back = f"{reverse('view-new', args=[project.pk])}?{view.query}"
        done(request, _("The view “%(name)s” is gone.") % {"name": view.name}, undo=back, name=view.name)
        return redirect(address(project, view.query))
    return asked(request, project, "renders/view_delete.html", {"view": view})


def view_of(request: HttpRequest, project_id: uuid.UUID, view_id: uuid.UUID) -> tuple[Project, SavedView]:
    """A view of the reader's own in this project, or 404."""
    project = project_for(request, project_id, needs=Role.VIEWER)
    return project, get_object_or_404(SavedView, pk=view_id, project=project, user=person(request))


def kept(view: SavedView) -> str:
    """Write the view; why that cannot be, else nothing."""
    others = SavedView.objects.filter(project=view.project_id, user=view.user_id).exclude(pk=view.pk)
    if others.count() >= MOST:
        return _("There are %(n)d views already. Delete one first.") % {"n": MOST}
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        return _("Another view has this name.")
    return ""


def asked(request: HttpRequest, project: Project, template: str, page: dict[str, Any]) -> HttpResponse:
    """The form, with what is wrong in it."""
    query = page["view"].query if "view" in page else page["query"]
    back = address(project, Selection.read(QueryDict(query)).query)
    status = 422 if request.method == "POST" else 200
    context = {"project": project, "section": "documents", "back": back, **page}
    return render(request, template, context, status=status)


def address(project: Project, query: str) -> str:
    """The list with this choice."""
    place = reverse("document-list", args=[project.pk])
    return f"{place}?{query}" if query else place
