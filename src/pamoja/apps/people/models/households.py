"""Households, and who belonged to them from when until when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pamoja.core.workspaces.models import Record


class Household(Record):
    """People who live and eat together. It has a number of its own and no name: names are sealed with persons."""

    number = models.CharField(_("number"), max_length=60)
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )

    class Meta(Record.Meta):
        ordering = ("-id",)
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="household_number_once")]

    def __str__(self) -> str:
        return self.number


class Membership(Record):
    """A person in a household, in one role, for a time; a person may belong to several households."""

    class Role(models.TextChoices):
        """Relation to the head."""

        HEAD = "head", _("Head")
        SPOUSE = "spouse", _("Spouse")
        CHILD = "child", _("Child")
        PARENT = "parent", _("Parent")
        SIBLING = "sibling", _("Brother or sister")
        GRANDCHILD = "grandchild", _("Grandchild")
        RELATIVE = "relative", _("Other relative")
        FOSTER = "foster", _("Child in care")
        UNRELATED = "unrelated", _("Not related")

    class Collector(models.TextChoices):
        """Who receives assistance for the household."""

        NONE = "", _("No")
        PRIMARY = "primary", _("Primary collector")
        ALTERNATE = "alternate", _("Alternate collector")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=15, choices=Role.choices)
    collector = models.CharField(_("collects"), max_length=10, choices=Collector.choices, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(role="head", until__isnull=True), name="household_one_head"
            ),
            models.UniqueConstraint(
                fields=["household", "collector"],
                condition=Q(until__isnull=True) & ~Q(collector=""),
                name="household_one_of_each_collector",
            ),
            models.UniqueConstraint(
                fields=["household", "person"], condition=Q(until__isnull=True), name="household_member_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())
