"""Verification cases, one subject a file."""
