"""Columns that parameters and tallies declare, written by ``python -m underheaven.scenario.column_writer``."""

from __future__ import annotations

from typing import Annotated

from underheaven.array_types import F8, I8, Floats, I8s, Int, Ints
from underheaven.kernel.table_layout import MAX_CHANNELS, MAX_KINDS, MAX_LISTS, MAX_RULES, MAX_VISIBLE


class RegimeColumns:
    """Columns that one parameter of a regime fills alone; see ``kernel/rules.py``."""

    # consent.required: whoever has not agreed is not recorded and has no standing
    consent: I8
    # consent.conviction: by how much more of the share those of full conviction agree, others fewer
    joins_by_conviction: F8
    # opacity: 0: people know what a record costs; 1: they know the rumour
    opacity: F8
    # sensing.channels[].follows_attention: finds more where officials look more; false for what others report
    channel_follows: Annotated[Ints, (MAX_CHANNELS,)]
    # sensing.attention_exponent: gamma: a town is looked at in proportion to its past records to this power
    exponent: F8
    # sensing.visits_per_month: visits to the towns of a region
    visits: I8
    # recording.rules[].points: added to the score while the record lives
    points: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].refile: false: not filed again while it stands
    refile: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].grace_months: months of notice before filing; whoever settles the debt meanwhile is not
    # recorded
    grace_months: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].removed_by_performance: the record goes when the debt behind it is settled
    by_performance: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].early_removal_after_months: minimum term, after which repair may remove the record early
    early_after: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].early_removal: chance a month of early removal once allowed
    early: Annotated[Ints, (MAX_RULES,)]
    # recording.rules[].rumoured_weight: what people believe a record costs where the rules are opaque
    rumour: Annotated[Floats, (MAX_RULES,)]
    # recording.rules[].evadable: the record can be bought off, or the good act staged
    evadable: I8
    # standing.start: score of an empty dossier
    start: I8
    # standing.minimum: the score is cut here
    minimum: I8
    # standing.maximum: the score is cut here
    maximum: I8
    # standing.lists[].records_at_least: as many live records of the kinds below list the person
    list_count: Annotated[Ints, (MAX_LISTS,)]
    # standing.association: chi: weight of the ties' mean distance from the start
    association: F8
    # treatment.lenders_believe[].repaid: loans repaid that a lender starts from
    first_repaid: Annotated[Floats, (MAX_VISIBLE,)]
    # treatment.lenders_believe[].defaulted: loans fallen behind that a lender starts from
    first_defaulted: Annotated[Floats, (MAX_VISIBLE,)]
    # repair.appeal.filed_wrongful: chance a month that a wrongful record is contested
    filed_wrongful: I8
    # repair.appeal.filed_rightful: chance a month that a rightful one is
    filed_rightful: I8
    # repair.appeal.granted_wrongful: share of appeals against wrongful records that succeed
    granted_wrongful: I8
    # repair.appeal.granted_rightful: share of appeals against rightful records that succeed
    granted_rightful: I8
    # repair.appeal.months: mean months until an appeal is heard; 0 is the same month
    heard: I8
    # repair.correction: chance a month that a wrongful record is found and removed without appeal
    correction: I8
    # officials.favour_share: share of persons with an official's favour
    favour: I8
    # officials.favour_points: points that they have on top of their records
    favour_points: I8
    # officials.quota_per_1000: adverse records a month for a thousand who can be recorded
    quota: F8
    # association.household_liability: chance that an adverse record with a term is filed on each other adult
    # member too
    household_liability: I8
    # association.contagion: beta: how a listed share of others turns into a record
    contagion: F8
    # association.contagion_background: chance a month of that record with nobody listed
    background: F8
    # score_fitting.every_months: months of records that a fit rests on, and between fits
    fit_every: I8
    # score_fitting.points_per_unit: points taken for a chance of an adverse record a month of 1
    points_per_unit: F8
    # score_fitting.minimum: fewest points that a fit may give a rule
    fit_minimum: I8
    # score_fitting.maximum: most points that a fit may give a rule
    fit_maximum: I8
    # score_fitting.ridge: penalty on squared weights: draws kinds that few hold toward 0 points
    ridge: F8
    # score_fitting.refit: false: fitted once, then frozen
    refit: I8


