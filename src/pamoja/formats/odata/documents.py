"""The two documents of a service: which tables it has, and what they hold (OData 4.0 protocol 11.1, CSDL 4.0)."""

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


def form_metadata(form_id: str, sets: Iterable[EntitySet]) -> str:
    """The metadata document of a form."""
    tables, space = list(sets), f"{NAMESPACE}.{identifier(form_id)}"
    lines = [HEAD, *_about(SUBMISSION, ABOUT_RECORD, STATES), f"    <Schema {_edm(space)}>"]
    for table in tables:
        lines += _entity_type(space, table)
    for table in tables:
        for group in _groups(table.frame):
            lines += _typed("ComplexType", _type_name(group), _properties(space, group))
    lines.append(f"      <EntityContainer Name={quoteattr(form_id)}>")
    for table in tables:
        names = [_member_name(each) for each in table.frame.members]
        lines += _entity_set(space, table.name, names if table.is_root else None)
    return "\n".join([*lines, "      </EntityContainer>", "    </Schema>", FOOT])


def dataset_metadata(dataset: str, properties: Iterable[str]) -> str:
    """The metadata document of an entity list."""
    names, space = [identifier(each) for each in properties], f"{NAMESPACE}.{identifier(dataset)}"
    body = [_property("__system", f"{ENTITY}.metadata"), *(_property(name, "Edm.String") for name in ("label", *names))]
    lines = [HEAD, *_about(ENTITY, ABOUT_ENTITY, {}), f"    <Schema {_edm(space)}>"]
    lines += _typed("EntityType", "Entities", [*_key(), *body])
    lines.append(f"      <EntityContainer Name={quoteattr(dataset)}>")
    lines += _entity_set(space, "Entities", names)
    return "\n".join([*lines, "      </EntityContainer>", "    </Schema>", FOOT])


def _about(space: str, properties: Sequence[tuple[str, str]], states: dict[str, tuple[str, ...]]) -> list[str]:
    """The schema of what the server itself knows of a row."""
    lines = [f"    <Schema {_edm(space)}>"]
    lines += _typed("ComplexType", "metadata", [_property(name, kind) for name, kind in properties])
    for name, values in states.items():
        lines += _typed("EnumType", name, [f"        <Member Name={quoteattr(each)}/>" for each in values])
    return [*lines, "    </Schema>"]


def _entity_type(space: str, table: EntitySet) -> list[str]:
    own = (
        _property("__system", f"{SUBMISSION}.metadata") if table.is_root else _property(table.parent_key, "Edm.String")
    )
    return _typed("EntityType", table.name, [*_key(), own, *_properties(space, table.frame)])


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


def _key() -> list[str]:
    return ['        <Key><PropertyRef Name="__id"/></Key>', _property("__id", "Edm.String")]


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
