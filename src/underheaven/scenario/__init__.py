"""From documents to arrays: derived values are computed here and nowhere else."""
