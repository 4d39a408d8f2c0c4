"""The pilot run that measures time and memory before a study."""
