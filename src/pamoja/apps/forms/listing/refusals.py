"""Refusals of the entity rules in the words of a page."""

from django.utils.translation import gettext as _

from pamoja.core.problems import Problem

OUTDATED, NO_CONFLICT, NO_LABEL = "409.15", "400.32", "400.8"


def is_outdated(problem: Problem) -> bool:
    """Whether somebody changed the entity in the meantime."""
    return str(problem.members.get("refusal", "")) == OUTDATED


def refusal_words(problem: Problem) -> str:
    """What to tell the person, and what to do next. Raises what is no refusal of these rules."""
    if "refusal" not in problem.members:
        raise problem
    code = str(problem.members["refusal"])
    if code == OUTDATED:
        return _("Somebody changed this entity in the meantime. Compare what is below with its page, then save again.")
    if code == NO_CONFLICT:
        return _("Somebody has settled this conflict in the meantime.")
    if code == NO_LABEL:
        return _("An entity needs a label.")
    return f"{problem.kind.title}. {problem.detail}"
