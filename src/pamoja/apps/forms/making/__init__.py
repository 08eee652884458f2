"""Pages on which forms are made: uploaded, repaired, published, given to devices, and filled in the browser."""
