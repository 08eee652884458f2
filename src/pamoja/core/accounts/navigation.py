"""Menu entries and first steps of accounts."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.models import Grant
from pamoja.core.first_steps import Step, register_step
from pamoja.core.navigation import Item, register

register(
    Item(
        "manage",
        _("People and roles"),
        "members",
        "users-group",
        "accounts.grant",
        summary=_("Who works here, with which role, and how far it reaches."),
        order=10,
    )
)
register(
    Item(
        "manage",
        _("Tokens and devices"),
        "credentials",
        "key",
        "accounts.credential",
        summary=_("Secrets of programs and phones that connect to this workspace."),
        order=20,
    )
)
register_step(
    Step(
        _("Invite a colleague"),
        _("They get a link by e-mail and choose their own password."),
        "new_invitation",
        "accounts.invitation",
        lambda actor: Grant.objects.filter(workspace=actor.workspace, user__isnull=False).count() > 1,
        order=90,
    )
)
