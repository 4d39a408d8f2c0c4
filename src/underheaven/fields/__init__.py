"""The registry of every array: state, values by person, tallies, the panel, and the codes stored in them.

Engines allocate arrays from it, the dataset of a result takes its units and long names from it, and the ODD
description prints it. No other array is recorded.

| module | registers |
| --- | --- |
| `state` | what persons carry from month to month |
| `person_values` | what a result holds by person: sums, and values at the end |
| `tallies` | what is counted each month |
| `panel` | monthly values of the panelists |
| `fitted_scores` | what is recorded of a score that a regime fits |
| `codes`, `scales`, `dimensions` | stored codes and their labels, units and limits, dimensions |
| `registered_field` | what a registration says |
"""
