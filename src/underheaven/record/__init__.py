"""What is seen of a run: the months' log, the dataset, the file, its digest and its provenance."""
