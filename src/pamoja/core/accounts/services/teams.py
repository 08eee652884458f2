"""Teams."""

from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.core.accounts.models import Grant, Invitation, Team
from pamoja.core.accounts.problems import IN_USE
from pamoja.core.audit.services import record
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem


@transaction.atomic
def create_team(actor: Actor, name: str) -> Team:
    """A new team. Raises Problem when the name is taken."""
    assert actor.workspace is not None
    team, is_new = Team.objects.get_or_create(workspace=actor.workspace, name=name)
    require(actor, "create", team)
    if not is_new:
        raise Problem(IN_USE, _("There is a team with this name."))
    record(actor, "create", team)
    emit(actor.workspace, "team.created", team)
    return team


@transaction.atomic
def rename_team(actor: Actor, team: Team, name: str) -> Team:
    """Another name. Raises Problem when it is taken."""
    require(actor, "change", team)
    if Team.objects.filter(workspace=team.workspace, name=name).exclude(pk=team.pk).exists():
        raise Problem(IN_USE, _("There is a team with this name."))
    team.name = name
    team.save(update_fields=["name"])
    record(actor, "change", team, fields=["name"])
    emit(team.workspace, "team.renamed", team)
    return team


@transaction.atomic
def delete_team(actor: Actor, team: Team) -> None:
    """Remove a team that no grant and no open invitation names."""
    require(actor, "delete", team)
    is_named = Invitation.objects.filter(team=team, accepted_at__isnull=True, withdrawn_at__isnull=True).exists()
    if is_named or Grant.objects.filter(team=team).exists():
        raise Problem(IN_USE, _("People still work in this team. Change their roles first."))
    record(actor, "delete", team)
    emit(team.workspace, "team.deleted", team)
    team.delete()
