"""Which records an act is about: those that were ticked in the table, else all that its filters leave."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.http import HttpRequest

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.problems import TOO_MANY_RECORDS
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.tables import listed_rows, table_spec
from pamoja.core.lists import Listing
from pamoja.core.permissions import visible
from pamoja.core.problems import Problem
from pamoja.formats.xform.model import ROOT_TABLE

CHOSEN, UP_TO, EVERY = "chosen", "up_to", "every"
MOST_RECORDS = 50_000


@dataclass(frozen=True)
class Chosen:
    """The records, all of which the actor may change; `ticked` is empty where the filters decide.

    `up_to` is the newest of them: one that comes in after the preview is not in it.
    """

    records: QuerySet[Submission]
    ticked: tuple[str, ...]
    up_to: int
    count: int


def chosen_records(seen: Seen, request: HttpRequest) -> Chosen:
    """The records that a request names. Raises TOO_MANY_RECORDS."""
    ticked = () if EVERY in request.POST else _ids(request)
    found = visible(Submission.objects.filter(form=seen.form, is_test=False, deleted_at__isnull=True), seen.actor)
    found = visible(found, seen.actor, "change")
    found = found.filter(public_id__in=ticked) if ticked else found.filter(pk__in=_listed(seen, request))
    if (up_to := request.POST.get(UP_TO, "")).isdecimal():
        found = found.filter(pk__lte=int(up_to))
    count = found.order_by().count()
    if count > MOST_RECORDS:
        raise Problem(TOO_MANY_RECORDS)
    newest = found.order_by().aggregate(newest=Max("pk"))["newest"] or 0
    return Chosen(found, ticked, newest, count)


def _ids(request: HttpRequest) -> tuple[str, ...]:
    return tuple(each for each in request.POST.getlist(CHOSEN) if _is_id(each))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _listed(seen: Seen, request: HttpRequest) -> QuerySet[Any, Any]:
    table = seen.table(ROOT_TABLE)
    listing = Listing(table_spec(seen, table, request.GET), listed_rows(seen, table, request.GET), request.GET)
    return listing.rows.order_by().values("submission_id")
