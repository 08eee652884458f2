"""The audit as a list: who, what, to which kind of record, when."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.models import Credential, User
from pamoja.core.audit.words import ACTS, act_words, detail_words, kind_words
from pamoja.core.clock import now
from pamoja.core.lists.spec import Column, Filter, ListSpec, Rows
from pamoja.core.permissions import KINDS
from pamoja.core.workspaces.models import Workspace

KIND = "audit.entry"
PERIODS = (("1", _("Last 24 hours")), ("7", _("Last 7 days")), ("30", _("Last 30 days")), ("365", _("Last year")))


def names_in(workspace: Workspace) -> dict[str, str]:
    """The names of people, devices and programs of a workspace, by their label in the audit."""
    users = User.objects.filter(grants__workspace=workspace).distinct()
    holders = Credential.objects.filter(workspace=workspace)
    names = {f"user:{user.public_id}": str(user) for user in users}
    return names | {f"{holder.type}:{holder.public_id}": str(holder) for holder in holders}


def spec_of(workspace: Workspace) -> ListSpec:
    """The list of one workspace."""
    names = names_in(workspace)
    people = sorted(names.items(), key=lambda item: item[1])
    return ListSpec(
        name="audit",
        kind=KIND,
        columns=(
            Column("at", _("When"), sort="sequence"),
            Column("actor", _("Who"), value=lambda row: names.get(row.actor, row.actor)),
            Column("verb", _("What"), value=lambda row: act_words(row.verb), sort="verb"),
            Column("kind", _("Kind"), value=lambda row: kind_words(row.kind), sort="kind"),
            Column("object_id", _("Record")),
            Column("detail", _("Details"), value=lambda row: detail_words(row.detail)),
            Column("sequence", _("Number"), is_number=True, is_shown=False),
        ),
        filters=(
            Filter("actor", _("Who"), people),
            Filter("verb", _("What"), _named(ACTS, act_words)),
            Filter("kind", _("Kind"), _named(KINDS, kind_words)),
            Filter("period", _("When"), PERIODS, apply=_since),
        ),
        search=("object_id",),
        order="-sequence",
        empty_title=_("Nothing has been done yet"),
        empty_icon="history",
    )


def _since(rows: Rows, days: str) -> Rows:
    return rows.filter(at__gte=now() - timedelta(days=int(days)))


def _named(codes: Iterable[str], words: Callable[[str], str]) -> list[tuple[str, str]]:
    """Choices in the order of their words."""
    return sorted(((code, words(code)) for code in codes), key=lambda choice: choice[1])
