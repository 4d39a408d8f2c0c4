"""The table of cases, in its order: those that run, and those that wait for a mechanism."""

from __future__ import annotations

from underheaven.verify import (
    attention,
    conduct,
    fixtures,
    identities,
    livelihood,
    market,
    officials,
    response,
    sensing,
    standing,
)
from underheaven.verify.case import Case
from underheaven.verify.case import Parameter as P

A = "closed form"
EXCHANGE, LEDGER = "the exchange game", "a ledger form of standing"
LAWS = ("exponential", "uniform", "lognormal", "pareto")
JOBS = (
    P("find_listed", 0.17), P("find_unlisted", 0.34, 0.05), P("loss", 0.02, 0.001),
    P("offend_employed", 0.001, 1e-4, 0.1), P("offend_unemployed", 0.004, 1e-4, 0.1), P("delist", 1 / 36, 0.005),
)  # fmt: skip
MARKET = (
    P("good", 0.8), P("repay_good", 0.95), P("repay_bad", 0.4), P("gain", 0.1, 0, 10), P("loss", 0.6, 0.001),
    P("clean_good", 0.95), P("clean_bad", 0.4),
)  # fmt: skip

CASES: tuple[Case, ...] = (
    Case("null-world", A, identities.null_world),
    Case("locality", A, identities.locality),
    Case("invariance", A, identities.invariance),
    Case("base-rates", "Chouldechova 2017", identities.base_rates),
    Case("screening", A, sensing.screening, (
        P("prevalence", 0.001, 1e-4, 0.9), P("sensitivity", 0.99, 0.01), P("specificity", 0.99))),
    Case("polygraph", "National Research Council 2003, table I-1", sensing.polygraph, (
        P("accuracy", 0.9, 0.5, 0.99), P("sensitivity", 0.8, 0.05, 0.99), P("base_rate", 0.001, 1e-4, 0.9))),
    Case("wrongful-records", A, sensing.wrongful_records, (P("f", 0.001), P("n", 120, 1, 600))),
    Case("wrongful-share", A, sensing.wrongful_share, (P("p", 0.01), P("s", 0.6), P("f", 0.001))),
    Case("list-stock", A, standing.list_stock, (P("h", 0.002, 1e-4, 0.5), P("months", 36, 1, 120))),
    Case("list-ever", A, standing.list_ever, (P("h", 0.002, 1e-5), P("n", 120, 1, 600))),
    Case("appeals", A, standing.appeals, (P("a", 0.05), P("months", 36, 1, 126))),
    Case("record-stock", "closed form (binomial)", standing.record_stock, (
        P("p", 0.02, 1e-3), P("months", 24, 1, 126), P("k", 3, 1, 8))),
    Case("strikes-spiral", "closed form; Clark, Fudenberg & Wolitzky 2020 for the class", None, (
        P("g", 0.9), P("e", 0.02), P("k", 3, 1, 8), P("start", "good", words=("good", "bad"))), EXCHANGE),
    Case("deterrence", "Becker 1968", conduct.deterrence, (
        P("p", 0.1, 0.01), P("f", 10.0, 0, 1000), P("m", 1.0, 0.001, 1000),
        P("gains", "exponential", words=("exponential", "uniform")))),
    Case("learning", "closed form; Zur 2022 for the sign", response.learning, (
        P("p", 0.1, 0.02, 0.98), P("up", 0.3, 0.02), P("down", 0.1, 0.02))),
    Case("learning-spread", A, response.learning_spread, (P("p", 0.1, 0.02, 0.98), P("eta", 0.3, 0.02))),
    Case("threshold-riot", "Granovetter 1978", conduct.threshold_riot, (P("replace", 0, 0, 98),)),
    Case("threshold-jump", "Granovetter 1978", conduct.threshold_jump, (
        P("mean", 0.25, 0.05, 0.95), P("sigma", 0.11, 0.01, 1))),
    Case("attention-urn", "Ensign et al. 2018", attention.attention_urn, (
        P("a", 1, 1, 100), P("b", 1, 1, 100), P("n", 100, 1, 1000))),
    Case("attention-mixed", "closed form; Ensign et al. 2018", attention.attention_mixed, (
        P("rate_a", 3.68511, 0.1, 100), P("rate_b", 2.816466, 0.1, 100), P("discovered", 0.5))),
    Case("reputation", "closed form; Nowak & Sigmund 1998", None, (
        P("b", 3.0, 0, 100), P("c", 1.0, 0, 100), P("q", 0.5), P("x", 0.5)), EXCHANGE),
    Case("market-opening", A, market.market_opening, MARKET),
    Case("market-surplus", A, market.market_surplus, MARKET),
    Case("market-excluded", A, market.market_excluded, MARKET),
    Case("lending-bins", "D'Amour et al. 2020 (setting); recomputed", None, (P("threshold", 3, 0, 6),), LEDGER),
    Case("exclusion-absorbs", "closed form; D'Amour et al. 2020, appendix", None, (
        P("threshold", 3, 0, 6), P("start", 3, 0, 6), P("repair", 0.0)), LEDGER),
    Case("record-job-chain", "closed form; Pager 2003 for the ratio", livelihood.record_job_chain, JOBS),
    Case("record-job-work", "closed form; Pager 2003 for the ratio", livelihood.record_job_work, (
        *JOBS, P("standing", "listed", words=("listed", "clean")))),
    Case("association", "closed form; Wei et al. 2016", None, (
        P("error", 0.2), P("same", 0.8), P("different", 0.3), P("good_friends", 2, 0, 16), P("bad_friends", 3, 0, 16)),
        "a score that takes in the scores of ties"),
    Case("contagion", "closed form; Lum et al. 2014 for the class", None, (
        P("beta_k", 0.18, 0, 10), P("recovery", 0.1), P("background", 0.0)), "exclusion that passes along ties"),
    Case("favour", A, officials.favour, (P("w", 0.5, 0, 10),)),
    Case("quota", A, officials.quota, (
        P("q", 100, 1, 10_000), P("n", 10, 0, 10_000), P("persons", 10_000, 100, 100_000))),
    Case("proportion", A, fixtures.proportion),
    Case("proportion-excess", A, fixtures.proportion_excess),
    Case("proportion-order", "closed form; Kendall 1945", fixtures.proportion_order),
    Case("pairing", "closed form; Klein et al. 2024", sensing.pairing, (P("p1", 0.1), P("p2", 0.12))),
    Case("inequality", "closed form; Kleiber & Kotz 2003", fixtures.inequality, (
        P("law", "exponential", words=LAWS), P("shape", 1.0, 0.01, 10))),
)  # fmt: skip
"""Every case, in the order of the table."""
