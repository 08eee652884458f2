"""Triggers: what starts a session."""

from pamoja.engines.flows.triggers import kinds
from pamoja.engines.flows.triggers.base import TRIGGERS, Trigger, read_trigger

__all__ = ["TRIGGERS", "Trigger", "kinds", "read_trigger"]
