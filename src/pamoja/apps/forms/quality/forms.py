"""What people fill in on the pages of quality."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import CleaningLine, QualityFlag, QualityPlan
from pamoja.apps.forms.quality.decisions import RECODE
from pamoja.apps.forms.quality.rules import paths_of, rule
from pamoja.apps.forms.quality.tables import FormTables
from pamoja.apps.forms.quality.words import check_words
from pamoja.apps.forms.seeing.access import Seen
from pamoja.apps.forms.seeing.questions import is_select
from pamoja.core.problems import Words
from pamoja.engines.quality import CHECKS, Setting, settings_of
from pamoja.engines.xforms.xpath import XPathRefused
from pamoja.formats.xform.model import ROOT_TABLE

Change = CleaningLine.Change
TAKE = (RECODE, _("Take the proposal: it becomes the choice, and what was written is blanked"))
MOST_CHOICES = 300
MOST_LOG_BYTES = 20 * 1024 * 1024
FREE_RULES = 2
TARGETS = ("place", "wanted", "latitude", "longitude")


class DecisionForm(forms.Form):
    """What becomes of one flag."""

    change = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    new_value = forms.CharField(label=_("New answer"), required=False)
    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, seen: Seen, tables: FormTables, flag: QualityFlag, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked, question = tables.asked(flag.question), tables.question(flag.question)
        unsuited = set() if question else {Change.CHANGE, Change.BLANK}
        choices = [each for each in Change.choices if each[0] not in unsuited]
        if asked and asked.other_of and flag.proposed:
            choices.insert(0, TAKE)
        self.fields["change"].choices = choices  # type: ignore[attr-defined]
        if question is None:
            del self.fields["new_value"]
        elif is_select(question) and not question.is_multiple and 0 < len(question.choices) <= MOST_CHOICES:
            listed = [("", "—"), *seen.reading.choices(question).items()]
            self.fields["new_value"] = forms.ChoiceField(label=_("New answer"), required=False, choices=listed)

    def clean(self) -> dict[str, Any]:
        """A new answer is needed where the answer changes."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("change") == Change.CHANGE and not cleaned.get("new_value"):
            self.add_error("new_value", _g("Write the new answer."))
        return {"new_value": "", **cleaned}


class BulkForm(forms.Form):
    """One decision on many flags."""

    change = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[TAKE, *(each for each in Change.choices if each[0] != Change.CHANGE)],
    )
    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2}))


