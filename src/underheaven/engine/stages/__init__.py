"""How each stage reaches the persons of a town: one loop per stage, over what the workspace holds from the last one."""
