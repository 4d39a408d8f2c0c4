"""Documents explained: regimes, societies, differences, units, sources."""
