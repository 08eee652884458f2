"""Telling other programs what happened: signed calls (Standard Webhooks 1.0) that can be told apart by an id."""
