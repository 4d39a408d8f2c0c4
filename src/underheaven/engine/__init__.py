"""How a stage reaches all persons, machine by machine; no mechanism of its own."""