class LogForm(forms.Form):
    """A cleaning log that was written elsewhere."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV or XLSX."), widget=forms.FileInput({"accept": ".csv,.xlsx,.xls,.ods"})
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > MOST_LOG_BYTES:
            raise forms.ValidationError(_g("The file is too large."))
        return file


class PlanForm(forms.Form):
    """How a form is checked. `based_on` is the version of the plan that the person was looking at."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    is_on = forms.BooleanField(label=_("Check records as they arrive, and every night"), required=False)
    collector_path = forms.ChoiceField(label=_("Question that names the collector"), required=False)
    place_path = forms.ChoiceField(label=_("Question that names the place"), required=False)
    targets = forms.CharField(
        label=_("Sample frame"),
        required=False,
        widget=forms.Textarea({"rows": 6, "class": "is-code"}),
        help_text=_("A line for each place: place, wanted records, latitude, longitude. The position may be left out."),
    )

    def __init__(self, seen: Seen, plan: QualityPlan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(plan), **kwargs})
        self.seen, self.plan = seen, plan
        fields = [each for each in seen.table(ROOT_TABLE).fields if each.kind == "field" and not each.is_binary]
        listed = [("", _("The sender")), *((each.key, seen.reading.head(each)) for each in fields)]
        self.fields["collector_path"].choices = listed  # type: ignore[attr-defined]
        self.fields["place_path"].choices = [("", _("Where its point lies")), *listed[1:]]  # type: ignore[attr-defined]
        for check in CHECKS.values():
            self.fields[f"{check.name}:on"] = forms.BooleanField(label=_("On"), required=False)
            for setting in settings_of(check):
                self.fields[f"{check.name}:{setting.name}"] = _field(setting)
        for number in range(len(plan.rules) + FREE_RULES):
            self.fields[f"rule:{number}:words"] = forms.CharField(label=_("What should never be"), required=False)
            self.fields[f"rule:{number}:expression"] = forms.CharField(label=_("Expression"), required=False)

    @property
    def about(self) -> list[BoundField]:
        """The fields about the form as a whole."""
        return [self[name] for name in ("based_on", "is_on", "collector_path", "place_path", "targets")]

    @property
    def checks(self) -> Iterator[tuple[Words, list[BoundField]]]:
        """Each check with its title and fields."""
        for check in CHECKS.values():
            names = ["on", *(each.name for each in settings_of(check))]
            yield check_words(check.name), [self[f"{check.name}:{name}"] for name in names]

    @property
    def rules(self) -> list[BoundField]:
        """The fields of the rules, and of some more."""
        return [self[name] for name in self.fields if name.startswith("rule:")]

    def clean(self) -> dict[str, Any]:
        """Read rules and targets."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["rules"] = list(self._rules(cleaned))
        cleaned["targets"] = self._targets(cleaned.get("targets", ""))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """The plan's fields as they should be."""
        kept = ("is_on", "collector_path", "place_path", "rules", "targets")
        return {**{name: self.cleaned_data[name] for name in kept}, "checks": dict(self._checks())}

    def _checks(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What differs from the defaults."""
        for check in CHECKS.values():
            given = {each.name: self.cleaned_data[f"{check.name}:{each.name}"] for each in settings_of(check)}
            other = {each.name: given[each.name] for each in settings_of(check) if given[each.name] != each.default}
            is_on = self.cleaned_data[f"{check.name}:on"]
            if other or is_on != check.is_on:
                yield check.name, {"is_on": is_on, "settings": other}

    def _rules(self, cleaned: dict[str, Any]) -> Iterator[dict[str, str]]:
        for number in range(len(self.plan.rules) + FREE_RULES):
            expression = cleaned.get(f"rule:{number}:expression", "").strip()
            if expression:
                self._require_readable(number, expression)
                words = cleaned.get(f"rule:{number}:words", "").strip() or expression
                yield {"name": f"rule{number + 1}", "words": words, "expression": expression}

    def _require_readable(self, number: int, expression: str) -> None:
        try:
            rule(expression, paths_of(self.seen.table(ROOT_TABLE)))
        except XPathRefused as refused:
            words = _g("This cannot be read: %(reason)s") % {"reason": refused}
            self.add_error(f"rule:{number}:expression", words)

    def _targets(self, text: str) -> list[dict[str, Any]]:
        delimiter = max("\t;,", key=text.partition("\n")[0].count)
        found = []
        for number, row in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1):
            if any(cell.strip() for cell in row):
                try:
                    found.append(_target(row))
                except ValueError:
                    self.add_error("targets", _g("Line %(number)s is not as described.") % {"number": number})
        return found


def _target(row: list[str]) -> dict[str, Any]:
    """A line of the sample frame. Raises ValueError."""
    place, wanted, latitude, longitude = (*(cell.strip() for cell in row), "", "", "")[:4]
    if not place or (latitude and not -90 <= float(latitude) <= 90):
        raise ValueError(place)
    position = [float(latitude), float(longitude)] if latitude and longitude else [None, None]
    return dict(zip(TARGETS, (place, int(wanted or 0), *position), strict=True))


def _initial(plan: QualityPlan) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(plan, name) for name in ("is_on", "collector_path", "place_path")}
    initial["based_on"] = plan.version
    rows = (", ".join("" if each[name] is None else str(each[name]) for name in TARGETS) for each in plan.targets)
    initial["targets"] = "\n".join(row.rstrip(", ") for row in rows)
    for check in CHECKS.values():
        kept = plan.checks.get(check.name, {})
        initial[f"{check.name}:on"] = kept.get("is_on", check.is_on)
        for each in settings_of(check):
            initial[f"{check.name}:{each.name}"] = kept.get("settings", {}).get(each.name, each.default)
    for number, each in enumerate(plan.rules):
        initial |= {f"rule:{number}:words": each["words"], f"rule:{number}:expression": each["expression"]}
    return initial


def _field(setting: Setting) -> forms.Field:
    """The field of a setting, by the type of its default."""
    label = _(setting.words)
    if setting.options:
        return forms.ChoiceField(label=label, choices=[(each, each) for each in setting.options])
    if isinstance(setting.default, bool):
        return forms.BooleanField(label=label, required=False)
    kind = forms.IntegerField if isinstance(setting.default, int) else forms.FloatField
    return kind(label=label, min_value=0)
