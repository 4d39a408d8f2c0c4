"""Estimates, intervals, errors, tests and ranks."""
