"""Cross-checks of what people believe, fear and say: roots, integrals and distributions of SciPy."""

from __future__ import annotations

import numpy as np

from underheaven.verify.case_types import Values


def derive_learning(values: Values) -> float:
    """Return the root of the expected change of a belief in a month."""
    from scipy.optimize import brentq

    p, up, down, chance = values["p"], values["up"], values["down"], values["chance"]
    fades = (1 - chance) * values["forget"]
    return float(brentq(lambda m: chance * (p * up * (1 - m) - (1 - p) * down * m) - fades * m, 0.0, 1.0, xtol=1e-15))


def derive_learning_spread(values: Values) -> float:
    """Solve the discrete Lyapunov equation of a belief that keeps 1 - eta of itself and takes in eta of a coin."""
    from scipy.linalg import solve_discrete_lyapunov

    p, eta = values["p"], values["eta"]
    noise = eta**2 * p * (1 - p)
    return float(solve_discrete_lyapunov(np.array([[1 - eta]]), np.array([[noise]]))[0, 0])


def derive_threshold_jump(values: Values) -> float:
    """Return the lowest root of Phi((r - mean) / sigma) = r, bracketed where the curve is steepest against the line."""
    from scipy.optimize import brentq
    from scipy.stats import norm

    pulls = 1 - values["relative"]
    mean, sigma = (values["mean"] - 0.5 * values["grievance"]) / pulls, values["sigma"] / pulls

    def gap(share: float) -> float:
        return float(norm.cdf((pulls * share + 0.5 * values["grievance"] - values["mean"]) / values["sigma"])) - share

    steep = -2 * np.log(sigma * np.sqrt(2 * np.pi))
    turn = mean - sigma * np.sqrt(steep) if steep > 0 else 0.0
    if turn > 0 and gap(turn) < 0:
        return float(brentq(gap, 0.0, turn, xtol=1e-15))
    highest = mean + sigma * np.sqrt(steep) if steep > 0 else 0.0
    return float(brentq(gap, min(max(highest, 0.0), 1.0), 1.0, xtol=1e-15)) if gap(1.0) < 0 else 1.0


def derive_deterrence(values: Values) -> float:
    """Return the probability that a gain exceeds the feared chance times its weight, by integrating the density."""
    from scipy.integrate import quad

    fear = max(values["p"] - values["innocent"], 0.0) * values["aversion"] * values["opacity"]
    threshold, m = fear * values["f"] + values["conviction"], values["m"]
    seen = values["seen"] if values["of"] == "recorded" else 1.0
    if values["gains"] == "uniform":
        return float(seen * quad(lambda gain: 1 / (2 * m), min(threshold, 2 * m), 2 * m, epsabs=1e-13)[0])
    return float(seen * quad(lambda gain: np.exp(-gain), threshold / m, np.inf, epsabs=1e-13)[0])


def derive_household_learning(values: Values) -> float:
    """Return the root of the expected change of a belief in one's own month and one of the other."""
    from scipy.optimize import brentq

    p, chance = float(values["p"]), float(values["chance"])

    def seen(belief: float, by: float) -> float:
        return float(belief + by * (p * values["up"] * (1 - belief) - (1 - p) * values["down"] * belief))

    def change(belief: float) -> float:
        home = belief + values["forget"] * (values["start"] - belief)
        own = chance * seen(belief, 1.0) + (1 - chance) * home
        return float(chance * seen(own, values["weight"]) + (1 - chance) * own - belief)

    return float(brentq(change, 0.0, 1.0, xtol=1e-15))


def derive_household_guilt(values: Values) -> float:
    """Return the probability that one or more of the others passes a record on, as the tail of a binomial."""
    from scipy.stats import binom

    return float(binom.sf(0, values["size"] - 1, values["p"] * values["s"] * values["guilt"]))


def round_to_belief_step(belief: float) -> float:
    """Return a belief to the nearest of the 65,535 steps in which it is stored."""
    return float(np.rint(belief * 65_535) / 65_535)


def derive_awareness(values: Values) -> float:
    """Return the share unaware, plus that of the aware with a gain beyond what they fear."""
    from scipy.integrate import quad

    threshold = round_to_belief_step(values["p"]) * values["f"] / values["m"]
    return float(1 - values["aware"] * quad(lambda gain: np.exp(-gain), 0.0, threshold, epsabs=1e-13, limit=500)[0])


def derive_silence(values: Values) -> float:
    """Return the share of thresholds between what is felt and what fear leaves of it, or below that."""
    from scipy.stats import uniform

    felt, left = values["grievance"], values["grievance"] - round_to_belief_step(values["p"]) * values["f"]
    speaking = uniform.cdf(left)
    return float(uniform.cdf(felt) - speaking if values["of"] == "silent" else speaking)


def derive_legitimacy(values: Values) -> float:
    """Return the root of the expected change of legitimacy in a month, of one alone or of two together."""
    from scipy.optimize import brentq

    f, loss, recovery, start = (values[name] for name in ("f", "loss", "recovery", "start"))
    weight = values["weight"]
    at_home = f if weight > 0 else 0.0
    months = [(f, -loss, 0.0), ((1 - f) * at_home, -weight * loss, 0.0), ((1 - f) * (1 - at_home), -recovery, start)]

    def change(x: float) -> float:
        return float(sum(chance * (part * x - part * home) for chance, part, home in months))

    return float(brentq(change, 0.0, 1.0, xtol=1e-15))


CROSS_CHECKS = {
    "deterrence": derive_deterrence,
    "learning": derive_learning,
    "learning-spread": derive_learning_spread,
    "threshold-jump": derive_threshold_jump,
    "household-learning": derive_household_learning,
    "household-guilt": derive_household_guilt,
    "awareness": derive_awareness,
    "silence": derive_silence,
    "legitimacy": derive_legitimacy,
}
