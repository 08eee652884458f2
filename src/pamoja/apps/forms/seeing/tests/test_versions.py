"""A form of two versions: what was added, dropped or asked in another way stays readable everywhere."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.seeing.access import seen_by
from pamoja.apps.forms.seeing.chart_views import figures_of
from pamoja.apps.forms.seeing.figures import charted
from pamoja.apps.forms.seeing.tests.reading import body, cells, page, record_page
from pamoja.apps.forms.services import create_form, create_project, publish_draft, receive_submission, replace_draft
from pamoja.apps.forms.services.records import delete_submission
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

HEAD = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Farm</h:title><model>"""


def select(name: str, *values: str) -> str:
    items = "".join(f"<item><label>The {value}</label><value>{value}</value></item>" for value in values)
    return f'<select1 ref="/data/{name}"><label>{name}</label>{items}</select1>'


def binds(**types: str) -> str:
    return "".join(f'<bind nodeset="/data/{name}" type="{type_}"/>' for name, type_ in types.items())


def inputs(*names: str) -> str:
    return "".join(f'<input ref="/data/{name}"><label>{name.title()}</label></input>' for name in names)


OLD = f"""{HEAD}<instance><data id="farm" version="1"><crop/><age/><source/><spot/><area/><mark/>
  <field jr:template=""><size/></field><meta><instanceID/></meta></data></instance>
  {binds(crop="string", age="string", source="string", spot="geopoint", area="int", mark="string")}
  <bind nodeset="/data/field/size" type="int"/></model></h:head><h:body>{inputs("crop", "age")}
  {select("source", "well", "tap")}{inputs("spot", "area")}{select("mark", "red", "blue")}
  <group ref="/data/field"><label>Field</label><repeat nodeset="/data/field">
  <input ref="/data/field/size"><label>Size</label></input></repeat></group></h:body></h:html>"""
NEW = f"""{HEAD}<instance><data id="farm" version="2"><age/><tank/><source/><spot/><area/><mark/>
  <meta><instanceID/></meta></data></instance>
  {binds(age="int", tank="string", source="string", spot="string", area="decimal", mark="string")}</model></h:head>
  <h:body>{inputs("age", "tank")}{select("source", "pump", "tap")}{inputs("spot", "area", "mark")}</h:body></h:html>"""
ANSWERS = {
    "1": """<crop>maize</crop><age>about ten</age><source>well</source><spot>-9.7 33.2 0 5</spot><area>3</area>
      <mark>red</mark><field><size>4</size></field><field><size>6</size></field>""",
    "2": "<age>41</age><tank>big</tank><source>pump</source><spot>by the road</spot><area>2.5</area><mark>red</mark>",
}
EVERY = {
    "/age": "Age",
    "/tank": "Tank",
    "/source": "source",
    "/spot": "Spot",
    "/area": "Area",
    "/mark": "Mark",
    "/crop": "Crop (only in version 1)",
    "/age@1": "Age (only in version 1)",
    "/spot@1": "Spot (only in version 1)",
    "/mark@1": "mark (only in version 1)",
    "/field": "Field (only in version 1)",
}


def send(cast: Cast, form: Form, version: str) -> Submission:
    meta = f"<meta><instanceID>uuid:v{version}</instanceID></meta>"
    xml = f'<data id="farm" version="{version}">{ANSWERS[version]}{meta}</data>'
    receive_submission(cast.actor("amina"), form.project_id, xml.encode())
    return Submission.objects.get(instance_id=f"uuid:v{version}")


@pytest.fixture
def farm(cast: Cast) -> Iterator[Form]:
    """The form with a record of each version."""
    with workspace_active(cast.river):
        amina = cast.actor("amina")
        form = create_form(amina, create_project(amina, "Farms"), OLD.encode())
        publish_draft(amina, form)
        send(cast, form, "1")
        replace_draft(amina, form, NEW.encode())
        publish_draft(amina, Form.objects.get(pk=form.pk))
        send(cast, Form.objects.get(pk=form.pk), "2")
        yield Form.objects.get(pk=form.pk)


def taken(cast: Cast, form: Form, format_: str, **options: str) -> bytes:
    response = cast.client("amina").post(page(form, "files"), {"format": format_, **options})
    assert response.status_code == 200, response.content.decode()
    return body(response)


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "ABOUT.txt"}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_chooser_offers_every_version_s_questions_the_newest_first(cast: Cast, farm: Form) -> None:
    listing = cast.client("ben").get(page(farm)).context["listing"]
    offered = {column.name: str(column.label) for column, _is_chosen in listing.choosable}
    assert {name: label for name, label in offered.items() if name.startswith("/")} == EVERY
    assert list(EVERY) == [name for name in offered if name.startswith("/")]
    shown = [column.name for column in listing.columns if column.name.startswith("/")]
    assert shown == ["/age", "/tank", "/source", "/spot", "/area", "/mark"], "at first what is asked today"


def test_the_table_shows_each_answer_under_the_question_that_was_asked(cast: Cast, farm: Form) -> None:
    new, old = cells(cast.client("amina").get(page(farm, columns=list(EVERY))))
    assert new == ["41", "big", "The pump", "by the road", "2.5", "red", "—", "—", "—", "—", "0"]
    assert old == ["—", "—", "The well", "—", "3", "—", "maize", "about ten", "-9.70000, 33.20000", "The red", "2"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"sort": "/age@1"}, ["41", "—"]),
        ({"sort": "-/age"}, ["41", "—"]),
        ({"/mark@1": "red"}, ["—"]),
        ({"/source": "well"}, ["—"]),
        ({"/source": "pump"}, ["41"]),
    ],
)
def test_old_questions_sort_and_filter(cast: Cast, farm: Form, query: dict[str, str], expected: list[str]) -> None:
    found = [row[0] for row in cells(cast.client("amina").get(page(farm, columns=["/age", "/age@1"], **query)))]
    assert sorted(found) == sorted(expected)


