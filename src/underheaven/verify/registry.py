"""The table of cases, in its order: those that run, and those that wait for a mechanism."""

from __future__ import annotations

from underheaven.verify import (
    attention,
    conduct,
    exchange,
    fixtures,
    identities,
    livelihood,
    market,
    metamorphic,
    officials,
    response,
    sensing,
    standing,
    ties,
)
from underheaven.verify.case import Case
from underheaven.verify.case import Parameter as P

A = "closed form"
LEDGER = "a ledger form of standing"
SHARED = "shared draws, no formula"
THREADS = "about its own persons, towns and threads"
CROWDS = "crowds that the reference engine would take an hour for"
LAWS = ("exponential", "uniform", "lognormal", "pareto")
JOBS = (
    P("find_listed", 0.17), P("find_unlisted", 0.34, 0.05), P("loss", 0.02, 0.001),
    P("offend_employed", 0.001, 1e-4, 0.1), P("offend_unemployed", 0.004, 1e-4, 0.1), P("delist", 1 / 36, 0.005),
)  # fmt: skip
HARSH = {"find_listed": 0.05, "find_unlisted": 0.5, "loss": 0.1, "offend_employed": 0.01, "offend_unemployed": 0.1,
         "delist": 0.2}  # fmt: skip

MARKET = (
    P("good", 0.8), P("repay_good", 0.95), P("repay_bad", 0.4), P("gain", 0.1, 0, 10), P("loss", 0.6, 0.001),
    P("clean_good", 0.95), P("clean_bad", 0.4),
)  # fmt: skip
LISTLESS = {"good": 0.5, "repay_good": 0.9, "repay_bad": 0.2, "gain": 0.3, "clean_good": 0.9, "clean_bad": 0.3}

