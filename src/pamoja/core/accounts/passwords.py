"""Password strength, estimated as an attacker would guess (zxcvbn)."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

if TYPE_CHECKING:
    from pamoja.core.accounts.models import User

LEAST_SCORE = 3
LONGEST_CHECKED = 72


class StrengthValidator:
    """Refuses passwords that fall to fewer than about 10^8 guesses (zxcvbn score below 3)."""

    def validate(self, password: str, user: "User | None" = None) -> None:
        """Raises ValidationError with what would make it stronger."""
        personal = [part for part in (user.email, user.name) if part] if user else []
        if not password or zxcvbn(password[:LONGEST_CHECKED], user_inputs=personal)["score"] < LEAST_SCORE:
            raise ValidationError(
                _("This password is easy to guess. Use four unrelated words, or more characters."),
                code="password_too_weak",
            )

    def get_help_text(self) -> str:
        """What a person reads before choosing."""
        return _("Four unrelated words make a good password.")
