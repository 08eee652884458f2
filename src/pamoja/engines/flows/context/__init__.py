"""What expressions see of a session: `@contact`, `@results`, `@run` and the rest, each made when first asked for."""
