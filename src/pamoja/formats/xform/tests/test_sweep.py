"""All XForms at hand are read or refused with a reason, and real submissions leave no unexpected remark."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamoja.engines.xforms.xml import parse_xml
from pamoja.formats.xform import FormSchema, XFormRefused, parse_xform, shred

LEAST_FORMS = 270
MALFORMED = {"test_constraints.xml", "test_form_entry_controller.xml"}
"""Files with a bare `<`."""


def test_every_file_is_read_or_refused_and_every_schema_survives_json(xforms):
    counts: Counter[str] = Counter()
    malformed = set()
    for path in sorted(xforms.rglob("*.xml")):
        try:
            schema = parse_xform(path.read_bytes())
        except XFormRefused as refused:
            counts[refused.code] += 1
            malformed |= {path.name} if refused.code == "malformed" else set()
            continue
        counts["read"] += 1
        assert FormSchema.from_json(json.loads(json.dumps(schema.to_json()))) == schema, path
    assert malformed == MALFORMED
    assert set(counts) == {"read", "malformed", "not_an_xform", "no_form_id"}
    assert counts["read"] >= LEAST_FORMS


EXPECTED_REMARKS = {
    "offlineEntity.one.xml": ("bad_value /status",),
    "offlineEntity.two.xml": ("bad_value /status",),
    "repeatEntityTrees.one.xml": ("unknown_element /plot_id",),
    "repeatEntityTrees.two.xml": ("unknown_element /plot_id",),
}
"""`status` is bound as int and answered by a word; `plot_id` is not in that form."""


def test_submissions_fit_their_forms(xforms):
    folder = xforms / "odk-central-testdata"
    paths = sorted((folder / "instances").iterdir())
    assert len(paths) == 40
    for path in paths:
        schema = parse_xform((folder / "forms" / f"{path.name.split('.')[0]}.xml").read_bytes())
        done = shred(schema, path.read_bytes())
        assert tuple(f"{r.code} {r.path}" for r in done.remarks) == EXPECTED_REMARKS.get(path.name, ())
        assert done.envelope.form_id == schema.form_id
        json.dumps([row.values for row in done.rows])


@pytest.fixture(scope="module")
def pair(xforms: Path) -> tuple[FormSchema, bytes]:
    folder = xforms / "odk-central-testdata"
    form = parse_xform((folder / "forms/repeatEntityNested.xml").read_bytes())
    return form, (folder / "instances/repeatEntityNested.one.xml").read_bytes()


cuts = st.tuples(
    st.integers(0, 3000),
    st.integers(0, 60),
    st.binary(max_size=12)
    | st.sampled_from(
        [
            b"<plot>",
            b"</plot>",
            b"<a/>",
            b"&#x41;",
            b"<![CDATA[x]]>",
            b"<!-- -->",
            b"<?p?>",
            b"&amp;",
            b"\xc3\xa9",
        ]
    ),
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(cuts, max_size=4))
def test_a_damaged_submission_is_shredded_or_refused(pair, changes):
    schema, xml = pair
    for start, length, new in changes:
        xml = xml[:start] + new + xml[start + length :]
    try:
        done = shred(schema, xml)
    except XFormRefused:
        return
    json.dumps([row.values for row in done.rows], allow_nan=False)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(cuts, min_size=1, max_size=3))
def test_a_damaged_form_is_read_or_refused(xforms, changes):
    xml = (xforms / "odk-central-testdata/forms/repeatEntityNested.xml").read_bytes()
    for start, length, new in changes:
        xml = xml[:start] + new + xml[start + length :]
    try:
        schema = parse_xform(xml)
    except XFormRefused:
        return
    assert FormSchema.from_json(json.loads(json.dumps(schema.to_json()))) == schema


names = st.sampled_from(["data", "plot", "tree", "crop", "species", "meta", "entity", "label", "x", "orx:y"])
texts = st.text(st.characters(codec="utf-8", exclude_characters="<&\r", min_codepoint=32), max_size=8)


@cache
def _elements() -> st.SearchStrategy[str]:
    leaf = st.tuples(names, texts).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")
    return st.recursive(
        leaf,
        lambda inner: st.tuples(names, st.lists(inner, max_size=4), texts).map(
            lambda t: f"<{t[0]}>{''.join(t[1])}{t[2]}</{t[0]}>"
        ),
        max_leaves=12,
    )


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_elements())
def test_no_text_is_ever_lost(pair, xml):
    """Whatever tree is sent, each text in it is in a row or an entity."""
    schema, _ = pair
    try:
        done = shred(schema, xml.encode())
    except XFormRefused:
        return
    kept = Counter(str(value) for row in done.rows for value in row.values.values())
    kept.update(entity.label for entity in done.entities)
    for element in parse_xml(xml.encode()).iter():
        for text in (element.text, element.tail):
            if text and not text.isspace():
                assert any(text.strip() in each for each in kept), text
