"""What is done in every workspace from time to time."""

from pamoja.apps.forms.entities.purging import purge_datasets, purge_entities
from pamoja.apps.forms.entities.waiting import force_waiting
from pamoja.core.permissions import system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace


def force_waiting_everywhere() -> None:
    """End the waiting of submissions whose predecessor never came."""
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            force_waiting()


def purge_everywhere() -> None:
    """Remove entities and lists that were put away long ago."""
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            actor = system_actor("purge", workspace)
            purge_datasets(actor)
            purge_entities(actor)
