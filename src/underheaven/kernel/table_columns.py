"""Columns that parameters and tallies declare, written by ``python -m underheaven.scenario.column_writer``."""

from __future__ import annotations

from typing import Annotated

from underheaven.array_types import F8, I8, Floats, I8s, Int, Ints
from underheaven.kernel.table_layout import MAX_CHANNELS, MAX_KINDS, MAX_LISTS, MAX_RULES, MAX_VISIBLE


class RegimeColumns:
    """Columns that one parameter of a regime fills alone; see ``kernel/rules.py``."""

    # consent.required: a person who has not agreed is not recorded and has no status
    consent: I8
    # consent.conviction: how much more of the share agree at full conviction; fewer agree at low conviction
    joins_by_conviction: F8
    # opacity: 0: people know what a record costs; 1: they believe the rumour
    opacity: F8
    # sensing.channels[].follows_attention: whether it detects more where officials look more; false for reports by
    # others
    channel_follows: Annotated[Ints, (MAX_CHANNELS,)]
    # sensing.attention_exponent: gamma: attention to a town is proportional to its past records to this power
    exponent: F8
    # sensing.visits_per_month: visits to the towns of a region
    visits: I8
    # recording.rules[].points: points added to the score while the record is live
    points: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].refile: if false, it is not filed again while it is live
    refile: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].grace_months: months of notice before filing; a person who settles the debt meanwhile is
    # not recorded
    grace_months: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].removed_by_performance: whether the record ends when the debt behind it is settled
    by_performance: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].early_removal_after_months: minimum term, after which repair may remove the record early
    early_after: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].early_removal: chance a month of early removal once allowed
    early: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].rumoured_weight: what people believe a record costs where the rules are opaque
    rumour: Annotated[Floats, (MAX_RULES,)]
    # recording.rules[].evadable: whether the record can be avoided by bribery, or the prosocial act faked
    evadable: I8
    # standing.start: score of an empty dossier
    start: I8
    # standing.minimum: the score is cut here
    minimum: I8
    # standing.maximum: the score is cut here
    maximum: I8
    # standing.lists[].records_at_least: number of live records, of the kinds below, that lists the person
    list_count: Annotated[Ints, (MAX_LISTS,)]
    # standing.association: chi: weight of the mean distance of the scores of ties from the starting score
    association: F8
    # treatment.lenders_believe[].repaid: repaid loans in a lender's initial belief
    first_repaid: Annotated[Floats, (MAX_VISIBLE,)]
    # treatment.lenders_believe[].defaulted: loans fallen behind in a lender's initial belief
    first_defaulted: Annotated[Floats, (MAX_VISIBLE,)]
    # repair.appeal.filed_wrongful: chance a month that a wrongful record is contested
    filed_wrongful: I8
    # repair.appeal.filed_rightful: chance a month that a rightful record is contested
    filed_rightful: I8
    # repair.appeal.granted_wrongful: share of appeals against wrongful records that succeed
    granted_wrongful: I8
    # repair.appeal.granted_rightful: share of appeals against rightful records that succeed
    granted_rightful: I8
    # repair.appeal.months: mean months until an appeal is heard; 0 means the same month
    heard: I8
    # repair.correction: chance a month that a wrongful record is found and removed without appeal
    correction: I8
    # officials.favour_share: share of persons whom an official favours
    favour: I8
    # officials.favour_points: points of favoured persons in addition to those of their records
    favour_points: I8
    # officials.quota_per_1000: adverse records a month per 1,000 persons who can be recorded
    quota: F8
    # association.household_liability: chance that an adverse record with a term is also filed on each other adult
    # member
    household_liability: I8
    # association.contagion: beta: how strongly the listed share of others leads to a record
    contagion: F8
    # association.contagion_background: chance a month of such a record when nobody is listed
    background: F8
    # score_fitting.every_months: months of records behind a fit, and months between fits
    fit_every: I8
    # score_fitting.points_per_unit: points taken for a monthly chance of 1 of an adverse record
    points_per_unit: F8
    # score_fitting.minimum: minimum points of a rule
    fit_minimum: I8
    # score_fitting.maximum: maximum points of a rule
    fit_maximum: I8
    # score_fitting.ridge: penalty on squared weights, which shrinks the points of rare kinds toward 0
    ridge: F8
    # score_fitting.refit: false: fitted once, then frozen
    refit: I8


