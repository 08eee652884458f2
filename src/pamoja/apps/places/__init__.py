"""Where everything happens: administrative units with P-codes, and the facilities in them."""
