"""One replicate, its scenarios and threads."""
