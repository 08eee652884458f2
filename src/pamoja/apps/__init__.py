"""The domain, one Django app each; a later app may use an earlier one."""
