"""The findings of a walk through flows, for people to read."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from pamoja.engines.flows.simulation import Report

FEW = 10
"""So many findings of a section are shown; all of them on demand."""
UUID_CHARACTERS = 8
TEXT_CHARACTERS = 60
WARNING = "warning"


class Section(NamedTuple):
    """Findings of one kind. A line is (flow, what was found in it)."""

    title: str
    lines: Sequence[tuple[str, str]]


def text_of(report: Report, is_whole: bool = False) -> str:
    """The whole report; of each kind of findings only some, unless all of them are wanted."""
    shown = (section for section in sections(report) if section.lines)
    parts = ["\n".join(_summary(report)), *("\n".join(_written(each, is_whole)) for each in shown)]
    return "\n\n".join(parts)


def sections(report: Report) -> Iterator[Section]:
    """All kinds of findings, what breaks flows first."""
    record = report.record
    yield Section(_("Flows that cannot be read"), [(each.name or "?", each.reason) for each in report.unreadable])
    yield Section(_("Dead ends: an answer, and then nothing"), list(_dead_ends(report)))
    yield Section(_("Endless loops"), list(_loops(report)))
    problems = [*record.broken.items(), *record.problems.items()]
    yield Section(_("Errors"), list(_errors(report, (each for each in problems if each[0].type != WARNING))))
    yield Section(_("Nodes to which no way leads"), list(_nodes(report, report.unreachable)))
    yield Section(_("Nodes to which nobody came"), list(_nodes(report, report.unvisited)))
    yield Section(_("Missing translations"), list(_missing(report)))
    yield Section(_("Messages longer than one SMS"), list(_long(report)))
    warnings = _errors(report, (each for each in problems if each[0].type == WARNING))
    yield Section(_("Warnings"), sorted([*warnings, *_unknown(report)]))


def _summary(report: Report) -> Iterator[str]:
    counts = report.to_json()["counts"]
    yield _("%(flows)s flows: %(walks)s contacts, %(sprints)s exchanges, %(events)s events.") % counts
    yield _("Reached: %(nodes_reached)s of %(nodes)s nodes; %(exits_taken)s of %(exits)s exits.") % counts
    if report.record.unfinished:
        yield _("%(unfinished)s conversations were left before they were over.") % counts
    for (language, encoding), total in report.totals.items():
        yield _(
            "%(language)s in %(encoding)s: %(messages)s messages, %(long)s longer than one SMS, at most %(most)s SMS."
        ) % {
            "language": language or "?",
            "encoding": encoding,
            "messages": total.messages,
            "long": total.long,
            "most": total.most,
        }


def _written(section: Section, is_whole: bool) -> Iterator[str]:
    """A title with the number of findings, then these below the names of their flows."""
    yield f"{section.title} ({len(section.lines)})"
    shown = section.lines if is_whole else section.lines[:FEW]
    for flow, found in groupby(shown, key=lambda line: line[0]):
        yield f"  {flow}"
        yield from (f"    {what}" for _flow, what in found)
    if len(shown) < len(section.lines):
        yield "  " + _("and %(count)s more") % {"count": len(section.lines) - len(shown)}


def _at(report: Report, node: str) -> str:
    """A node as an author knows it."""
    return f"“{_cut(report.about.get(node, ''))}” [{node[:UUID_CHARACTERS]}]" if node else ""


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= TEXT_CHARACTERS else f"{words[: TEXT_CHARACTERS - 1]}…"


def _name(report: Report, flow: str) -> str:
    return report.names.get(flow) or flow


def _dead_ends(report: Report) -> Iterator[tuple[str, str]]:
    for each, count in sorted(report.record.dead_ends.items()):
        answer = f" → {each.category}" if each.category else ""
        yield _name(report, each.flow), f"{count} × {_at(report, each.node)}{answer}"


def _loops(report: Report) -> Iterator[tuple[str, str]]:
    for loop, count in sorted(report.record.loops.items()):
        yield _name(report, loop.flow), f"{count} × {loop.text}: " + ", ".join(_at(report, each) for each in loop.nodes)
    for trap in report.traps:
        kind = _("asks for ever") if trap.asks else _("goes round for ever")
        yield _name(report, trap.flow), f"{kind}: " + ", ".join(_at(report, each) for each in trap.nodes)


def _errors(report: Report, problems: Iterable[tuple[Any, int]]) -> Iterator[tuple[str, str]]:
    for each, count in sorted(problems):
        yield _name(report, each.flow), f"{count} × {each.type}: {each.text} {_at(report, each.node)}".rstrip()


def _unknown(report: Report) -> Iterator[tuple[str, str]]:
    return ((_name(report, each.flow), f"unknown property: {each.property}") for each in report.unknown)


def _nodes(report: Report, spots: Iterable[Any]) -> Iterator[tuple[str, str]]:
    return ((_name(report, each.flow), _at(report, each.node)) for each in spots)


def _missing(report: Report) -> Iterator[tuple[str, str]]:
    """Where a flow has nothing in a language at all, that is one line."""
    spoken = sorted(report.missing, key=lambda each: (each.flow, each.language))
    for (flow, language), found in groupby(spoken, key=lambda each: (each.flow, each.language)):
        listed = list(found)
        if language not in report.languages[flow]:
            words = _("%(language)s: nothing is translated (%(count)s texts)")
            yield _name(report, flow), words % {"language": language, "count": len(listed)}
        else:
            places = (f"{language}: {each.key} “{_cut(each.text)}” [{each.node[:UUID_CHARACTERS]}]" for each in listed)
            yield from ((_name(report, flow), place) for place in places)


def _long(report: Report) -> Iterator[tuple[str, str]]:
    for each in report.long:
        less = _(", %(count)s with plain marks") % {"count": each.plain_segments}
        plain = less if each.plain_segments < each.segments else ""
        size = f"{each.segments} SMS ({each.language or '?'}, {each.encoding}, {each.length}{plain})"
        yield _name(report, each.flow), f"{size}: “{_cut(each.text)}” [{each.node[:UUID_CHARACTERS]}]"
