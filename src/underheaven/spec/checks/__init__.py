"""Checks across the parts of a document."""
