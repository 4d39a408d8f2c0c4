"""A second implementation of the court list, written from the description, and its comparison with the engine."""
