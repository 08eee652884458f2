"""Records that break rules of their own form say so; nothing is refused or changed for it."""

import re
from typing import Any

import pytest

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission, replace_draft
from pamoja.apps.forms.services.judging import judge_submission
from pamoja.core.events.outbox import work
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Visit</h:title><model>
  <instance><data id="rules" version="1"><sex/><age/><weeks/><seen/><meta><instanceID/></meta></data></instance>
  <bind nodeset="/data/sex" type="string" required="true()"/>
  <bind nodeset="/data/age" type="int" constraint=". &lt; 120" jr:constraintMsg="Nobody is that old."/>
  <bind nodeset="/data/weeks" type="int" relevant="/data/sex = 'f'"/>
  <bind nodeset="/data/seen" type="date" constraint=". &lt;= today()"/></model></h:head>
  <h:body><select1 ref="/data/sex"><label>Sex</label><item><label>Female</label><value>f</value></item>
  <item><label>Male</label><value>m</value></item></select1>
  <input ref="/data/age"><label>Age in years</label></input>
  <input ref="/data/weeks"><label>Weeks</label></input>
  <input ref="/data/seen"><label>Day seen</label></input></h:body></h:html>"""
RECORD = (
    '<data id="rules" version="1"><sex>{sex}</sex><age>{age}</age><weeks>{weeks}</weeks><seen>{seen}</seen>'
    "<meta><instanceID>uuid:{sex}{age}{weeks}{seen}</instanceID></meta></data>"
)


@pytest.fixture
def rules(cast: Cast) -> Form:
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        form = create_form(amina, create_project(amina, "Rules"), FORM.encode())
        publish_draft(amina, form)
    return form


def sent(cast: Cast, form: Form, **answers: Any) -> Submission:
    given = {"sex": "f", "age": "30", "weeks": "", "seen": "2026-01-02"} | answers
    with workspace_active(cast.river):
        xml = RECORD.format(**given).encode()
        receipt = receive_submission(cast.actor("amina"), form.project_id, xml)
        while work():
            pass
        return Submission.objects.get(public_id=receipt.public_id)


@pytest.mark.parametrize(
    ("answers", "broken"),
    [
        ({}, []),
        ({"weeks": "12"}, []),
        ({"age": "130"}, [("/age", "constraint", "Nobody is that old.")]),
        ({"sex": ""}, [("/sex", "required", "")]),
        ({"sex": "x"}, [("/sex", "choice", "")]),
        ({"sex": "m", "weeks": "12"}, [("/weeks", "relevance", "")]),
        ({"age": "old"}, [("/age", "type", ""), ("/age", "constraint", "Nobody is that old.")]),
        ({"seen": "2099-01-01"}, [("/seen", "constraint", "")]),
    ],
)
def test_a_record_says_which_rules_it_breaks(
    cast: Cast, rules: Form, answers: dict[str, str], broken: list[tuple[str, str, str]]
) -> None:
    record = sent(cast, rules, **answers)
    assert [(each["path"], each["kind"], each["message"]) for each in record.broken_rules] == broken
    assert record.broken_count == len(broken)


def test_an_edit_that_breaks_nothing_takes_the_flags_away_also_when_its_version_has_no_rules(
    cast: Cast, rules: Form
) -> None:
    record = sent(cast, rules, age="130")
    assert record.broken_count == 1
    marks = r' (required|constraint|jr:constraintMsg|relevant|type)="[^"]*"'
    plain = re.sub(marks, "", FORM).replace('version="1"', 'version="2"')
    plain = re.sub(r"<select1.*</select1>", '<input ref="/data/sex"><label>Sex</label></input>', plain, flags=re.S)
    edit = RECORD.format(sex="f", age="130", weeks="", seen="").replace('version="1"', 'version="2"')
    edit = edit.replace("</meta>", f"<deprecatedID>{record.instance_id}</deprecatedID></meta>")
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        replace_draft(amina, rules, plain.encode())
        publish_draft(amina, rules)
        receive_submission(amina, rules.project_id, edit.encode())
        while work():
            pass
        found = Submission.objects.get(pk=record.pk)
        assert (found.edits, found.broken_rules, found.broken_count) == (1, [], 0)


def test_what_was_judged_before_an_edit_is_not_written_after_it(cast: Cast, rules: Form) -> None:
    record = sent(cast, rules)
    with workspace_active(cast.river):
        write = judge_submission(record)
        Submission.objects.filter(pk=record.pk).update(edits=1, broken_count=3)
        write()
        assert Submission.objects.get(pk=record.pk).broken_count == 3


def test_the_page_tells_people_and_the_table_finds_such_records(cast: Cast, rules: Form) -> None:
    broken, kept = sent(cast, rules, age="130"), sent(cast, rules)
    client, base = cast.client("amina"), f"/forms/{rules.pk}/records/"
    page = client.get(f"{base}{broken.public_id}/").content.decode()
    assert "Age in years" in page and "Nobody is that old." in page and "One rule of the form is broken" in page
    assert "rule of the form is broken" not in client.get(f"{base}{kept.public_id}/").content.decode()
    listed = client.get(f"{base}?rules=broken").content.decode()
    assert str(broken.public_id) in listed and str(kept.public_id) not in listed


def test_who_may_review_on_the_page(cast: Cast, rules: Form) -> None:
    record = sent(cast, rules, age="130")
    address = f"/forms/{rules.pk}/records/{record.public_id}/review/"
    told = {
        who: cast.client(who).post(address, {"state": "rejected"}).status_code for who in ("dina", "chol", "nobody")
    }
    assert told == {"dina": 404, "chol": 404, "nobody": 302}
    with workspace_active(cast.river):
        assert Submission.objects.get(pk=record.pk).review_state == ""
    assert cast.client("ben").post(address, {"state": "hasIssues", "body": "Ask again."}).status_code == 302
    assert cast.client("ben").post(address, {"state": "nonsense"}).status_code == 422
    with workspace_active(cast.river):
        found = Submission.objects.get(pk=record.pk)
        assert (found.review_state, [each.body for each in found.comments.all()]) == ("hasIssues", ["Ask again."])
    page = cast.client("ben").get(f"/forms/{rules.pk}/records/{record.public_id}/").content.decode()
    assert "Ask again." in page and "Has issues" in page
