"""Parameter samples and sensitivity analysis."""
