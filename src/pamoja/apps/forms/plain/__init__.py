"""Any published form as plain pages: one after another, without JavaScript, small, to be gone on with at any time."""
