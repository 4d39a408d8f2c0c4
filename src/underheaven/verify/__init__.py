"""Verification: the model with switches set, held against closed forms and published results."""
