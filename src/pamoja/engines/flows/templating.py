"""Message templates that a channel's operator approved: the best translation, its variables, and how it will look."""

from collections.abc import Sequence

from pamoja.engines.environment.locales import best_locale
from pamoja.engines.flows.assets.kinds import Template, TemplateTranslation
from pamoja.engines.flows.checks import attachment
from pamoja.engines.flows.composing import Content
from pamoja.engines.flows.contacts import Route
from pamoja.engines.flows.limits import MAX_QUICK_REPLY_TEXT
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.texts import ellipsis
from pamoja.engines.flows.visit import Visit

MEDIA = ("image", "video", "document")
SPOKEN = ("header/text", "body/text", "footer/text")


def templated(visit: Visit, template: Template, route: Route, values: Sequence[str]) -> tuple[Json, str] | None:
    """How a message from a template looks, with what the channel needs to send it, and its locale.

    None when the template has no translation for the channel.
    """
    languages = [visit.environment.locale, visit.session.env.locale]
    channel = route.channel.uuid if route.channel else ""
    fitting = {each.locale: each for each in template.translations if each.channel["uuid"] == channel}
    if not fitting:
        return None
    translation = fitting[best_locale(languages, list(fitting))]
    variables = [
        {"type": kind, "value": values[at] if at < len(values) else ""} for at, kind in enumerate(translation.variables)
    ]
    content = _preview(translation, variables).to_json()
    return content | {"templating": _templating(template, translation, variables)}, translation.locale


def _templating(template: Template, translation: TemplateTranslation, variables: list[Json]) -> Json:
    components = [
        {"name": each.name, "type": each.type, "variables": dict(each.variables)}
        for each in translation.components
        if each.variables
    ]
    parts = {"components": components, "variables": variables}
    return {"template": template.reference} | {name: value for name, value in parts.items() if value}


def _preview(translation: TemplateTranslation, variables: list[Json]) -> Content:
    """About what the contact will see."""
    texts: list[str] = []
    attachments: list[str] = []
    replies: list[Json] = []
    for component in translation.components:
        content = component.content
        for mark, at in component.variables.items():
            if not 0 <= at < len(variables):
                continue
            variable = variables[at]
            if variable["type"] == "text":
                content = content.replace(f"{{{{{mark}}}}}", variable["value"])
            elif variable["type"] in MEDIA and not attachment(variable["value"]):
                attachments.append(variable["value"])
        if content and component.type in SPOKEN:
            texts.append(content)
        elif content and component.type.startswith("button/"):
            replies.append({"type": "text", "text": ellipsis(content, MAX_QUICK_REPLY_TEXT)})
    return Content("\n\n".join(texts), attachments, replies)
