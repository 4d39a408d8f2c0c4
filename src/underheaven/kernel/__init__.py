"""What happens to one person in one stage: plain scalar functions. Knows no file format.

Scalars are int64 or float64; narrower types occur only where an array is read or written. Tables arrive as records
(`structured_arrays.py`), so a call passes one pointer, whatever the regime.
"""
