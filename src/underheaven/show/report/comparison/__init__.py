"""The comparison page: several regimes of one result side by side, as one HTML file."""
