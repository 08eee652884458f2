from pamoja.engines.flows.migrations.definitions import WEBHOOKS, splits
from pamoja.engines.flows.migrations.registry import Config, Definition, migration


@migration("14.4.2")
def take_a_webhook_that_was_not_called_as_failed(flow: Definition, config: Config) -> None:
    """Read the status of webhooks as 0 when there is none, so that a call which was not made is no error."""
    for _, router in splits(flow, *WEBHOOKS):
        if router.get("operand") == "@webhook.status":
            router["operand"] = "@(default(webhook.status, 0))"
