"""Records that are encrypted on the device, for a key that only the office holds (ODK XForms, "Encryption")."""
