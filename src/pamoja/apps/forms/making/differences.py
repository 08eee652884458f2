"""What a draft would take away from what is published."""

from dataclasses import dataclass

from pamoja.apps.forms.models import AnswerRow, Form
from pamoja.apps.forms.schemas import schema_of
from pamoja.formats.xform.model import Field

# Each costs one look-up in the answers; more would say nothing more to a person.
MOST_LOOKED_UP = 100


@dataclass(frozen=True)
class Lost:
    """A question that the draft no longer has, and whether any record answers it."""

    path: str
    label: str
    has_answers: bool


def lost_answers(form: Form) -> list[Lost]:
    """Questions of the published version that the draft does not have; those with answers come first."""
    if form.published is None or form.draft is None:
        return []
    old, new = schema_of(form.published), schema_of(form.draft)
    gone = [each for each in old.fields if each.kind == "field" and each.path not in new.by_path]
    found = [Lost(each.path, old.text(each.labels), _has_answers(form, each)) for each in gone[:MOST_LOOKED_UP]]
    return sorted(found, key=lambda lost: not lost.has_answers)


def _has_answers(form: Form, field: Field) -> bool:
    live = {"submission__is_test": False, "submission__deleted_at__isnull": True}
    found: bool = AnswerRow.objects.filter(form=form, answers__has_key=field.path, **live).exists()
    return found
