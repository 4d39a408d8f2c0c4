"""Documents read, annotated and written as TOML."""
