"""Pages about a person's own data: take it along, and delete the user."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts import audit, exporting, leaving
from craftkit.accounts.access import members_only, person, recently_authenticated
from craftkit.accounts.models import User
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken


class DeleteForm(forms.Form):
    """The typed confirmation."""

    address = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Type it, so that this does not happen by chance."),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user

    def clean_address(self) -> str:
        """It must be the person's own."""
        address = str(self.cleaned_data["address"])
        if address.lower() != self.user.email.lower():
            raise forms.ValidationError(gettext("This is not the address that you sign in with."))
        return address


@members_only
@recently_authenticated
@require_safe
def own_export(request: HttpRequest) -> StreamingHttpResponse:
    """What is known about the reader, as a ZIP."""
    user = person(request)
    audit.record_for(user, "data.exported", target="own data")
    return exporting.download(exporting.files_about(user), name=f"craftkit-my-data-{timezone.now():%Y-%m-%d}.zip")


@members_only
@recently_authenticated
@require_http_methods(["GET", "HEAD", "POST"])
def user_delete(request: HttpRequest) -> HttpResponse:
    """Say what goes, ask for the address, then delete the reader's user."""
    user = person(request)
    form = DeleteForm(request.POST if request.method == "POST" else None, user=user)
    blocking = leaving.held_up_by(user)
    if blocking or not form.is_valid():
        page = {"form": form, "blocking": blocking, "going": leaving.going_with(user), "section": "security"}
        return render(request, "account/delete.html", page, status=_status(form, blocking=bool(blocking)))
    try:
        leaving.delete_user(user=user)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("user-delete")
    logout(request)
    messages.success(request, gettext("Your user is deleted."))
    return redirect("account_login")


def _status(form: DeleteForm, *, blocking: bool) -> int:
    if not form.is_bound:
        return 200
    return 409 if blocking else 422
