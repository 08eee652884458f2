"""Django's name for this part of the core."""

from django.apps import AppConfig

from pamoja.core.registry import discover


class WorkspacesConfig(AppConfig):
    """Workspaces and agreements between them."""

    name = "pamoja.core.workspaces"
    label = "workspaces"

    def ready(self) -> None:
        """Let every app register its kinds, problems, consumers and menu entries."""
        discover()
