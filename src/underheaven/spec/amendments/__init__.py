"""Amendments: what changes on a date."""
