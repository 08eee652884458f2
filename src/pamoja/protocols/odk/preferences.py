"""What a person prefers to see: names and values that programs keep for them."""

from typing import Any

from pamoja.apps.forms.contracts import Project
from pamoja.core.accounts.models import Preference, User
from pamoja.core.accounts.services.preferences import forget_preference, set_preference
from pamoja.protocols.odk.rest import SUCCESS, Call, refused

VALUE = "propertyValue"
SITE = ""


def preferences_of(user: User) -> dict[str, Any]:
    """All of a person's preferences: of the site, and of each project by its number."""
    told: dict[str, Any] = {"site": {}, "projects": {}}
    for preference in Preference.objects.filter(user=user):
        group = told["projects"].setdefault(preference.about, {}) if preference.about else told["site"]
        group[preference.name] = preference.value
    return told


def set_for_site(call: Call, name: str) -> dict[str, Any]:
    """Keep a preference about everything."""
    return _set(call, SITE, name)


def set_for_project(call: Call, project: Project, name: str) -> dict[str, Any]:
    """Keep a preference about one project."""
    return _set(call, str(project.pk), name)


def unset_for_site(call: Call, name: str) -> dict[str, Any]:
    """Forget a preference about everything."""
    return _unset(call, SITE, name)


def unset_for_project(call: Call, project: Project, name: str) -> dict[str, Any]:
    """Forget a preference about one project."""
    return _unset(call, str(project.pk), name)


def _set(call: Call, about: str, name: str) -> dict[str, Any]:
    if VALUE not in call.body:
        raise refused("400.23", property=VALUE)
    if len(call.body) > 1:
        raise refused("400.33", expected=[VALUE], actual=list(call.body))
    set_preference(call.user, about, name, call.body[VALUE])
    return SUCCESS


def _unset(call: Call, about: str, name: str) -> dict[str, Any]:
    if not forget_preference(call.user, about, name):
        raise refused("404.1")
    return SUCCESS
