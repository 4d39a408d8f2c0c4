"""A debt relief fund: some of those who cannot pay a judgment are freed of it.

underheaven compare court-defaulters-2013 --society village --persons 2000 \\
    --hook docs/examples/debt_relief.py:debt_relief
"""

import underheaven

SHARE = 0.05
"""Share of those who owe and cannot pay that the fund reaches in a month."""
OWES, CLEAR = 4, 0


@underheaven.hook(after="livelihood")
def debt_relief(person: underheaven.HookPerson) -> None:
    """Clear the debt of a person who owes, is not unwilling, and has neither a job nor savings."""
    cannot_pay = person.employed == 0 and person.savings == 0 and person.unwilling == 0
    if person.solvency == OWES and cannot_pay and person.uniform < SHARE:
        person.solvency = CLEAR
