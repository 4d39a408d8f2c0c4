"""The stages of the reference engine: for each step of the month a function that visits the persons concerned."""
