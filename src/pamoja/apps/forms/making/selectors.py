"""What a list of forms tells of each of them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max, Q

from pamoja.apps.forms.models import Collector, ReviewState, Submission


def figures(forms: Collection[int], is_test: bool = False) -> dict[int, dict[str, Any]]:
    """How many records of each form came in and when the last did, and how many wait for whom to look at them.

    Forms without records are absent. The figures are of the form, not of what somebody may see of it.
    """
    live = Submission.objects.filter(form__in=forms, is_test=is_test, deleted_at__isnull=True).order_by()
    counted = live.values("form").annotate(
        records=Count("pk"),
        last_record=Max("received_at"),
        received=Count("pk", filter=Q(review_state="")),
        has_issues=Count("pk", filter=Q(review_state=ReviewState.HAS_ISSUES)),
        edited=Count("pk", filter=Q(review_state=ReviewState.EDITED)),
    )
    return {row["form"]: row for row in counted}


def count_links(forms: Collection[int]) -> dict[int, int]:
    """How many public links of each form still open it; forms without any are absent."""
    live = Collector.objects.filter(form__in=forms, deleted_at__isnull=True, credential__revoked_at__isnull=True)
    return dict(live.order_by().values_list("form").annotate(Count("pk")))
