"""Forms on paper: printed, and keyed in twice by two people who do not see each other's answers."""
