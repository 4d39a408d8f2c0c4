"""Cross-checks of what is recorded, of whom and how truly: distributions of SciPy, and outcomes counted one by one."""

from __future__ import annotations

import numpy as np

from underheaven.verify.case_types import Values


def derive_false_alarms(values: Values) -> float:
    """Return false alarms for each true one from two normal distributions of the innocent and the guilty, d' apart."""
    from scipy.optimize import brentq
    from scipy.stats import norm

    apart = brentq(lambda d: norm.cdf(d / np.sqrt(2)) - values["accuracy"], 0.0, 20.0, xtol=1e-15)
    cut = brentq(lambda x: norm.sf(x - apart) - values["sensitivity"], -20.0, 20.0, xtol=1e-15)
    p = values["base_rate"]
    return float(norm.sf(cut) * (1 - p) / (p * values["sensitivity"]))


def derive_wrongful_records(values: Values) -> float:
    """Return the probability of one error or more in n independent months, as the tail of a binomial."""
    from scipy.stats import binom

    return float(binom.sf(0, values["n"], values["f"]))


def derive_association(values: Values) -> float:
    """Count every way in which friends can be of one's kind or not, and graded rightly or not, for either kind."""
    from scipy.stats import binom

    error, bad = values["error"], values["bad_friends"]
    friends = values["good_friends"] + bad
    like = values["same"] / (values["same"] + values["different"])
    found = []
    for own, of_kind in ((1 - error, like), (error, 1 - like)):
        many = np.arange(friends + 1)  # friends who are good
        graded = [
            sum(binom.pmf(wrong, n, error) * binom.pmf(bad - wrong, friends - n, 1 - error) for wrong in range(bad + 1))
            for n in many
        ]
        found.append(own * float(np.dot(binom.pmf(many, friends, of_kind), graded)))
    return float(found[0] / sum(found))


def derive_record_stock(values: Values) -> float:
    """Return the tail of a binomial as an incomplete beta function."""
    from scipy.special import betainc

    months, k = values["months"], values["k"]
    return float(betainc(k, months - k + 1, values["p"])) if k <= months else 0.0


def derive_wrongly_listed(values: Values) -> float:
    """Return the probability of no true record in a term, times that of a false one in months without a true one."""
    from scipy.stats import binom

    p, months = values["p"], values["months"]
    true = p * values["s"]
    if true == 1:
        return 0.0
    any_false = binom.sf(0, months, min((1 - p) * values["f"] / (1 - true), 1.0))
    return float(binom.cdf(0, months, true) * any_false)


def derive_grades(values: Values) -> float:
    """Return the binomial distribution of records up to those that leave enough points, or the points of its mean."""
    from scipy.stats import binom

    records = binom(values["months"], values["p"])
    if values["of"] == "score":
        return float(values["start"] - values["points"] * records.mean())
    left = values["start"] - values["points"] * np.arange(values["months"] + 1)
    return float(records.pmf(np.flatnonzero(left >= values["passing"])).sum())


def derive_mistaken(values: Values) -> float:
    """Return the tail of a binomial of charges from the second month on, or the mean of records of the author."""
    from scipy.stats import bernoulli, binom

    if values["of"] == "culprits":
        return float(bernoulli.mean(values["s"]) * bernoulli.cdf(0, values["mistaken"]))
    return float(binom.sf(0, values["n"] - 1, values["p"] * values["s"] * values["mistaken"]))


def derive_denials(values: Values) -> float:
    """Return mean or variance of the denials in a month: whole attempts, and one more by chance."""
    from scipy.stats import binom

    whole, more = divmod(values["per_year"] / 12, 1)
    if values["of"] == "share":
        return float(binom.mean(1, values["share"]))
    count = np.arange(int(whole) + 2)
    one_less, one_more = (
        np.diff(binom.cdf(count, n, values["share"]), prepend=0.0) for n in (int(whole), int(whole) + 1)
    )
    law = (1 - more) * one_less + more * one_more
    mean = law @ count
    return float(12 * (law @ (count - mean) ** 2))


def derive_attention_spread(values: Values) -> float:
    """Return the mean square from the moments of a Beta-binomial distribution."""
    from scipy.stats import betabinom

    n = values["n"]
    mean, variance = betabinom.stats(n, values["a"], values["b"], moments="mv")
    return float(variance / n**2 + (mean / n - 0.5) ** 2)


CROSS_CHECKS = {
    "polygraph": derive_false_alarms,
    "wrongful-records": derive_wrongful_records,
    "record-stock": derive_record_stock,
    "association": derive_association,
    "wrongly-listed": derive_wrongly_listed,
    "grades": derive_grades,
    "mistaken": derive_mistaken,
    "denials": derive_denials,
    "attention-spread": derive_attention_spread,
}
