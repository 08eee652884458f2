"""The router that leaves it to chance, as trials and samples of contacts need."""

from dataclasses import dataclass
from decimal import Decimal

from pamoja.engines.environment.numbers import number_text
from pamoja.engines.flows.registry import router
from pamoja.engines.flows.routers.base import BaseRouter
from pamoja.engines.flows.routers.routing import Routed, Routing


@router("random")
@dataclass(frozen=True, slots=True)
class RandomSplit(BaseRouter):
    """All categories are equally likely. The result is the place of the one chosen, the operand the number drawn."""

    def route(self, run: Routing) -> Routed:
        drawn = Decimal(repr(run.random()))
        place = int(drawn * len(self.categories))
        return self.take(run, self.categories[place].uuid, str(place), number_text(drawn))
