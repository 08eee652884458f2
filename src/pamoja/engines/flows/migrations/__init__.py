"""Definitions of older specifications brought forward, one step a version, from 13.0 to the newest.

    migrate(definition, Config(new_uuid))                 # to the newest
    migrate(definition, Config(new_uuid), to="13.5.0")

A step knows a definition only as JSON, because classes are of the newest specification. What it does not know it keeps.
"""
