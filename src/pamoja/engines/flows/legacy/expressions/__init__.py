"""Templates of flow definitions before 13 (`Hi @contact.name, @(UPPER(step.value))`) as templates of Excellent."""

from pamoja.engines.flows.legacy.expressions.template import migrate_expression

__all__ = ["migrate_expression"]
