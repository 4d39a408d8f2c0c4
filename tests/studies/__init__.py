"""Studies that claim to show a published pattern."""
