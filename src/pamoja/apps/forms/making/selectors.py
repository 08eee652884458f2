"""Who may collect with a form beside its people: devices, public links, and links that try a draft."""

import re
from collections.abc import Collection

from django.db.models import Count

from pamoja.apps.forms.models import Collector, Form
from pamoja.core.accounts.models import Credential
from pamoja.core.workspaces.context import workspace_active

USER_NAME = re.compile(r"device-([0-9]{1,18})")


def device_user_name(device: Credential) -> str:
    """Under which a device signs in where it is asked for a name and a password; the password is its secret."""
    return f"device-{Collector.objects.values_list('pk', flat=True).get(credential=device)}"


def device_secret(username: str) -> str | None:
    """The secret of a device of any workspace by its user name; None when there is none, or it was revoked."""
    named = USER_NAME.fullmatch(username)
    if named is None:
        return None
    live = Collector.everywhere.select_related("workspace").filter(form__isnull=True, deleted_at__isnull=True)
    collector: Collector | None = live.filter(pk=int(named[1]), credential__revoked_at__isnull=True).first()
    if collector is None:
        return None
    with workspace_active(collector.workspace):
        return str(collector.secret) if collector.secret else None


def form_of_draft_token(token: str) -> Form | None:
    """The form whose draft a test link opens; the link itself is the permission."""
    return (
        Form.everywhere.select_related("workspace", "draft")
        .filter(draft_token=token, draft__isnull=False, deleted_at__isnull=True)
        .first()
    )


def count_links(forms: Collection[int]) -> dict[int, int]:
    """How many public links of each form still open it; forms without any are absent."""
    live = Collector.objects.filter(form__in=forms, deleted_at__isnull=True, credential__revoked_at__isnull=True)
    return dict(live.order_by().values_list("form").annotate(Count("pk")))
