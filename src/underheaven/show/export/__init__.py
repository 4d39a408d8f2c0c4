"""Results and documents in other formats: CSV, Parquet, BibTeX, citations, the data dictionary."""
