"""The bell: what waits for a person."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts.gates import signed_in
from pamoja.core.lists.listing import Listing
from pamoja.core.lists.spec import Column, ListSpec
from pamoja.core.notifications.models import Notification
from pamoja.core.notifications.services import mark_read, notifications_of
from pamoja.core.notifications.words import words_of
from pamoja.core.problems import NOT_FOUND, Problem

NOTIFICATIONS = ListSpec(
    name="notifications",
    kind="",
    columns=(
        Column("what", _("What"), value=words_of, template="shell/notification.html"),
        Column("workspace", _("Workspace"), value="workspace.name", sort="workspace__name"),
        Column("when", _("When"), value="created_at", sort="pk"),
    ),
    order="-when",
    empty_title=_("Nothing new"),
    empty_text=_("What concerns you will be told here."),
    empty_icon="bell",
    exports=(),
)


@require_safe
@signed_in
def notifications(request: HttpRequest) -> HttpResponseBase:
    """All notifications of this person."""
    user = request.actor.user  # type: ignore[attr-defined]
    listing = Listing(NOTIFICATIONS, notifications_of(user), request.GET)
    return render(request, "notifications.html", {"listing": listing})


@require_POST
@signed_in
def open_notification(request: HttpRequest, notification_id: int) -> HttpResponseBase:
    """Mark one as read and go where it leads."""
    user = request.actor.user  # type: ignore[attr-defined]
    found = Notification.objects.filter(user=user, pk=notification_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    mark_read(user, found.pk)
    is_ours = url_has_allowed_host_and_scheme(found.url, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(found.url if is_ours else reverse("notifications"))


@require_POST
@signed_in
def read_notifications(request: HttpRequest) -> HttpResponseBase:
    """Mark all as read."""
    mark_read(request.actor.user)  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("notifications"))
