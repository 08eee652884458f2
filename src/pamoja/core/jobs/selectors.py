"""Jobs as their starter sees them."""

from django.db.models import QuerySet

from pamoja.core.jobs.models import Progress
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem


def jobs_of(actor: Actor) -> QuerySet[Progress]:
    """What the actor started, newest first: nobody else sees it."""
    own = Progress.objects.filter(actor=actor.label)
    return own.none() if actor.is_anonymous else own


def require_own(actor: Actor, progress: Progress) -> None:
    """Raise NOT_FOUND unless the actor started it."""
    if not jobs_of(actor).filter(pk=progress.pk).exists():
        raise Problem(NOT_FOUND)
