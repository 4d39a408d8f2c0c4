"""Numbers about results: pure functions from a recorded dataset, which never look into a simulation."""
