"""Agreements: how two workspaces share without everybody seeing everything."""
