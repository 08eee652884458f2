"""Sheets that somebody began and left: others may take them, and what was keyed waits for its person."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from pamoja.apps.forms.models import PaperEntry
from pamoja.apps.forms.paper.keying import BEFORE, locked, move
from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

LEFT_DAYS = 7
"""After the last answer that was kept; the how-to says so."""


def give_back_left() -> None:
    """Let others take, in every workspace, the sheets on which nothing was keyed for LEFT_DAYS."""
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            begun = PaperEntry.objects.filter(_left()).select_related("sheet").defer("answers", "kept")
            for each in begun.iterator():
                _give_back(system_actor("paper", workspace), each)


def _left() -> Q:
    return Q(turn__in=PaperEntry.KEYED, finished_at=None, updated_at__lt=now() - timedelta(days=LEFT_DAYS))


def _give_back(actor: Actor, entry: PaperEntry) -> None:
    """Free the turn of an entry, unless its person has gone on with it at this moment; what was keyed stays theirs."""
    with transaction.atomic():
        sheet = locked(entry.sheet)
        if sheet.entries.filter(_left(), pk=entry.pk).update(turn=PaperEntry.ASIDE):
            move(sheet, BEFORE[entry.turn])
            record(actor, "key", sheet.batch, sheet=str(sheet.public_id), turn=entry.turn, is_given_back=True)
