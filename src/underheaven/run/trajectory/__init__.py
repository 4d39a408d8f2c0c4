"""One person's months in two scenarios."""
