"""Documents written by users: regimes, societies, studies and reforms. No arrays here."""
