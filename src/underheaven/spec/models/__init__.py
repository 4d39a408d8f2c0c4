"""The pydantic models of the parts of a document."""
