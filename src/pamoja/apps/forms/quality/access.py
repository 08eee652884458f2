"""What stands in front of every page about a form's quality."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest

from pamoja.apps.forms.models import CleaningLine, Form, QualityFlag, QualityPlan, Submission
from pamoja.apps.forms.quality.words import said
from pamoja.apps.forms.seeing.access import Seen, seen_form
from pamoja.apps.forms.seeing.shown import hidden_word, written
from pamoja.apps.forms.selectors import submissions
from pamoja.core.permissions import Actor, may, may_at_all, require_at_all, visible
from pamoja.core.problems import NOT_FOUND, Problem

GROUPED = {"collector": ["collector"], "place": ["place", "group"]}
"""What flags are gathered by, and the facts that may name it."""
FLAG, LINE, PLAN = "forms.flag", "forms.cleaning", "forms.quality"


@dataclass(frozen=True)
class Checked:
    """A form as one actor sees its quality; without a plan it is not checked."""

    seen: Seen
    plan: QualityPlan | None

    @property
    def actor(self) -> Actor:
        """Who looks."""
        return self.seen.actor

    @property
    def form(self) -> Form:
        """The form."""
        return self.seen.form

    @cached_property
    def may_begin(self) -> bool:
        """Whether the actor may have the form checked."""
        return may_at_all(self.actor, "create", PLAN)

    @cached_property
    def may_check(self) -> bool:
        """Whether the actor may run the checks now."""
        return self.plan is not None and may(self.actor, "check", self.plan)

    @cached_property
    def may_change(self) -> bool:
        """Whether the actor may change how the form is checked."""
        return self.plan is not None and may(self.actor, "change", self.plan)

    @cached_property
    def may_decide(self) -> bool:
        """Whether to offer decisions."""
        return may_at_all(self.actor, "create", LINE)

    @cached_property
    def may_export(self) -> bool:
        """Whether to offer the log as a file."""
        return may_at_all(self.actor, "export", LINE)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The words of every question, by its key."""
        reading = self.seen.reading
        return {each.key: reading.head(each) for table in reading.tables.values() for each in table.every}

    @cached_property
    def hidden_keys(self) -> list[str]:
        """The questions whose answers the actor may not read: neither flags nor decisions tell of them."""
        tables = self.seen.reading.tables.values() if self.seen.hidden else ()
        return [each.key for table in tables for each in table.every if each.is_hidden]

    @cached_property
    def hidden_groups(self) -> list[str]:
        """What flags call "collector" or "place" and is an answer that the actor may not read."""
        plan = QualityPlan.objects.filter(form=self.form).first() if self.seen.hidden else None
        paths = {name: getattr(plan, f"{name}_path") for name in GROUPED} if plan else {}
        return [name for name, path in paths.items() if path and self.seen.hidden.hides(path)]

    def label(self, key: str) -> str:
        """The words of a question; one that is no longer there stays its key."""
        return self.labels.get(key, key)

    @cached_property
    def hidden_rules(self) -> set[str]:
        """The rules that take in a hidden answer: that one is broken tells of it, at whichever question."""
        rows = QualityFlag.objects.filter(form=self.form, check_name="rules", question__in=self.hidden_keys)
        return set(rows.order_by().values_list("facts__name", flat=True).distinct()) if self.hidden_keys else set()

    def flags(self) -> QuerySet[QualityFlag]:
        """The flags that the actor may see; what is about deleted records is not."""
        rows = QualityFlag.objects.filter(form=self.form, submission__deleted_at__isnull=True)
        rows = rows.exclude(question__in=self.hidden_keys) if self.hidden_keys else rows
        rows = rows.exclude(check_name="rules", facts__name__in=self.hidden_rules) if self.hidden_rules else rows
        for name in self.hidden_groups:
            rows = rows.exclude(subject=name).exclude(facts__has_any_keys=GROUPED[name])
        return visible(rows, self.actor).select_related("submission", "decision__created_by")

    def comment(self, line: CleaningLine) -> str:
        """What who decided wrote beside it."""
        return written(self.actor, self.seen.hidden, line.comment, line.created_by_id)

    def issue(self, line: CleaningLine) -> str:
        """What was wrong with what a line is about, in the reader's language."""
        words = said(line.code, line.facts) if line.code else line.issue
        return hidden_word() if words and self._hides_issue(line) else words

    def _hides_issue(self, line: CleaningLine) -> bool:
        """Words that came from elsewhere may repeat any answer; our own repeat what is among their facts."""
        if not line.code:
            return bool(self.seen.hidden)
        grouped = {fact for name in self.hidden_groups for fact in GROUPED[name]}
        is_of_rule = line.facts.get("name") in self.hidden_rules
        return is_of_rule or line.facts["question"] in self.hidden_keys or not grouped.isdisjoint(line.facts)

    def record(self, instance_id: str) -> Submission | None:
        """A record by its own id, if the actor may see it."""
        return submissions(self.actor, self.form).filter(instance_id=instance_id).first() if instance_id else None

    def lines(self) -> QuerySet[CleaningLine]:
        """The lines of the log that the actor may see."""
        rows = CleaningLine.objects.filter(submission__form=self.form, submission__deleted_at__isnull=True)
        rows = rows.exclude(question__in=self.hidden_keys) if self.hidden_keys else rows
        return visible(rows, self.actor).select_related("submission", "created_by", "withdrawn_by")

    def require_plan(self) -> QualityPlan:
        """The plan. Raises NOT_FOUND where the form is not checked."""
        if self.plan is None:
            raise Problem(NOT_FOUND)
        return self.plan


def checked_form(request: HttpRequest, actor: Actor, form_id: int) -> Checked:
    """The form for who may see it, its records and its flags. Raises NOT_FOUND, NOT_ALLOWED."""
    seen = seen_form(request, actor, form_id)
    require_at_all(actor, "view", FLAG)
    plan = visible(QualityPlan.objects.filter(form=seen.form), actor).first()
    return Checked(seen, plan)
