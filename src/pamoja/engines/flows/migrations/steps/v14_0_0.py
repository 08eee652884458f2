from pamoja.engines.flows.migrations.definitions import objects, routers, text
from pamoja.engines.flows.migrations.registry import Config, Definition, migration

# minutes; a flow of another type never waits
LONGEST_EXPIRY = {"messaging": 20_160, "voice": 15}


@migration("14.0.0")
def limit_expiry_and_name_categories(flow: Definition, config: Config) -> None:
    """Let waits last two weeks at most, in calls 15 minutes, and call categories without a name `Match`."""
    expiry = flow.get("expire_after_minutes")
    if isinstance(expiry, int) and not isinstance(expiry, bool):
        flow["expire_after_minutes"] = min(expiry, LONGEST_EXPIRY.get(text(flow.get("type")), 0))
    for router in routers(flow):
        for category in objects(router.get("categories")):
            category["name"] = text(category.get("name")) or "Match"
