"""People who sign in, teams, roles, grants, invitations, and credentials of devices and programs."""
