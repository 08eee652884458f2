"""Help: the Markdown of `docs/`, shown inside the product."""
