"""Reforms: what they change, and whether it is harsher."""
