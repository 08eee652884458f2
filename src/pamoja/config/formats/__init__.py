"""How dates are written where Django's own way would be misread: a day before its month, and no half days."""
