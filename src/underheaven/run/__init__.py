"""Running studies: scenarios, replicates, checkpoints, parameter samples, and checks before a run."""
