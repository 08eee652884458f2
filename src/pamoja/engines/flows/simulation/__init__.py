"""Flows tried without an office: a conversation with one contact who is made up, or a walk through a whole export.

Nothing leaves the process: services are doubles that say so. The clock and chance are given.
"""

from pamoja.engines.flows.simulation.report import Report, examine
from pamoja.engines.flows.simulation.talk import Talk
from pamoja.engines.flows.simulation.workspace import Unreadable, Workspace, build
from pamoja.engines.flows.simulation.world import SimulatedWorld, Ticking

__all__ = ["Report", "SimulatedWorld", "Talk", "Ticking", "Unreadable", "Workspace", "build", "examine"]
