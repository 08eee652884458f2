"""The two documents of a service: which tables it has, and what they hold (OData 4.0 protocol 11.1, CSDL 4.0).

Tools made for ODK know the metadata document as ODK Central writes it. A client that says that it speaks OData gets it
`is_strict`: members of enumerations have their values, keys are never null, the container has an identifier for a name.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from pamoja.formats.odata.names import identifier
from pamoja.formats.odata.shapes import Column, EntitySet, Frame

SERVICE_TYPE = "application/json; charset=utf-8; odata.metadata=minimal"
JSON_TYPE = "application/json; charset=utf-8"
NAMESPACE = "org.opendatakit.user"
SUBMISSION = "org.opendatakit.submission"
ENTITY = "org.opendatakit.entity"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">\n  <edmx:DataServices>'
)
FOOT = "  </edmx:DataServices>\n</edmx:Edmx>"
ABOUT_RECORD = (
    ("submissionDate", "Edm.DateTimeOffset"),
    ("updatedAt", "Edm.DateTimeOffset"),
    ("deletedAt", "Edm.DateTimeOffset"),
    ("submitterId", "Edm.String"),
    ("submitterName", "Edm.String"),
    ("attachmentsPresent", "Edm.Int64"),
    ("attachmentsExpected", "Edm.Int64"),
    ("status", f"{SUBMISSION}.Status"),
    ("reviewState", f"{SUBMISSION}.ReviewState"),
    ("deviceId", "Edm.String"),
    ("edits", "Edm.Int64"),
    ("formVersion", "Edm.String"),
)
ABOUT_ENTITY = (
    ("createdAt", "Edm.DateTimeOffset"),
    ("creatorId", "Edm.String"),
    ("creatorName", "Edm.String"),
    ("updates", "Edm.Int64"),
    ("updatedAt", "Edm.DateTimeOffset"),
    ("deletedAt", "Edm.DateTimeOffset"),
    ("version", "Edm.Int64"),
    ("conflict", "Edm.String"),
)
STATES = {
    "Status": ("notDecrypted", "missingEncryptedFormData"),
    "ReviewState": ("hasIssues", "edited", "rejected", "approved"),
}
CAPABILITIES = "Org.OData.Capabilities.V1"


def service_document(root: str, names: Iterable[str]) -> dict[str, Any]:
    """The tables of the service at `root`."""
    value = [{"name": name, "kind": "EntitySet", "url": name} for name in names]
    return {"@odata.context": f"{root}/$metadata", "value": value}


def form_metadata(form_id: str, sets: Iterable[EntitySet], is_strict: bool = False) -> str:
    """The metadata document of a form."""
    tables, space = list(sets), f"{NAMESPACE}.{identifier(form_id)}"
    lines = [HEAD, *_about(SUBMISSION, ABOUT_RECORD, STATES, is_strict), f"    <Schema {_edm(space)}>"]
    for table in tables:
        lines += _entity_type(space, table, is_strict)
    for table in tables:
        for group in _groups(table.frame):
            lines += _typed("ComplexType", _type_name(group), _properties(space, group))
    lines.append(_container(form_id, is_strict))
    for table in tables:
        names = [_member_name(each) for each in table.frame.members]
        lines += _entity_set(space, table.name, names if table.is_root else None)
    return "\n".join([*lines, "      </EntityContainer>", "    </Schema>", FOOT])


def dataset_metadata(dataset: str, properties: Iterable[str], is_strict: bool = False) -> str:
    """The metadata document of an entity list."""
    names, space = [identifier(each) for each in properties], f"{NAMESPACE}.{identifier(dataset)}"
    body = [_property("__system", f"{ENTITY}.metadata"), *(_property(name, "Edm.String") for name in ("label", *names))]
    lines = [HEAD, *_about(ENTITY, ABOUT_ENTITY, {}, is_strict), f"    <Schema {_edm(space)}>"]
    lines += _typed("EntityType", "Entities", [*_key(is_strict), *body])
    lines.append(_container(dataset, is_strict))
    lines += _entity_set(space, "Entities", names)
    return "\n".join([*lines, "      </EntityContainer>", "    </Schema>", FOOT])


def _container(name: str, is_strict: bool) -> str:
    return f"      <EntityContainer Name={quoteattr(identifier(name) if is_strict else name)}>"


def _about(
    space: str, properties: Sequence[tuple[str, str]], states: dict[str, tuple[str, ...]], is_strict: bool
) -> list[str]:
    """The schema of what the server itself knows of a row."""
    lines = [f"    <Schema {_edm(space)}>"]
    lines += _typed("ComplexType", "metadata", [_property(name, kind) for name, kind in properties])
    for name, values in states.items():
        lines += _typed("EnumType", name, [_value(each, place, is_strict) for place, each in enumerate(values)])
    return [*lines, "    </Schema>"]


def _value(name: str, place: int, is_strict: bool) -> str:
    number = f' Value="{place}"' if is_strict else ""
    return f"        <Member Name={quoteattr(name)}{number}/>"


def _entity_type(space: str, table: EntitySet, is_strict: bool) -> list[str]:
    own = (
        _property("__system", f"{SUBMISSION}.metadata") if table.is_root else _property(table.parent_key, "Edm.String")
    )
    return _typed("EntityType", table.name, [*_key(is_strict), own, *_properties(space, table.frame)])


def _groups(frame: Frame) -> Iterator[Frame]:
    """The groups of a table, not those of the repeats in it."""
    return (each for each in frame.walk() if each is not frame)


def _properties(space: str, frame: Frame) -> list[str]:
    return [_member(space, each) for each in frame.members]


def _member(space: str, member: Column | Frame | EntitySet) -> str:
    if isinstance(member, Column):
        return _property(member.name, member.type)
    if isinstance(member, Frame):
        return _property(member.name, f"{space}.{_type_name(member)}")
    kind = quoteattr(f"Collection({space}.{member.name})")
    return f"        <NavigationProperty Name={quoteattr(member.own_name)} Type={kind}/>"


def _member_name(member: Column | Frame | EntitySet) -> str:
    return member.own_name if isinstance(member, EntitySet) else member.name


def _type_name(group: Frame) -> str:
    return ".".join(identifier(part) for part in group.path[1:].split("/"))


def _key(is_strict: bool) -> list[str]:
    key = _property("__id", "Edm.String")
    return [
        '        <Key><PropertyRef Name="__id"/></Key>',
        key.replace("/>", ' Nullable="false"/>') if is_strict else key,
    ]


def _property(name: str, kind: str) -> str:
    return f"        <Property Name={quoteattr(name)} Type={quoteattr(kind)}/>"


def _typed(tag: str, name: str, lines: Sequence[str]) -> list[str]:
    return [f"      <{tag} Name={quoteattr(name)}>", *lines, f"      </{tag}>"]


def _edm(space: str) -> str:
    return f'xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace={quoteattr(space)}'


def _entity_set(space: str, name: str, unfilterable: Sequence[str] | None) -> list[str]:
    """A table of the container; of the main one, what may be asked of it (Org.OData.Capabilities.V1)."""
    lines = [f"        <EntitySet Name={quoteattr(name)} EntityType={quoteattr(f'{space}.{name}')}>"]
    lines += _capabilities(unfilterable) if unfilterable is not None else []
    return [*lines, "        </EntitySet>"]


def _capabilities(unfilterable: Sequence[str]) -> list[str]:
    level = f"{CAPABILITIES}.ConformanceLevelType/Minimal"
    paths = "".join(f"<PropertyPath>{name}</PropertyPath>" for name in unfilterable)
    restricted = (
        '<PropertyValue Property="Filterable" Bool="true"/><PropertyValue Property="RequiresFilter" Bool="false"/>'
        f'<PropertyValue Property="NonFilterableProperties"><Collection>{paths}</Collection></PropertyValue>'
    )
    return [
        f'          <Annotation Term="{CAPABILITIES}.ConformanceLevel" EnumMember="{level}"/>',
        f'          <Annotation Term="{CAPABILITIES}.BatchSupported" Bool="false"/>',
        _record("CountRestrictions", '<PropertyValue Property="Countable" Bool="true"/>'),
        _record("FilterRestrictions", restricted),
        _record("ExpandRestrictions", '<PropertyValue Property="Expandable" Bool="true"/>'),
    ]


def _record(term: str, values: str) -> str:
    return f'          <Annotation Term="{CAPABILITIES}.{term}"><Record>{values}</Record></Annotation>'
