"""Pairs of records that may be one person, and what people said of them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.models import User
from pamoja.core.workspaces.models import Record


class LikelyPair(Record):
    """Two persons who may be one, the lower key first, once for each pair. `chance` is the probability when they were
    last compared, 0 to 1; why is told anew whenever the pair is shown. One that somebody said is not the same is
    kept, so that it is never offered again.
    """

    class State(models.TextChoices):
        """What was said of it."""

        OPEN = "open", _("To be decided")
        LATER = "later", _("Put off")
        SAME = "same", _("The same person")
        NOT_SAME = "not_same", _("Not the same")

    class Source(models.TextChoices):
        """How it came up."""

        ENTRY = "entry", _("At registration")
        IMPORT = "import", _("In a sheet")
        SEARCH = "search", _("In the register")

    first = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    chance = models.FloatField(_("probability"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.SEARCH)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        ordering = ("-chance", "-id")
        constraints = [models.UniqueConstraint(fields=["workspace", "first", "second"], name="likely_pair_once")]
        indexes = [models.Index(fields=["workspace", "state", "-chance", "-id"], name="likely_pair_queue")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def people(self) -> tuple[Any, Any]:
        """Both persons."""
        return self.first, self.second

    @property
    def percent(self) -> int:
        """The probability for people; never 100, since it is no proof."""
        return min(99, round(100 * self.chance))
