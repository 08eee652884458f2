"""Django's name for this part of the core."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class AuditConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.audit"
    label = "audit"

    def ready(self) -> None:
        """A workspace has a chain from its first moment, however it was made."""
        from pamoja.core.workspaces.models import Workspace

        post_save.connect(_begin_chain, sender=Workspace, dispatch_uid="audit")


def _begin_chain(instance: Any, created: bool, raw: bool, **_rest: Any) -> None:
    from pamoja.core.audit.services import begin_chain

    if created and not raw:
        begin_chain(instance)
