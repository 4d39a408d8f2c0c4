"""Results in the terminal: tables and sentences."""
