"""Datasets of a form that may be given away: columns left out or made coarser, rare records suppressed."""
