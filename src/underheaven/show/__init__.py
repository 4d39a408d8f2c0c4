"""Looks at results and documents: small tables, exactly what is printed, and the printing of them."""
