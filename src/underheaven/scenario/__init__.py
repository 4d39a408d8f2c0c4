"""Documents compiled to arrays: the tables that engines and kernels read; derived values are computed here alone."""
