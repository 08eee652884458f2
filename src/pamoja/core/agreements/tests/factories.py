"""Agreements, given by the workspace to a third one."""

from datetime import date

from pamoja.core.agreements.models import Agreement
from pamoja.core.testing.factories import Wanted, factory
from pamoja.core.workspaces.models import Workspace


@factory("agreements.agreement")
def make_agreement(wanted: Wanted) -> Agreement:
    third, _new = Workspace.objects.get_or_create(slug="third", defaults={"name": "Third"})
    return Agreement.objects.create(
        giver=wanted.workspace,
        receiver=third,
        purpose="p",
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        proposed_by=wanted.owner,
    )