class SocietyColumns:
    """Columns that one parameter of a society fills alone; see ``kernel/society.py``."""

    # burn_in_months: months simulated without any regime before those observed, until beliefs have settled
    burn_in: I8
    # people.town_size: persons of a town; ties, observed shares and misattributed records stay in it or next to it
    town_size: I8
    # ties.acquaintances: number of acquaintances outside the household
    acquaintances: I8
    # ties.severed_per_month: chance a month that a tie to a listed person is severed, where scores of ties count
    tie_severed: I8
    # ties.nearby_share: share of acquaintances in the two neighbouring towns
    nearby: I8
    # conduct[].gravity: gravity in months of income, for measures of proportionality; no decision depends on it
    gravity: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].warm_glow: benefit of a prosocial act before any reward
    warm_glow: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].conviction_weight: sigma: inner cost at full conviction
    conviction_weight: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].cost: fixed cost of the act; for a prosocial act, in addition to the drawn cost
    cost: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].imitation: kappa: influence of others who are seen to act
    imitation: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].relative_imitation: zeta: at 1, only the excess over the share in the town counts
    relative_imitation: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].open: whether others can see the act a month later; speech is always seen
    open: Annotated[Ints, (MAX_KINDS,)]
    # conduct[].prosocial: a prosocial act, with a cost instead of a benefit
    prosocial: Annotated[Ints, (MAX_KINDS,)]
    # conduct[].threshold: decided by the threshold of speech and not by a benefit
    threshold: Annotated[Ints, (MAX_KINDS,)]
    # livelihood.jobs.employed_at_start: share of newcomers in the workforce who arrive with a job
    employed_at_start: I8
    # livelihood.savings.saved: savings added in a month of work, in months of income
    saved: I8
    # livelihood.savings.spent: savings used in a month without work, in months of income
    spent: I8
    # livelihood.savings.maximum: maximum savings, in months of income
    savings_maximum: I8
    # livelihood.credit.loan_months: mean term of a loan that is repaid
    repay: I8
    # livelihood.credit.unwilling_below: conviction below which a borrower may choose to default
    unwilling_below: F8
    # livelihood.credit.fear_scale: mean gain from default, in months of income
    fear_scale: F8
    # livelihood.credit.gain: lender's gain on a repaid loan, as a share of the loan
    gain: F8
    # livelihood.credit.loss: lender's loss on a defaulted loan, as a share of the loan
    loss: F8
    # livelihood.credit.exploration: share of otherwise refused requests that are granted
    exploration: I8
    # livelihood.courts.cure: chance a month that an able debtor catches up on arrears
    cure: I8
    # livelihood.courts.sued: chance a month that arrears come to court
    sued: I8
    # livelihood.courts.judgment_after_months: mean months from suit to judgment
    judged: I8
    # livelihood.courts.error_per_year: judgments in error a year against a person who owes nothing
    court_error: I8
    # livelihood.courts.set_aside: chance a month that such a judgment is set aside
    set_aside: I8
    # livelihood.courts.performs: p0: chance a month that an unwilling debtor performs
    performs: F8
    # livelihood.courts.performs_with_detriment: p1: increase of that chance per month of income that a month on
    # the list is expected to cost
    performs_detriment: F8
    # livelihood.courts.performs_when_able: chance a month that a willing debtor who has become able performs
    performs_able: I8
    # livelihood.exchange.rate: chance a month that a person is asked for help by another
    meets: I8
    # livelihood.exchange.benefit: benefit to the person helped, in months of income
    help_benefit: F8
    # livelihood.exchange.cost: cost to the helper, in months of income
    help_cost: F8
    # livelihood.exchange.visibility: chance that the person asked sees the status of the person asking
    sees: I8
    # livelihood.exchange.slip: chance that a willing helper fails to help
    slips: I8
    # livelihood.exchange.refusing_is_recorded: whether refusing a person on a blacklist is also that conduct
    refusing_listed: I8
    # response.forget: eta_0: monthly drift of unexercised beliefs back to their initial values
    forget: I8
    # response.legitimacy_at_start: perceived legitimacy on arrival, to which it drifts back
    legitimacy: I8
    # response.legitimacy_recovery: share of the gap to the initial value regained per month
    legitimacy_recovery: I8


class TallyColumns:
    """Counts of `fields.tallies.TALLIES`, those by region left out."""

    opportunities: I8s
    acts: I8s
    in_state: I8s
    speaking: I8s
    misattributed_records: I8s
    recorded_by_discovery: I8s
    recorded: I8s
    filed: I8s
    overflow: Int
    displaced_records: I8s
    made_for_quota: I8s
    suppressed: I8s
    persons: I8s
    live_records: I8s
    listed: I8s
    blacklisted: I8s
    wrongly_blacklisted: I8s
    listed_by_kind: I8s
    listed_for_debt: I8s
    listed_by_debt: I8s
    listed_by_origin: I8s
    entries: I8s
    exits: I8s
    first_listed: I8s
    first_wrongly_listed: I8s
    grades: I8s
    score: Int
    severed_ties: Int
    joined: I8s
    stayed_out: I8s
    favour_moments: I8s
    best_grade: I8s
    detriment: I8s
    detriment_by_group: I8s
    ledger: I8s
    reward: I8s
    denied: I8s
    workforce: I8s
    unemployed: I8s
    jobs_lost: I8s
    jobs_found: I8s
    jobs_denied: I8s
    solvency: I8s
    loans_asked: I8s
    loans_made: I8s
    loans_refused: I8s
    defaults: I8s
    judgments: I8s
    performed: I8s
    legitimacy: Int
    belief: I8s
    unjust: I8s
    appeals_filed: I8s
    appeals_granted: I8s
    removals: I8s
    renewed_while_listed: I8s
    renewed: I8s
    silenced: I8s
    weighed_opportunities: I8s
    weight_true: I8s
    weight_believed: I8s
    help_granted: I8s
    help_refused: I8s
    faked_acts: I8s
    bribed_records: I8s
    score_moments: I8s
    notices_given: I8s
    notices_cancelled: I8s
    help_benefit: I8s
    help_cost: I8s