class SocietyColumns:
    """Columns that one parameter of a society fills alone; see ``kernel/society.py``."""

    # burn_in_months: months lived without any regime before those observed, until beliefs have settled
    burn_in: I8
    # people.town_size: persons of a town; ties, shares seen and lost records stay within it or its neighbours
    town_size: I8
    # ties.acquaintances: whom a person looks at outside the household
    acquaintances: I8
    # ties.severed_per_month: chance a month that a tie is severed to somebody on a blacklist, where scores of ties
    # count
    tie_severed: I8
    # ties.nearby_share: share of acquaintances in the two neighbouring towns
    nearby: I8
    # conduct[].gravity: how grave, in months of income, for measures of proportion; no decision reads it
    gravity: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].warm_glow: gain of a prosocial act before any reward
    warm_glow: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].conviction_weight: sigma: inner cost at full conviction
    conviction_weight: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].cost: fixed cost of the act; of a prosocial one it comes on top of the cost that is drawn
    cost: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].imitation: kappa: pull of others seen acting
    imitation: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].relative_imitation: zeta: 1 means only the excess over the town's share pulls
    relative_imitation: Annotated[Floats, (MAX_KINDS,)]
    # conduct[].open: others can see the act a month later; speech always shows
    open: Annotated[Ints, (MAX_KINDS,)]
    # conduct[].prosocial: a good act, with a cost instead of a benefit
    prosocial: Annotated[Ints, (MAX_KINDS,)]
    # conduct[].threshold: decided by the speech threshold and not by a benefit
    threshold: Annotated[Ints, (MAX_KINDS,)]
    # livelihood.jobs.employed_at_start: share of the newcomers of the workforce who arrive with a job
    employed_at_start: I8
    # livelihood.savings.saved: months of income put by in a month of work
    saved: I8
    # livelihood.savings.spent: months of income used in a month without work
    spent: I8
    # livelihood.savings.maximum: savings stop growing here
    savings_maximum: I8
    # livelihood.credit.loan_months: mean life of a loan that is repaid
    repay: I8
    # livelihood.credit.unwilling_below: conviction below which a borrower may choose default
    unwilling_below: F8
    # livelihood.credit.fear_scale: months of income; the gain from default, mean
    fear_scale: F8
    # livelihood.credit.gain: lender's gain on a loan repaid, share of the loan
    gain: F8
    # livelihood.credit.loss: lender's loss on a loan not repaid, share of the loan
    loss: F8
    # livelihood.credit.exploration: share of refused requests that are granted all the same
    exploration: I8
    # livelihood.courts.cure: chance a month that arrears are caught up when able
    cure: I8
    # livelihood.courts.sued: chance a month that arrears come to court
    sued: I8
    # livelihood.courts.judgment_after_months: mean months from suit to judgment
    judged: I8
    # livelihood.courts.error_per_year: judgments a year against a person who owes nothing
    court_error: I8
    # livelihood.courts.set_aside: chance a month that such a judgment is set aside
    set_aside: I8
    # livelihood.courts.performs: p0: chance a month that an unwilling debtor performs
    performs: F8
    # livelihood.courts.performs_with_detriment: p1: added for each month of income that a month on the list is
    # expected to cost
    performs_detriment: F8
    # livelihood.courts.performs_when_able: the same for a willing debtor who has become able
    performs_able: I8
    # livelihood.exchange.rate: chance a month that a person is asked for help by another
    meets: I8
    # livelihood.exchange.benefit: months of income to who is helped
    help_benefit: F8
    # livelihood.exchange.cost: months of income to who helps
    help_cost: F8
    # livelihood.exchange.visibility: chance that who is asked sees the standing of who asks
    sees: I8
    # livelihood.exchange.slip: chance that somebody willing fails to help
    slips: I8
    # livelihood.exchange.refusing_is_recorded: whether refusing somebody on a blacklist is that conduct too
    refusing_listed: I8
    # response.forget: eta_0: drift of unexercised beliefs back to the start, a month
    forget: I8
    # response.legitimacy_at_start: legitimacy on arrival, and where it drifts back to
    legitimacy: I8
    # response.legitimacy_recovery: share of the gap to the start regained a month
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
