"""What a person writes: regimes, societies and studies as documents. Knows no arrays."""
