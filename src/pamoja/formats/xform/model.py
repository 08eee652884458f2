"""What an XForm says, as frozen data: the tree of fields and all that a server must know about the form.

Paths leave out the root element: `/household/member/age` is `<data><household><member><age/>`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pamoja.formats.xform.plan import Plan, compile_plan

Kind = Literal["group", "repeat", "field"]
Labels = Mapping[str, str]
"""Text per language; the key is empty for text that stands in the form without a language."""

ROOT_TABLE = "Submissions"
NEVER = frozenset({"", "false()", "false"})


@dataclass(frozen=True)
class Choice:
    """One answer of a list; `properties` are the other columns, which cascades filter by."""

    value: str
    labels: Labels = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Itemset:
    """Where a select takes its choices: `source` is `internal`, `external` (`file` names it) or `repeat`."""

    nodeset: str
    source: Literal["internal", "external", "repeat"]
    instance_id: str = ""
    file: str = ""
    value_ref: str = ""
    label_ref: str = ""
    is_filtered: bool = False


@dataclass(frozen=True)
class Field:
    """A node of the primary instance: a group, a repeat or a question.

    `type` is the bind's data type without prefix (`string` when none is given); `control` is what the person
    sees (`input select1 select rank upload range trigger secret`, `none` for a calculation). `required`,
    `readonly`, `relevant`, `constraint`, `calculate` are the expressions as written.
    """

    name: str
    parts: tuple[str, ...]
    kind: Kind
    namespace: str = ""
    type: str = "string"
    control: str = "none"
    mediatype: str = ""
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    itemset: Itemset | None = None
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    required: str = ""
    readonly: str = ""
    relevant: str = ""
    constraint: str = ""
    calculate: str = ""
    preload: str = ""
    count: str = ""
    default: str = ""
    saveto: str = ""
    children: tuple[Field, ...] = ()

    @cached_property
    def path(self) -> str:
        return "/" + "/".join(self.parts)

    @property
    def is_required(self) -> bool:
        return self.required not in NEVER

    @property
    def is_readonly(self) -> bool:
        return self.readonly not in NEVER

    @property
    def is_calculated(self) -> bool:
        return bool(self.calculate or self.preload)

    @property
    def is_multiple(self) -> bool:
        """True when the answer is a list: select many and rank."""
        return self.kind == "field" and (self.control in ("select", "rank") or self.type in ("select", "rank"))

    @property
    def is_binary(self) -> bool:
        """True when the answer names a file that is sent beside the submission."""
        return self.kind == "field" and (self.type == "binary" or self.path == "/meta/audit")

    @property
    def is_entity(self) -> bool:
        """True for `meta/entity`, which speaks of an entity and is no question."""
        return self.parts[-2:] == ("meta", "entity")

    def walk(self) -> Iterator[Field]:
        """Yield this field and all below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class FormFile:
    """A file that clients fetch with the form: `type` is `file`, `image`, `audio` or `video`."""

    name: str
    type: str


@dataclass(frozen=True)
class EntityDeclaration:
    """The form makes or changes entities of `dataset`; `path` is the container whose `meta` says so.

    `actions` are the allowed ones (`create`, `update`), `properties` pair an answer's path with a property.
    """

    dataset: str
    actions: tuple[str, ...]
    path: str
    is_in_repeat: bool
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SubmissionOptions:
    """The model's `<submission>`: where and how clients send, and the key they encrypt for."""

    action: str = ""
    method: str = ""
    public_key: str = ""
    auto_send: str = ""
    auto_delete: str = ""


@dataclass(frozen=True)
class FormRemark:
    """Something in the form that points nowhere: `dangling_bind` or `dangling_control`, and the path."""

    code: str
    where: str


@dataclass(frozen=True)
class FormSchema:
    """Everything the server needs to know about one version of a form."""

    form_id: str
    version: str
    title: str
    root: str
    children: tuple[Field, ...]
    root_attributes: Mapping[str, str] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    default_language: str = ""
    xforms_version: str = ""
    entities_version: str = ""
    submission: SubmissionOptions = SubmissionOptions()
    entities: tuple[EntityDeclaration, ...] = ()
    files: tuple[FormFile, ...] = ()
    remarks: tuple[FormRemark, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All nodes in document order, parents before children."""
        return tuple(each for child in self.children for each in child.walk())

    @cached_property
    def by_path(self) -> dict[str, Field]:
        return {each.path: each for each in self.fields}

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The root table and one per repeat, named as in OData: `Submissions.household.member`."""
        return (ROOT_TABLE, *(f"{ROOT_TABLE}.{'.'.join(f.parts)}" for f in self.fields if f.kind == "repeat"))

    @property
    def has_meta(self) -> bool:
        return "/meta" in self.by_path

    @property
    def has_instance_id(self) -> bool:
        return any(path.lower() == "/meta/instanceid" for path in self.by_path)

    @property
    def is_encrypted(self) -> bool:
        return bool(self.submission.public_key)

    @cached_property
    def plan(self) -> Plan:
        """The look-up tables that shredding runs on, made once."""
        return compile_plan(self.root, self.children, self.entities)

    def text(self, labels: Labels, language: str = "") -> str:
        """Choose the text in this language, else the form's default, else one without language, else any."""
        for key in (language, self.default_language, ""):
            if labels.get(key):
                return labels[key]
        return next((text for text in labels.values() if text), "")

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data, small enough to be stored with the form version."""
        from pamoja.formats.xform.store import dump_schema

        return dump_schema(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FormSchema:
        """Restore what `to_json` gave."""
        from pamoja.formats.xform.store import load_schema

        return load_schema(data)
