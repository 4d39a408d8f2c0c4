"""The audit page: one HTML file with findings, pictures, tables, assumptions and limits of a result."""
