"""HTML pages: the audit, the comparison, the verification."""
