"""The pages of datasets that may be given away."""
