"""How each stage reaches the persons of a town: a loop a stage, over what the stage before left in the town's room."""
