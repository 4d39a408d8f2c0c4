"""Makes results: one world, worlds side by side, replicates, and the log of a run under way."""
