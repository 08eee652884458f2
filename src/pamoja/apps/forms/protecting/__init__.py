"""Keeping people in a form's records safe: how much each question tells, who sees it, how long it is kept."""
