"""Where a flow runs: how people there write dates, times and numbers, their timezone, languages, country and places.

    env = Environment.from_json({"date_format": "DD-MM-YYYY", "timezone": "Africa/Kigali"}, clock=lambda: now)

Reading and writing by an environment is in the modules beside this one.
"""

from pamoja.engines.environment.environment import Environment, NumberFormat
from pamoja.engines.environment.locations import Location, LocationTree

__all__ = ["Environment", "Location", "LocationTree", "NumberFormat"]
