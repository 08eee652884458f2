"""Django's name for this part of the core."""

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package."""

    name = "pamoja.core.accounts"
    label = "accounts"

    def ready(self) -> None:
        """A password that was chosen by a mailed link makes the account its holder's own."""
        from allauth.account.signals import password_changed, password_reset

        from pamoja.core.accounts.services.claiming import claim
        from pamoja.core.accounts.services.programs import end_sessions

        def on_reset(user: Any, **rest: Any) -> None:
            claim(user)

        def on_change(user: Any, **rest: Any) -> None:
            end_sessions(user)

        password_reset.connect(on_reset, weak=False, dispatch_uid="claim")
        password_changed.connect(on_change, weak=False, dispatch_uid="end-program-sessions")
