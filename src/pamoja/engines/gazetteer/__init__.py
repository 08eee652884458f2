"""Administrative units: what is wrong with a proposed list, what it changes, which names are one unit."""
