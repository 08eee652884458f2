"""How a form is checked: begun with the defaults, changed by people."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pamoja.apps.forms.models import Form, QualityPlan
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.selectors import latest_version
from pamoja.core.audit.services import record
from pamoja.core.conflicts.services import Updated, update
from pamoja.core.permissions import Actor, require
from pamoja.core.shortly import Shortly
from pamoja.engines.quality import Chosen, Target

COLLECTORS = re.compile(
    r"(enum|enumerator|interviewer|surveyor|collector|enqu[eê]t(eur|rice))(_?(id|no|num|name|code))*", re.I
)


def begin_plan(actor: Actor, form: Form) -> QualityPlan:
    """Check a form from now on, with the defaults; one that is checked already stays as it is."""
    with transaction.atomic():
        plan, is_new = QualityPlan.objects.get_or_create(
            form=form, defaults={"created_by": actor.user, "collector_path": _likely_collector(form)}
        )
        require(actor, "create", plan)
        if is_new:
            record(actor, "create", plan, form=str(form.public_id))
    return plan  # type: ignore[no-any-return]


def change_plan(actor: Actor, plan: QualityPlan, changes: Mapping[str, Any], based_on: int) -> Updated[QualityPlan]:
    """Other checks, settings, rules or targets, made looking at version `based_on`."""
    return update(actor, plan, changes, based_on)


def chosen_checks(plan: QualityPlan) -> dict[str, Chosen]:
    """What was decided about each check."""
    return {name: Chosen(each.get("is_on", True), each.get("settings")) for name, each in plan.checks.items()}


def targets_of(plan: QualityPlan) -> tuple[Target, ...]:
    """The sample frame."""
    return tuple(Target(**each) for each in plan.targets)


def is_checked(form_id: str) -> bool:
    """Whether the form of this public id is checked as records arrive; asked for every record that comes."""
    return _checked.get(form_id, lambda: QualityPlan.objects.filter(form__public_id=form_id, is_on=True).exists())


_checked: Shortly[bool] = Shortly()


def _likely_collector(form: Form) -> str:
    version = latest_version(form)
    fields = schema_of(version).fields if version else ()
    return next((each.path for each in fields if each.kind == "field" and COLLECTORS.fullmatch(each.name)), "")
