"""Lists of entities that hold answers of classified questions: shown whole, or not at all.

An entity goes from form to form and from page to device in one piece, so nothing of it is veiled. Whoever fills in a
form that chooses from a list gets that list on the device whatever their classes: without it they could not choose.
"""

from django.db.models import QuerySet

from pamoja.apps.forms.models import Dataset, Form, FormVersion, PropertyField
from pamoja.apps.forms.problems import ANSWERS_HIDDEN
from pamoja.apps.forms.protecting.classes import takes_in
from pamoja.apps.forms.protecting.hiding import Hidden, hidden_from
from pamoja.apps.forms.schemas import schema_of
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem


def hides_list(actor: Actor, dataset: Dataset) -> bool:
    """Whether a list holds answers that the actor may not read. One query where no form that writes has classes."""
    forms: QuerySet[Form] = Form.objects.filter(versions__writes__dataset=dataset).exclude(classes={}).distinct()
    return any(_holds(dataset, form, hidden) for form in forms if (hidden := hidden_from(actor, form)))


def require_list_shown(actor: Actor, dataset: Dataset) -> None:
    """Raise ANSWERS_HIDDEN for who may not read all that a list holds."""
    if hides_list(actor, dataset):
        raise Problem(ANSWERS_HIDDEN)


def _holds(dataset: Dataset, form: Form, hidden: Hidden) -> bool:
    """Whether a form saves a hidden answer to a property of the list, or makes a label of one."""
    saved = PropertyField.objects.filter(property__dataset=dataset, version__form=form).values_list("path", flat=True)
    writing = form.versions.filter(writes__dataset=dataset).defer("xml", "schema").distinct()
    return any(map(hidden.hides, saved)) or any(_labels(version, hidden) for version in writing)


def _labels(version: FormVersion, hidden: Hidden) -> bool:
    schema = schema_of(version)
    labels = [each for each in schema.fields if each.parts[-3:] == ("meta", "entity", "label")]
    asked = [
        f"/{schema.root}{each.path}" for each in schema.fields if each.kind == "field" and "meta" not in each.parts
    ]
    paths = [path for path in asked if hidden.hides(path.removeprefix(f"/{schema.root}"))]
    return any(takes_in(label, paths) for label in labels)
