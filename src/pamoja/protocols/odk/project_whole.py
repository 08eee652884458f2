"""A project with what is in it: listed with its forms and lists, or set with all its forms at once."""

from typing import Any

from django.db.models import QuerySet

from pamoja.apps.forms.contracts import Dataset, Form, Project
from pamoja.apps.forms.selectors import with_counts
from pamoja.apps.forms.services import set_form_state
from pamoja.core.accounts.selectors import by_number
from pamoja.protocols.odk.entity_json import dataset_json
from pamoja.protocols.odk.form_json import extended_json
from pamoja.protocols.odk.forms import forms_of
from pamoja.protocols.odk.rest import Call, refused
from pamoja.protocols.odk.roles import Assigned, assigned_in, change_role, number_of_role, role_of
from pamoja.protocols.odk.verbs import PUBLIC_LINK


def with_forms(call: Call, project: Project) -> dict[str, Any]:
    """What a project tells of the forms that the caller may see."""
    forms = extended_json(forms_of(call, project))
    last = max((form["lastSubmission"] for form in forms if form["lastSubmission"]), default=None)
    return {"formList": forms, "forms": len(forms), "lastSubmission": last}


def with_lists(call: Call, project: Project) -> dict[str, Any]:
    """What a project tells of the lists that the caller may see."""
    rows = Dataset.objects.filter(project=project, published_at__isnull=False, deleted_at__isnull=True)
    found = with_counts(rows, call.actor).order_by("name") if call.may("dataset.list", project) else ()
    lists = [dataset_json(each, True) for each in found]
    last = max((each["lastEntity"] for each in lists if each["lastEntity"]), default=None)
    return {"datasetList": lists, "datasets": len(lists), "lastEntity": last}


def set_forms(call: Call, project: Project, sent: list[Any]) -> None:
    """Set the states of all forms of a project, and who has roles in those that name assignments.

    Raises 501.2 unless each form is named, once; 400.8, 400.2, 400.14; 403.1.
    """
    call.require("form.update", project)
    rows: QuerySet[Form] = Form.objects.filter(project=project, deleted_at__isnull=True)
    forms = {form.xml_form_id: form for form in rows}
    named = [each.get("xmlFormId") if isinstance(each, dict) else None for each in sent]
    if len(named) != len(forms):
        raise refused("501.2")
    for name in named:
        if named.count(name) > 1:
            raise refused("400.8", field="xmlFormId", value=name, reason="duplicate value")
    if set(named) != forms.keys():
        raise refused("501.2")
    for each in sent:
        form = forms[each["xmlFormId"]]
        _set_state(call, form, each.get("state"))
        if isinstance(each.get("assignments"), list):
            _set_assigned(call, form, [_given(assigned) for assigned in each["assignments"]])


def _set_state(call: Call, form: Form, state: Any) -> None:
    if state is None or state == form.state:
        return
    if state not in Form.State.values:
        raise refused("400.8", field="state", value=state, reason="not a recognized state name")
    set_form_state(call.actor, form, state)


def _given(sent: Any) -> Assigned:
    """Who gets which role, by their numbers. Raises 400.2, 400.14."""
    numbers = sent if isinstance(sent, dict) else {}
    for field in ("actorId", "roleId"):
        if numbers.get(field) is None:
            raise refused("400.2", field=f"assignment {field}")
    holder = by_number(numbers["actorId"]) if isinstance(numbers["actorId"], int) else None
    role = role_of(str(numbers["roleId"]))
    if role is None:
        raise refused("400.14", field="roleId", value=numbers["roleId"], table="roles")
    if holder is None:
        raise refused("400.14", field="actorId", value=numbers["actorId"], table="actors")
    return holder, number_of_role(role)


def _set_assigned(call: Call, form: Form, wanted: list[Assigned]) -> None:
    """Take the roles that are not wanted, give those that are; public links keep theirs."""
    here = [each for each in assigned_in(call, form) if each[1] != PUBLIC_LINK.id]
    for verb, some, is_given in (
        ("assignment.delete", [each for each in here if each not in wanted], False),
        ("assignment.create", [each for each in wanted if each not in here], True),
    ):
        for holder, number in some:
            call.require(verb, form=form)
            role = role_of(str(number))
            assert role is not None
            change_role(call, role, holder, form, is_given)
