"""The findings of the audit page, one subject a file."""
