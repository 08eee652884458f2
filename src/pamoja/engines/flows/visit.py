"""A run at one of its nodes, in a sprint: what actions, routers and waits work with."""

from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.jsontext import to_json
from pamoja.engines.excellent.templates import Context, TemplateError, compile_template, compile_value
from pamoja.engines.excellent.values import Value
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.contacts import Contact
from pamoja.engines.flows.context.legacy import add_extra
from pamoja.engines.flows.context.root import root_context
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.events import Event, problems, runs
from pamoja.engines.flows.modifiers.base import Change, apply
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.results import Result
from pamoja.engines.flows.routers.routing import Found
from pamoja.engines.flows.run import Run
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.session_json import write_summary
from pamoja.engines.flows.sprint import Place, Sprint
from pamoja.engines.flows.texts import ellipsis
from pamoja.engines.flows.world import World
from pamoja.engines.text.cases import trimmed

P = ParamSpec("P")


class Visit:
    """Where a run is now. Events are logged with this place."""

    __slots__ = ("node", "place", "run", "session", "sprint", "world")

    def __init__(self, run: Run, sprint: Sprint, node: Node) -> None:
        self.run = run
        self.sprint = sprint
        self.node = node
        self.session: Session = run.session
        self.world: World = run.session.world
        self.place = Place(run.flow_reference, node.uuid)

    @property
    def contact(self) -> Contact:
        return self.session.contact

    @property
    def assets(self) -> Assets:
        return self.session.assets

    @property
    def environment(self) -> Environment:
        """The environment for the contact."""
        return self.session.contact_env()

    @property
    def flow(self) -> Flow:
        """The flow of the run: a run without one is never visited."""
        assert self.run.flow is not None
        return self.run.flow

    # -- events

    def log(self, event: Event) -> None:
        """Add an event that happened here."""
        self.sprint.log(event, self.place)

    def emit(self, maker: Callable[Concatenate[World, P], Event], *args: P.args, **kwargs: P.kwargs) -> None:
        """Make an event and add it."""
        self.log(maker(self.world, *args, **kwargs))

    def log_error(self, text: str, code: str = "", **extra: str) -> None:
        """Add an error event."""
        self.log(problems.error(self.world, text, code, **extra))

    def fail(self, text: str) -> None:
        """End the run because it cannot go on."""
        self.run.exit("failed")
        self.emit(problems.failure, text)
        self.emit(runs.run_ended, self.run.uuid, self.run.flow_reference, "failed")

    # -- templates

    def evaluate_value(self, template: str) -> Value:
        """Evaluate a template to a value; one expression keeps its type, and its error is a value too."""
        if "@" not in template:
            return trimmed(template)
        result = compile_value(template).value(self._context())
        self._tell(result.warnings, result.errors)
        return result.value

    def evaluate(self, template: str, escape: Callable[[str], str] | None = None) -> tuple[str, bool]:
        """Evaluate a template to a text of bearable length; and whether all went well. Errors are logged."""
        text, is_good = self.evaluate_text(template, escape)
        return ellipsis(text, self.session.engine.limits.template_chars), is_good

    def evaluate_text(self, template: str, escape: Callable[[str], str] | None = None) -> tuple[str, bool]:
        """Evaluate a template to a text of any length, with what expressions give escaped."""
        if "@" not in template:
            return template, True
        result = compile_template(template).text(self._context(), escape)
        self._tell(result.warnings, result.errors)
        return result.text, not result.errors

    def _context(self) -> Context:
        env = self.environment
        return Context(env, root_context(self.run, env), self.world.random)

    def _tell(self, warnings: Sequence[str], errors: Sequence[TemplateError]) -> None:
        """Log what went wrong in a template."""
        for expression, error in errors:
            code = problems.EXPRESSION_TOO_COMPLEX if error.fatal else problems.EXPRESSION
            self.log_error(f"Error evaluating expression: {error.message}", code, expression=expression)
        for warning in warnings:
            self.emit(problems.warning, warning, problems.CONTEXT_DEPRECATED)

    def run_summary(self) -> Json:
        """What sessions that this run starts are told of it."""
        return write_summary(self.run.snapshot())

    # -- translations

    def languages(self) -> list[str]:
        """The languages to look for, best first: the contact's, the workspace's, the flow's own."""
        wanted = (self.environment.language, self.session.env.language, self.flow.language)
        return list(dict.fromkeys(language for language in wanted if language))

    def translated(self, uuid: str, key: str, native: Sequence[str]) -> Sequence[str]:
        """The texts of an item of the flow in the best language for the contact, or as they are."""
        if not self.flow.localization.translations:
            return native
        return self.translation(uuid, key, native, self.languages())[0]

    def translation(
        self, uuid: str, key: str, native: Sequence[str], languages: Sequence[str]
    ) -> tuple[Sequence[str], str]:
        """The texts of an item in the first language that has them, and that language."""
        flow = self.flow
        for language in languages:
            if language == flow.language:
                break
            texts = flow.localization.texts(language, uuid, key)
            if texts:
                return texts, language
        return native, flow.language

    # -- results and the contact

    def save_result(self, found: Found) -> None:
        """Keep what a router found."""
        extra = "" if found.extra is None else to_json(found.extra)
        self.set_result(found.name, found.value, found.category, found.category_localized, found.input, extra)

    def set_result(
        self, name: str, value: str, category: str, localized: str = "", operand: str = "", extra: str = ""
    ) -> None:
        """Keep a result, and log it if it changed."""
        now = self.world.now()
        limit = self.session.engine.limits.result_chars
        result = Result(name, value[:limit], category, localized, self.node.uuid, operand, now, extra)
        before, is_new = self.run.set_result(result)
        add_extra(self.run, result)
        if is_new:
            self.emit(runs.run_result_changed, result, before)

    def change(self, do: Callable[[Change], bool]) -> bool:
        """Change the contact, as `modifier.apply` does; returns whether that changed anything."""
        return apply(do, Change(self.session.engine, self.environment, self.contact, self.log))

    def random(self) -> float:
        """Return a number from 0 (included) to 1 (excluded)."""
        return self.world.random()
