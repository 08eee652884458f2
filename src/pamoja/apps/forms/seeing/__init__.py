"""Seeing what came in: tables, records, charts, maps and files of a form's answers."""
