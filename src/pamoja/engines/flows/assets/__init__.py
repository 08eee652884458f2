"""Assets: what a workspace holds that its flows need, read once and shared by all sessions."""

from pamoja.engines.flows.assets.assets import Assets
from pamoja.engines.flows.assets.flows import FlowAssets
from pamoja.engines.flows.assets.static import read_assets

__all__ = ["Assets", "FlowAssets", "read_assets"]
