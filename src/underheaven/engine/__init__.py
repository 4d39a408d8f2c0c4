"""How a stage reaches all persons: an interpreted engine and a compiled one. No mechanism lives here."""
