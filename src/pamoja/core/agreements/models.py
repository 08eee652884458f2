"""What two workspaces agreed to share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.clock import now
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import Workspace


class Agreement(models.Model):
    """What one workspace shares with another: purpose, kinds and fields, places, period.

    `fields` maps a kind to the names of the fields that may be shown ({"people.person": ["sex", "birth_year"]}).
    `place_paths` are materialised place paths (empty: everywhere). It is in force between `starts` and `ends`
    once the receiving side has accepted it, until either side ends it.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    giver = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="agreements_given")
    receiver = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="agreements_received")
    purpose = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    place_paths = models.JSONField(default=list, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(condition=~models.Q(giver=models.F("receiver")), name="agreement_two_sides"),
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="agreement_period"),
        ]

    def __str__(self) -> str:
        return self.purpose
