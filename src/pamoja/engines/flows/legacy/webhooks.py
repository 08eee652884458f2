"""The actions behind legacy rulesets that ask another server."""

from decimal import Decimal

from pamoja.engines.flows.legacy.expressions import migrate_expression
from pamoja.engines.flows.legacy.reading import JsonObject, LegacyFlowError, number_of, object_of, objects_of, text_of
from pamoja.engines.flows.legacy.work import filled
from pamoja.engines.flows.numbers import json_number

# What the servers behind legacy webhooks were always sent, and go on to expect.
PAYLOAD = """@(json(object(
  "contact", object("uuid", contact.uuid, "name", contact.name, "urn", contact.urn),
  "flow", run.flow,
  "path", run.path,
  "results", foreach_value(results, extract_object, "category", "category_localized", "created_on", "input", "name", "node_uuid", "value"),
  "run", object("uuid", run.uuid, "created_on", run.created_on),
  "input", if(
    input,
    object(
      "attachments", foreach(input.attachments, attachment_parts),
      "channel", input.channel,
      "created_on", input.created_on,
      "text", input.text,
      "type", input.type,
      "urn", if(
        input.urn,
        object(
          "display", default(format_urn(input.urn), ""),
          "path", urn_parts(input.urn).path,
          "scheme", urn_parts(input.urn).scheme
        ),
        null
      ),
      "uuid", input.uuid
    ),
    null
  ),
  "channel", default(input.channel, null)
)))"""  # noqa: E501


def call_webhook(config: JsonObject, result_name: str, uuid: str) -> JsonObject:
    """The call that the configuration of a ruleset describes."""
    method = text_of(config, "webhook_action").upper() or "POST"
    posts = method == "POST"
    return {
        "uuid": uuid,
        "type": "call_webhook",
        "method": method,
        "url": migrate_expression(text_of(config, "webhook"), url_encode=True),
        **filled(headers=_headers(config, posts), body=PAYLOAD if posts else "", result_name=result_name),
    }


def _headers(config: JsonObject, posts: bool) -> dict[str, str]:
    headers = {"Content-Type": "application/json"} if posts else {}
    for header in objects_of(config, "webhook_headers"):
        if name := text_of(header, "name"):
            headers[name] = migrate_expression(text_of(header, "value"))
    return headers


def transfer_airtime(ruleset: JsonObject, result_name: str, uuid: str) -> JsonObject:
    """The transfer that a ruleset describes by country; a LegacyFlowError for two amounts in one currency."""
    amounts: dict[str, Decimal] = {}
    countries = object_of(ruleset, "config")
    for country in (object_of(countries, code) for code in countries):
        currency, amount = text_of(country, "currency_code"), number_of(country, "amount")
        if amounts.setdefault(currency, amount) != amount:
            raise LegacyFlowError(f"A transfer of airtime has two amounts in {currency}.")
    told = {currency: json_number(amount) for currency, amount in amounts.items()}
    return {"uuid": uuid, "type": "transfer_airtime", "amounts": told, **filled(result_name=result_name)}
