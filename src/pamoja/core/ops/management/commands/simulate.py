"""Try flows in the terminal: talk with one, or walk through all of a file at random."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from pamoja.core.clock import now
from pamoja.core.ops.simulator.progress import Progress
from pamoja.core.ops.simulator.reporting import text_of
from pamoja.core.ops.simulator.telling import lines
from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.loop import ResumeError
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.simulation import SimulatedWorld, Talk, Ticking, Workspace, build, examine
from pamoja.engines.flows.simulation.talk import make_contact
from pamoja.engines.flows.simulation.walking import BROKEN, FAILURES
from pamoja.formats.flows import NotAnExport, read_export, upgraded

QUIT, TIME_OUT, EXPIRE, SEND = "/quit", "/timeout", "/expire", "/send "


class Command(BaseCommand):
    """`./run manage simulate FLOWS.json --flow NAME`, or `--random 10 --seed 1`."""

    help = "Try flows: talk with one in the terminal, or walk through all of a file at random. Nothing is kept or sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and how it is tried."""
        parser.add_argument("flows", type=Path, help="an export of flows, of any version, or one definition")
        parser.add_argument("--flow", default="", help="the name or UUID of the flow to talk with")
        parser.add_argument("--language", default="", help="the contact's language, as in eng")
        parser.add_argument("--random", type=int, metavar="N", help="send N contacts through each flow, and report")
        parser.add_argument("--seed", type=int, default=0, help="another number, other answers")
        parser.add_argument("--json", action="store_true", help="the report for programs")
        parser.add_argument("--all", action="store_true", help="every finding, not only the first of each kind")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Talk, or walk."""
        contacts, chance = options["random"], Random(options["seed"]).random  # noqa: S311  # nothing is secret here
        today = now().replace(hour=8, minute=0, second=0, microsecond=0)
        clock = now if contacts is None else Ticking(today)
        world = SimulatedWorld(clock, chance)
        workspace = _workspace(options["flows"], world, 0.0 if contacts is None else FAILURES)
        if contacts is None:
            self._talk(workspace, _chosen(workspace, options["flow"]), options["language"])
        else:
            self._walk(workspace, contacts, options)

    def _walk(self, workspace: Workspace, contacts: int, options: dict[str, Any]) -> None:
        progress = Progress(self.stderr, options["verbosity"])
        report = examine(workspace, contacts, progress)
        progress.end()
        if options["json"]:
            self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(text_of(report, options["all"]))

    def _talk(self, workspace: Workspace, flow: Flow, language: str) -> None:
        """Show what is said, and answer with the lines of the terminal until the session is over."""
        try:
            talk = Talk(workspace, flow, make_contact(workspace, language))
            self._converse(talk)
        except (*BROKEN, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(_ending(talk))

    def _converse(self, talk: Talk) -> None:
        self._show(talk)
        while talk.is_waiting and (line := sys.stdin.readline()):
            said = line.rstrip("\n")
            if said == QUIT:
                break
            try:
                _answer(talk, said)
            except (FlowReadError, ResumeError):
                self.stdout.write(_("This is not what the flow waits for."))
            else:
                self._show(talk)

    def _show(self, talk: Talk) -> None:
        for event in talk.sprint.events:
            for line in lines(event):
                self.stdout.write(line)


def _answer(talk: Talk, said: str) -> None:
    """Pass on what was typed. Raises ResumeError where it does not fit."""
    if said == TIME_OUT:
        talk.time_out()
    elif said == EXPIRE:
        talk.expire()
    elif talk.wait and talk.wait["type"] == "dial_wait":
        talk.end_dial(said)
    elif said.startswith(SEND):
        talk.say("", (said.removeprefix(SEND),))
    else:
        talk.say(said)


def _ending(talk: Talk) -> str:
    if talk.is_waiting:
        return _("The flow still waits for an answer.")
    return _("The conversation is over.") if talk.session.status == "completed" else _("The conversation broke off.")


def _workspace(path: Path, world: SimulatedWorld, failures: float) -> Workspace:
    """The flows of a file with all that they need. Raises CommandError for what is none."""
    try:
        export = upgraded(read_export(path.read_bytes()), world.uuid4)
    except OSError as error:
        raise CommandError(
            _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": error.strerror}
        ) from error
    except NotAnExport as refused:
        raise CommandError(
            _("%(path)s is no export of flows: %(reason)s") % {"path": path, "reason": refused}
        ) from refused
    definitions = (each.definition for each in export.flows)
    return build(definitions, world, export.groups, export.fields, export.triggers, failures)


def _chosen(workspace: Workspace, name: str) -> Flow:
    """The flow of a name, or the only one. Raises CommandError that tells which there are."""
    flow = workspace.named(name) if name else None
    if not name and len(workspace.flows) == 1:
        return workspace.flows[0]
    if flow is None:
        names = "\n".join(sorted(each.name for each in workspace.flows))
        raise CommandError(_("Choose a flow with --flow NAME:\n%(names)s") % {"names": names})
    return flow
