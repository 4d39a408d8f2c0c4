"""The figures of the audit page, one subject a file."""
