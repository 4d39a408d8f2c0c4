"""Recorded results: the month log, the dataset, the result file, its digest and its provenance."""
