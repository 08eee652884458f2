"""Work of accounts beside the pages: the mail of an invitation, and sessions that have ended."""

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pamoja.core.accounts.models import Invitation
from pamoja.core.accounts.selectors import live
from pamoja.core.accounts.services.invitations import MAIL_HANDLER, link_of
from pamoja.core.accounts.services.programs import forget_expired_sessions
from pamoja.core.events.services import handler
from pamoja.core.jobs.schedule import every


@handler(MAIL_HANDLER, gettext_lazy("Send an invitation by e-mail"))
def send_invitation(payload: dict[str, Any], key: str) -> None:
    """Send the mail in the workspace's language, unless the offer has ended meanwhile."""
    invitation = Invitation.objects.filter(live(), pk=payload["invitation"]).select_related("workspace").first()
    if invitation is None:
        return
    with translation.override(invitation.workspace.language):
        context = {"invitation": invitation, "link": link_of(invitation)}
        subject = _("You are invited to %(workspace)s") % {"workspace": invitation.workspace.name}
        send_mail(subject, render_to_string("accounts/invitation.txt", context), None, [invitation.email])


@every(days=1, name="accounts.forget_sessions")
def forget_sessions() -> int:
    """Sessions of programs that have ended open nothing any more; returns how many were forgotten."""
    return forget_expired_sessions()
