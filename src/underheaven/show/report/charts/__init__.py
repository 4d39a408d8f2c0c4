"""The pictures of the audit page, one a file: tidy rows, and a chart description made from them alone."""
