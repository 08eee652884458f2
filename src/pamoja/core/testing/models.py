"""The smallest record that has everything a scope can name."""

from django.db import models

from pamoja.core.accounts.models import Team, User
from pamoja.core.permissions import Kind, register_kind
from pamoja.core.workspaces.models import Record


class Note(Record):
    """A note with a place, a team, an owner and assignees."""

    title = models.CharField(max_length=100, default="")
    body = models.TextField(blank=True)
    due = models.DateField(null=True)
    place_path = models.CharField(max_length=200, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    assignees = models.ManyToManyField(User, related_name="+")

    def __str__(self) -> str:
        return self.title


NOTE = register_kind(
    Kind(
        "testing.note",
        Note,
        roles={
            "manager": ("view", "create", "change", "delete"),
            "worker": ("view", "create", "change"),
            "viewer": ("view",),
            "collector": ("create",),
        },
        place="place_path",
        team="team",
        owner="created_by",
        assigned="assignees",
    )
)
