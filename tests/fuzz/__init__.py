"""Fuzzing of what strangers write: templates, queries and flows. By hand, with atheris; see CONTRIBUTING."""
