"""Charts: their marks, axes and colours."""
