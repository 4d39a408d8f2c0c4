"""Assumed values, their ranges and origins."""
