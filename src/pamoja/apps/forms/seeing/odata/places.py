"""Where the records of a form lie, as GeoJSON: a feature for each record that answered a question of place."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from pydantic_core import to_json

from pamoja.apps.forms.models import AnswerRow, FormVersion, SubmissionVersion
from pamoja.apps.forms.protecting.hiding import NOTHING, Hidden, hidden_from
from pamoja.apps.forms.schemas import kept_schema, schema_of
from pamoja.apps.forms.seeing.odata.selecting import chunks, select_rows, selected_records
from pamoja.apps.forms.seeing.questions import SHAPES
from pamoja.core.permissions import Actor
from pamoja.formats.odata import Options, entity_sets
from pamoja.formats.xform import Field, FormSchema
from pamoja.formats.xform.model import ROOT_TABLE

CHUNK = 500


@dataclass(frozen=True)
class Places:
    """The features, chosen and not yet read. Without a `path` each record tells its first place outside of repeats."""

    version: FormVersion
    keys: "array[int]"
    path: str
    tag: str
    hidden: Hidden = NOTHING

    def whole(self) -> Iterator[bytes]:
        """The collection as JSON, in pieces."""
        yield b'{"type":"FeatureCollection","features":['
        before = b""
        for keys in chunks(self.keys, CHUNK):
            if features := self._features(list(keys)):
                yield before + to_json(features)[1:-1]
                before = b","
        yield b"]}"

    def _features(self, keys: Sequence[int]) -> list[dict[str, Any]]:
        newest = SubmissionVersion.objects.filter(submission=OuterRef("submission")).order_by("-number")
        rows = AnswerRow.objects.filter(submission__in=keys, table=_table_of(schema_of(self.version), self.path))
        rows = rows.annotate(asked=Subquery(newest.values("form_version_id")[:1])).order_by("pk")
        found: dict[int, dict[str, Any]] = {}
        hashes = dict(FormVersion.objects.filter(form=self.version.form_id).values_list("pk", "md5"))
        for key, record, asked, answers in rows.values_list(
            "submission_id", "submission__instance_id", "asked", "answers"
        ):
            path = self.path or _first_place(self.hidden.fields(kept_schema(asked, hashes[asked]).children))
            value = None if self.hidden.hides(path) else answers.get(path)
            if isinstance(value, dict):
                feature = found.setdefault(key, {"id": record, "path": path, "shapes": []})
                feature["shapes"].append({"type": value["type"], "coordinates": value["coordinates"]})
        return [self._feature(found[key]) for key in keys if key in found]

    def _feature(self, found: dict[str, Any]) -> dict[str, Any]:
        """Several places of one record are one geometry."""
        shapes = found["shapes"]
        geometry = shapes[0] if len(shapes) == 1 else {"type": "GeometryCollection", "geometries": shapes}
        about = None if self.path else {"fieldpath": found["path"]}
        return {"type": "Feature", "id": found["id"], "geometry": geometry, "properties": about}


def read_places(
    actor: Actor, version: FormVersion, options: Options, path: str = "", instance_id: str | None = None
) -> Places | None:
    """The places of records, or of one; None when that one is not there. Raises ODataRefused."""
    root = entity_sets(schema_of(version))[ROOT_TABLE]
    records = selected_records(actor, version.form, False, root, options)
    if instance_id is not None:
        records = records.filter(instance_id=instance_id)
    selection = select_rows(records, version.form, False, root, options, Q())
    if instance_id is not None and not selection.keys:
        return None
    hidden = hidden_from(actor, version.form)
    return Places(version, selection.keys, path, f"{version.pk}-{selection.tag}-{hidden.tag}", hidden)


def _first_place(fields: Sequence[Field]) -> str:
    """The first question of place outside of repeats; nothing when there is none."""
    for field in fields:
        if field.kind == "field" and field.type in SHAPES:
            return field.path
        if field.kind == "group" and (inside := _first_place(field.children)):
            return inside
    return ""


def _table_of(schema: FormSchema, path: str) -> str:
    """The table in which the answers to a question are."""
    around = [each for each in schema.fields if each.kind == "repeat" and path.startswith(f"{each.path}/")]
    return ".".join((ROOT_TABLE, *around[-1].parts)) if around else ROOT_TABLE