def test_sorting_by_an_old_question_leaves_the_newer_answers_out(cast: Cast, farm: Form) -> None:
    """Version 1 says "about ten", version 2 says 41: by the old question only the first has something to sort."""
    client = cast.client("amina")
    up, down = (cells(client.get(page(farm, columns=["/age"], sort=f"{sign}/age@1"))) for sign in ("", "-"))
    assert up == down[::-1]


def test_a_dropped_repeat_is_still_a_table(cast: Cast, farm: Form) -> None:
    content = cast.client("amina").get(page(farm)).content.decode()
    assert "Field (only in version 1)" in content
    listed = cast.client("amina").get(page(farm, "repeat", "Submissions.field", columns=["/field/size"]))
    assert sorted(cells(listed)) == [["4"], ["6"]]


def test_a_record_is_read_with_the_questions_that_were_asked(cast: Cast, farm: Form) -> None:
    old, new = (Submission.objects.get(instance_id=f"uuid:v{version}") for version in "12")
    client = cast.client("amina")
    first, second = client.get(record_page(old)).content.decode(), client.get(record_page(new)).content.decode()
    for words in ("Crop", "maize", "about ten", "The well", "The red", "-9.70000, 33.20000"):
        assert words in first, words
    assert "Tank" in second and "Crop" not in second and "The red" not in second
    assert "unknown_element" not in first and "The form has no such question" not in first


def test_charts_count_each_question_apart(cast: Cast, farm: Form) -> None:
    seen = seen_by(cast.actor("ben"), farm.pk, "", "en")
    table = seen.table("Submissions")
    for group in ([[each] for each in charted(table.fields)], [charted(table.fields)]):
        figures = {each.field.key: each for fields in group for each in figures_of(seen, table, fields)}
        assert list(figures) == ["/age", "/source", "/area", "/mark@1"]
        counts = {bar.label: bar.count for bar in figures["/source"].bars}
        assert counts == {"The pump": 1, "The tap": 0, "The well": 1}
        assert [(each.answered, each.missing, each.odd) for each in figures.values()] == [
            (1, 1, 0),
            (2, 0, 0),
            (2, 0, 0),
            (1, 1, 0),
        ]
    assert figures["/mark@1"].label == "mark (only in version 1)"
    spec = cast.client("ben").get(page(farm, "chart", question="/mark@1")).json()
    assert [(each["label"], each["count"]) for each in spec["data"]["values"]] == [("The red", 1), ("The blue", 0)]


def test_the_map_draws_the_points_that_were_asked_for(cast: Cast, farm: Form) -> None:
    assert "Spot (only in version 1)" in cast.client("amina").get(page(farm, "map")).content.decode()
    found = cast.client("amina").get(page(farm, "points", question="/spot@1")).json()["features"]
    assert [each["geometry"]["coordinates"] for each in found] == [[33.2, -9.7]]


def test_csv_holds_every_answer(cast: Cast, farm: Form) -> None:
    found = files(taken(cast, farm, "csv"))
    assert list(found) == ["farm.csv", "farm-field.csv"]
    old, new = rows(found["farm.csv"])
    names = list(old)
    assert names[: names.index("KEY")] == [
        *("SubmissionDate", "age", "tank", "source", "spot", "area", "mark", "meta-instanceID", "crop", "age@1"),
        *(f"spot@1-{part}" for part in ("Latitude", "Longitude", "Altitude", "Accuracy")),
        "mark@1",
    ]
    asked = ("age", "age@1", "crop", "source", "spot", "spot@1-Latitude", "area", "mark", "mark@1", "FormVersion")
    assert [old[name] for name in asked] == ["", "about ten", "maize", "well", "", "-9.7", "3.0", "", "red", "1"]
    assert [new[name] for name in asked] == ["41", "", "", "pump", "by the road", "", "2.5", "red", "", "2"]
    assert [row["size"] for row in rows(found["farm-field.csv"])] == ["4", "6"]


def test_xlsx_and_parquet_keep_the_types_of_both(cast: Cast, farm: Form) -> None:
    head, old, new = openpyxl.load_workbook(io.BytesIO(taken(cast, farm, "xlsx")))["farm"].values
    assert (old[head.index("age@1")], new[head.index("age")]) == ("about ten", 41)
    content = files(taken(cast, farm, "parquet"))["farm.parquet"]
    table = pq.read_table(io.BytesIO(content)).to_pylist()
    assert [(row["age"], row["age@1"], row["area"]) for row in table] == [(None, "about ten", 3.0), (41, None, 2.5)]


def test_geojson_takes_its_geometry_from_an_old_question(cast: Cast, farm: Form) -> None:
    features = json.loads(taken(cast, farm, "geojson", shape="/spot@1"))["features"]
    assert [each["geometry"] and each["geometry"]["coordinates"] for each in features] == [[33.2, -9.7, 0.0], None]
    assert features[1]["properties"]["spot"] == "by the road"


def test_a_version_without_records_adds_nothing(cast: Cast, farm: Form) -> None:
    delete_submission(cast.actor("amina"), Submission.objects.get(instance_id="uuid:v1"))
    offered: Any = cast.client("amina").get(page(farm)).context["listing"].choosable
    names = [column.name for column, _is_chosen in offered if column.name.startswith("/")]
    assert names == ["/age", "/tank", "/source", "/spot", "/area", "/mark"]
