"""Ask a language model."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most, local_name
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import problems, services
from pamoja.engines.flows.limits import MAX_LLM_TOKENS
from pamoja.engines.flows.references import LLMReference, Reference
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.services import ServiceError

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

FAILED = "<ERROR>"
ROLE = "engine"


@action("call_llm", ONLINE)
@dataclass(frozen=True, slots=True)
class CallLLM(Action):
    """Instructions and input are templates; the answer, or `<ERROR>`, is in the local `output_local`."""

    llm: LLMReference | None = prop(None, required)
    instructions: str = prop("", required, at_most(10_000), is_evaluated=True)
    input: str = prop("", at_most(10_000), is_evaluated=True, is_always_written=True)
    output_local: str = prop("", required, local_name)

    def references(self) -> Iterable[Reference | None]:
        return (self.llm,)

    def locals(self) -> Iterable[str]:
        return (self.output_local,)

    def execute(self, visit: "Visit") -> None:
        """Ask, and keep the answer."""
        answer = self._answer(visit)
        visit.run.locals[self.output_local] = FAILED if answer is None else answer

    def _answer(self, visit: "Visit") -> str | None:
        assert self.llm is not None
        llm = visit.assets.llms.get(self.llm.uuid)
        if llm is None:
            visit.emit(problems.dependency_error, self.llm)
            return None
        if ROLE not in llm.roles:
            visit.log_error(f"LLM {llm.uuid} does not have the engine role")
            return None
        instructions, _ = visit.evaluate(self.instructions)
        text, _ = visit.evaluate(self.input)
        service = visit.session.engine.services.llm
        if service is None:
            visit.log_error("no LLM service factory configured")
            return None
        started = visit.world.now()
        try:
            response = service.respond(llm, instructions, text, MAX_LLM_TOKENS)
        except ServiceError as error:
            visit.log_error(str(error))
            return None
        elapsed = int((visit.world.now() - started).total_seconds() * 1000)
        tokens = {"input": response.tokens_input, "output": response.tokens_output}
        prompt = {"instructions": instructions, "input": text}
        visit.emit(services.llm_called, llm.reference, prompt, response.output, tokens, elapsed)
        return response.output