CASES: tuple[Case, ...] = (
    Case("null-world", A, identities.null_world, compiled=THREADS,
        shows="persons whose life a regime without consequences changes"),
    Case("locality", A, identities.locality, compiled=THREADS,
        shows="others whose history moves when one person's records are struck"),
    Case("invariance", A, identities.invariance, compiled=THREADS,
        shows="ways of running one study, by threads, order of towns or resuming, that give other numbers"),
    Case("base-rates", "Chouldechova 2017", identities.base_rates, compiled=CROWDS,
        shows="how far the false positive rate of any group lies from what its other rates make of it"),
    Case("screening", A, sensing.screening, (
        P("prevalence", 0.001, 1e-4, 0.9), P("sensitivity", 0.99, 0.01), P("specificity", 0.99)),
        shows="the share of records that are true when few act and a test errs, by Bayes' rule",
        points=({"prevalence": 0.3, "sensitivity": 0.5, "specificity": 0.8},
                {"prevalence": 0.05, "specificity": 0.999})),
    Case("polygraph", "National Research Council 2003, table I-1", sensing.polygraph, (
        P("accuracy", 0.9, 0.5, 0.99), P("sensitivity", 0.8, 0.05, 0.99), P("base_rate", 0.001, 1e-4, 0.9)),
        shows="false alarms for each true one of a test of stated accuracy",
        points=({"base_rate": 0.1}, {"sensitivity": 0.5, "base_rate": 0.01}, {"accuracy": 0.8, "base_rate": 0.5})),
    Case("wrongful-records", A, sensing.wrongful_records, (P("f", 0.001), P("n", 120, 1, 600)),
        shows="the share of people ever wrongly recorded in n months is 1 - (1 - f)^n",
        points=({"f": 0.02, "n": 24}, {"f": 0.0005, "n": 600}, {"f": 0.5, "n": 2})),
    Case("wrongful-share", A, sensing.wrongful_share, (P("p", 0.01), P("s", 0.6), P("f", 0.001)),
        shows="the share of new records that are wrongful, from rates of acts, detection and errors",
        points=({"p": 0.2, "s": 0.1, "f": 0.05}, {"p": 0.001})),
    Case("sets-grow", SHARED, metamorphic.sets_grow, (P("low", 0.01), P("high", 0.03)),
        shows="people wrongly recorded at a lower false rate and spared at a higher one",
        points=({"low": 0.001, "high": 0.002}, {"low": 0.2, "high": 0.9})),
    Case("list-stock", A, standing.list_stock, (
        P("h", 0.002, 1e-4), P("months", 36, 1, 120), P("of", "stock", words=("stock", "entries"))),
        shows="the share listed in the long run is hD/(1 + hD)",
        points=({"h": 0.05, "months": 6}, {"h": 0.05, "months": 6, "of": "entries"},
                {"h": 0.3, "months": 24}, {"h": 0.01, "months": 100})),
    Case("list-ever", A, standing.list_ever, (P("h", 0.002, 1e-5), P("n", 120, 1, 600), P("agree", 1.0)),
        shows="the share ever listed in n months is 1 - (1 - h)^n of those who agree to it",
        points=({"h": 0.03, "n": 24}, {"h": 0.03, "n": 24, "agree": 0.5}, {"h": 0.0005, "n": 600})),
    Case("roll-out", A, standing.roll_out, (
        P("h", 0.02, 1e-4), P("n", 60, 1, 600), P("over", 48, 0, 126), P("towns", 4, 1, 100)),
        shows="the share ever listed in n months where towns join over a roll-out: the mean of 1 - (1 - h)^(n - J)",
        points=({"towns": 1, "h": 0.1, "n": 30, "over": 24}, {"towns": 50, "over": 60}, {"over": 0},
                {"over": 120, "n": 36})),
    Case("appeals", A, standing.appeals, (P("a", 0.05), P("months", 36, 1, 126), P("granted", 1.0)),
        shows="the mean months of a wrongful listing that appeals cut short",
        points=({"a": 0.3, "months": 5}, {"a": 0.4, "granted": 0.5}, {"a": 0.01, "months": 120}, {"a": 0.9})),
    Case("terms-grow", SHARED, metamorphic.terms_grow, (
        P("h", 0.05, 1e-3), P("short", 6, 1, 126), P("long", 12, 1, 126)),
        shows="people listed for more months under a shorter term than under a longer one",
        points=({"h": 0.3, "short": 1, "long": 2}, {"h": 0.01, "short": 24, "long": 60})),
    Case("appeals-shorten", SHARED, metamorphic.appeals_shorten, (
        P("low", 0.05), P("high", 0.1), P("months", 36, 1, 126)),
        shows="people wrongly listed for longer where more appeals are filed",
        points=({"low": 0.0, "high": 0.01, "months": 120}, {"low": 0.5, "high": 0.9, "months": 6})),
    Case("record-stock", "closed form (binomial)", standing.record_stock, (
        P("p", 0.02, 1e-3), P("months", 24, 1, 126), P("k", 3, 1, 8)),
        shows="the share with at least k live records is the tail of a binomial law",
        points=({"p": 0.3, "months": 6, "k": 2}, {"p": 0.05, "months": 60, "k": 4})),
    Case("strikes-spiral", "closed form; Clark, Fudenberg & Wolitzky 2020 for the class", exchange.strikes_spiral, (
        P("g", 0.9), P("e", 0.02), P("k", 3, 1, 8), P("start", "good", words=("good", "bad"))), compiled=CROWDS,
        shows="the share in good standing to which strikes for refusing the struck lead, from either start",
        points=({"start": "bad"}, {"g": 0.8, "e": 0.05, "k": 2})),
    Case("deterrence", "Becker 1968", conduct.deterrence, (
        P("p", 0.1, 0.01), P("f", 10.0, 0, 1000), P("m", 1.0, 0.001, 1000),
        P("gains", "exponential", words=("exponential", "uniform")),
        P("innocent", 0.0), P("aversion", 1.0, 0.01, 100), P("conviction", 0.0, 0, 1000), P("chance", 1.0, 0.01),
        P("opacity", 1.0)),
        shows="the share of temptations taken when a sanction of weight f is feared with chance p",
        points=({"p": 0.2, "f": 5.0}, {"p": 0.05, "f": 20.0}, {"p": 0.3, "f": 4.0, "m": 2.0, "gains": "uniform"},
                {"f": 5.0, "innocent": 0.05, "aversion": 2.0, "conviction": 0.4, "chance": 0.5,
                 "opacity": 0.8})),
    Case("learning", "closed form; Zur 2022 for the sign", response.learning, (
        P("p", 0.1, 0.02, 0.98), P("up", 0.3, 0.02), P("down", 0.1, 0.02),
        P("about", "guilty", words=("guilty", "innocent")), P("chance", 1.0, 0.05), P("forget", 0.0)),
        shows="the chance of a sanction that people come to believe in",
        points=({"about": "innocent"}, {"chance": 0.5, "forget": 0.05},
                {"p": 0.5, "up": 0.05, "down": 0.05}, {"p": 0.9, "up": 0.02, "down": 0.5})),
    Case("learning-spread", A, response.learning_spread, (P("p", 0.1, 0.02, 0.98), P("eta", 0.3, 0.02)),
        shows="how far that belief spreads between people",
        points=({"p": 0.5, "eta": 0.05}, {"p": 0.8, "eta": 0.9})),
    Case("threshold-riot", "Granovetter 1978", conduct.threshold_riot, (P("replace", 0, 0, 98),),
        shows="how many of 100 speak when one threshold of 0 to 99 is raised",
        points=({"replace": 1}, {"replace": 50})),
    Case("threshold-jump", "Granovetter 1978", conduct.threshold_jump, (
        P("mean", 0.25, 0.05, 0.95), P("sigma", 0.11, 0.01, 1), P("relative", 0.0, 0, 0.9),
        P("grievance", 0.0)), compiled=CROWDS,
        shows="the share that speaks in the end, which jumps at a certain spread of thresholds",
        points=({"sigma": 0.135}, {"mean": 0.4, "sigma": 0.3},
                {"mean": 0.4, "sigma": 0.2, "relative": 0.3, "grievance": 0.4})),
    Case("attention-urn", "Ensign et al. 2018", attention.attention_urn, (
        P("a", 1, 1, 100), P("b", 1, 1, 100), P("n", 100, 1, 1000)), compiled=CROWDS,
        shows="how far visits to two equal towns stray from the law of an urn when officials go where they have been",
        points=({"n": 30}, {"a": 2, "b": 9, "n": 25})),
    Case("attention-mixed", "closed form; Ensign et al. 2018", attention.attention_mixed, (
        P("rate_a", 3.68511, 0.1, 100), P("rate_b", 2.816466, 0.1, 100), P("discovered", 0.5)), compiled=CROWDS,
        shows="the share of records that a town draws when half of what is known was found by looking",
        points=({"discovered": 0.0}, {"rate_a": 1, "rate_b": 4, "discovered": 0.9})),
    Case("reputation", "closed form; Nowak & Sigmund 1998", exchange.reputation, (
        P("b", 3.0, 0, 100), P("c", 1.0, 0, 100), P("q", 0.5), P("x", 0.5, 0.02, 0.98)),
        shows="the share of people who help only those off the list at which they do as well as those who never help",
        points=({"q": 0.9, "x": 0.3}, {"b": 6.0, "c": 2.0, "q": 0.7})),
    Case("market-opening", A, market.market_opening, MARKET,
        shows="the share of loan requests granted once a list tells lenders of people", points=(LISTLESS,)),
    Case("market-surplus", A, market.market_surplus, MARKET,
        shows="what lenders gain for each request in that market", points=(LISTLESS,)),
    Case("market-excluded", A, market.market_excluded, MARKET,
        shows="the share of those refused there who would have repaid like the good", points=(LISTLESS,)),
    Case("lending-bins", "D'Amour et al. 2020 (setting); recomputed", None, (P("threshold", 3, 0, 6),), LEDGER,
        shows="how far scores move in a round of loans"),
    Case("exclusion-absorbs", "closed form; D'Amour et al. 2020, appendix", None, (
        P("threshold", 3, 0, 6), P("start", 3, 0, 6), P("repair", 0.0)), LEDGER,
        shows="the loans until a borrower is shut out for good"),
    Case("record-job-chain", "closed form; Pager 2003 for the ratio", livelihood.record_job_chain, JOBS,
        shows="the share listed in the long run when a record costs jobs and lost jobs cost records",
        points=(HARSH,)),
    Case("record-job-work", "closed form; Pager 2003 for the ratio", livelihood.record_job_work, (
        *JOBS, P("standing", "listed", words=("listed", "clean"))),
        shows="the share at work of those listed, or of those not, in the same chain",
        points=({"standing": "clean"}, HARSH)),
    Case("association", "closed form; Wei et al. 2016", None, (
        P("error", 0.2), P("same", 0.8), P("different", 0.3), P("good_friends", 2, 0, 16), P("bad_friends", 3, 0, 16)),
        "ties by likeness: acquaintances are drawn whatever anybody is like, so a friend's score says nothing of one",
        shows="the chance that somebody is good whose friends are partly bad"),
    Case("contagion", "closed form; Lum et al. 2014 for the class", ties.contagion, (
        P("beta_k", 0.18, 0, 10), P("recovery", 0.1, 0.01), P("background", 0.0)), compiled=CROWDS,
        shows="the share listed in the long run when being listed passes from one to another",
        points=({"beta_k": 0.5, "recovery": 0.2}, {"beta_k": 0.05, "recovery": 0.3, "background": 0.02})),
    Case("favour", A, officials.favour, (P("w", 0.5, 0, 10),),
        shows="the correlation of a score with itself less favour", points=({"w": 2.0}, {"w": 10.0})),
    Case("quota", A, officials.quota, (
        P("q", 100, 1, 10_000), P("n", 10, 0, 10_000), P("persons", 10_000, 100, 100_000),
        P("of", "shares", words=("shares", "records"))),
        shows="the share of records that are wrongful when a quota is filled blindly",
        points=({"q": 40, "n": 30, "persons": 100}, {"of": "records"}, {"q": 500, "n": 500, "persons": 2000})),
    Case("proportion", A, fixtures.proportion,
        shows="the share of a fixed matrix of detriment that is unrelated to its cause"),
    Case("proportion-excess", A, fixtures.proportion_excess, (P("multiple", 2, 2, 3),),
        shows="the share of fixed detriments beyond a multiple of the gravity of the act", points=({"multiple": 3},)),
    Case("proportion-order", "closed form; Kendall 1945", fixtures.proportion_order, (
        P("gravities", "different", words=("different", "tied")),),
        shows="the rank correlation of fixed gravities and detriments", points=({"gravities": "tied"},)),
    Case("pairing", "closed form; Klein et al. 2024", sensing.pairing, (P("p1", 0.1), P("p2", 0.12)),
        shows="the variance of a difference between two worlds that share their random draws",
        points=({"p1": 0.5, "p2": 0.1}, {"p1": 0.01, "p2": 0.02})),
    Case("inequality", "closed form; Kleiber & Kotz 2003", fixtures.inequality, (
        P("law", "exponential", words=LAWS), P("shape", 1.0, 0.01, 10)),
        shows="the Gini index of a sample from a known law",
        points=({"law": "uniform"}, {"law": "lognormal"}, {"law": "pareto", "shape": 3.0})),
)  # fmt: skip
"""Every case, in the order of the table."""
