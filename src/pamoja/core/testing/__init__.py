"""What tests of every layer share; nothing of the product imports it."""
