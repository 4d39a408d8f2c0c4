"""Results and documents for readers: tables, sentences, exports and pages."""
