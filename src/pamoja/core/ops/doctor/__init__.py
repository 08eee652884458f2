"""What the doctor looks at: one file for each part of the body, all listed in `examine.py`."""
