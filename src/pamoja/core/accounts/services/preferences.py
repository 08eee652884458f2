"""What programs keep for a person about what they want to see. It is theirs alone, and no work: nothing is audited."""

from typing import Any

from pamoja.core.accounts.models import Preference, User


def set_preference(user: User, about: str, name: str, value: Any) -> None:
    """Keep a value; `about` names a part of what they see, empty is all."""
    Preference.objects.update_or_create(user=user, about=about, name=name, defaults={"value": value})


def forget_preference(user: User, about: str, name: str) -> bool:
    """Forget a value; False when there is none."""
    gone, _by_kind = Preference.objects.filter(user=user, about=about, name=name).delete()
    return bool(gone)
