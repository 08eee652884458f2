"""Keeping the outbox small."""

from pamoja.core.events.dead import prune
from pamoja.core.jobs.schedule import every

every(days=1, name="events.prune")(prune)
