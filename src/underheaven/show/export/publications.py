"""The publications behind mechanisms and measures, and the condition under which a result cites each.

Each is named by the pages of this project: the stages, the ODD description, the measures or the cases of `verify`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from underheaven.show.export.bibtex import Citation, EntryType
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society

MechanismTest = Callable[[Regime, Society], bool]


@dataclass(frozen=True)
class Mechanism:
    """A part of the model with its publication; is_on: whether a regime and a society switch it on."""

    key: str
    why: str
    is_on: MechanismTest


def _entry(type_: EntryType, *authors: str, **fields: str) -> tuple[EntryType, tuple[str, ...], dict[str, str]]:
    return type_, authors, fields


PUBLICATIONS = {
    "aalen1978": _entry(
        "article",
        "Aalen, Odd O.",
        "Johansen, Søren",
        year="1978",
        journal="Scandinavian Journal of Statistics",
        title="An Empirical Transition Matrix for Non-Homogeneous Markov Chains Based on Censored Observations",
        volume="5",
        number="3",
        pages="141--150",
    ),
    "becker1968": _entry(
        "article",
        "Becker, Gary S.",
        title="Crime and Punishment: An Economic Approach",
        journal="Journal of Political Economy",
        year="1968",
        volume="76",
        number="2",
    ),
    "benjamini1995": _entry(
        "article",
        "Benjamini, Yoav",
        "Hochberg, Yosef",
        year="1995",
        title="Controlling the False Discovery Rate: A Practical and Powerful Approach to Multiple Testing",
        journal="Journal of the Royal Statistical Society: Series B",
        volume="57",
        number="1",
    ),
    "clark2020": _entry(
        "article",
        "Clark, Daniel",
        "Fudenberg, Drew",
        "Wolitzky, Alexander",
        year="2020",
        title="Indirect reciprocity with simple records",
        journal="Proceedings of the National Academy of Sciences",
    ),
    "cox1975": _entry(
        "article",
        "Cox, David R.",
        journal="Biometrika",
        year="1975",
        volume="62",
        title="A Note on Data-Splitting for the Evaluation of Significance Levels",
        number="2",
        pages="441--444",
    ),
    "ensign2018": _entry(
        "inproceedings",
        "Ensign, Danielle",
        "Friedler, Sorelle A.",
        "Neville, Scott",
        "Scheidegger, Carlos",
        "Venkatasubramanian, Suresh",
        title="Runaway Feedback Loops in Predictive Policing",
        year="2018",
        booktitle="Conference on Fairness, Accountability and Transparency",
    ),
    "eu2024": _entry(
        "misc",
        "European Parliament and Council of the European Union",
        year="2024",
        title="Regulation (EU) 2024/1689",
        note="Article 5(1)(c)",
    ),
    "gini1912": _entry("book", "Gini, Corrado", title="Variabilità e mutabilità", year="1912"),
    "granovetter1978": _entry(
        "article",
        "Granovetter, Mark",
        title="Threshold Models of Collective Behavior",
        journal="American Journal of Sociology",
        year="1978",
        volume="83",
        number="6",
    ),
    "kaplan1958": _entry(
        "article",
        "Kaplan, Edward L.",
        "Meier, Paul",
        year="1958",
        volume="53",
        number="282",
        pages="457--481",
        title="Nonparametric Estimation from Incomplete Observations",
        journal="Journal of the American Statistical Association",
    ),
    "keiding2014": _entry(
        "article",
        "Keiding, Niels",
        "Clayton, David",
        journal="Statistical Science",
        year="2014",
        volume="29",
        title="Standardization and Control for Confounding in Observational Studies: A Historical Perspective",
        number="4",
    ),
    "kendall1945": _entry(
        "article",
        "Kendall, M. G.",
        title="The Treatment of Ties in Ranking Problems",
        journal="Biometrika",
        year="1945",
        volume="33",
        number="3",
    ),
    "klein2024": _entry(
        "misc",
        "Klein, Daniel J.",
        "Abeysuriya, Romesh G.",
        "Stuart, Robyn M.",
        "Kerr, Cliff C.",
        year="2024",
        title="Noise-free comparison of stochastic agent-based simulations using common random numbers",
        howpublished="arXiv:2409.02086",
    ),
    "kuran1995": _entry(
        "book",
        "Kuran, Timur",
        title="Private Truths, Public Lies: The Social Consequences of Preference Falsification",
        publisher="Harvard University Press",
        year="1995",
    ),
    "lochner2007": _entry(
        "article",
        "Lochner, Lance",
        title="Individual Perceptions of the Criminal Justice System",
        journal="American Economic Review",
        year="2007",
        volume="97",
        number="1",
        pages="444--460",
    ),
    "lum2014": _entry(
        "article",
        "Lum, Kristian",
        "Swarup, Samarth",
        "Eubank, Stephen",
        "Hawdon, James",
        year="2014",
        title="The contagious nature of imprisonment: an agent-based model to explain racial disparities in "
        "incarceration rates",
        journal="Journal of the Royal Society Interface",
    ),
    "nowak1998": _entry(
        "article",
        "Nowak, Martin A.",
        "Sigmund, Karl",
        journal="Nature",
        year="1998",
        volume="393",
        title="Evolution of indirect reciprocity by image scoring",
    ),
    "pager2003": _entry(
        "article",
        "Pager, Devah",
        title="The Mark of a Criminal Record",
        journal="American Journal of Sociology",
        year="2003",
        volume="108",
        number="5",
    ),
    "pearson1896": _entry(
        "article",
        "Pearson, Karl",
        year="1896",
        volume="187",
        title="Mathematical Contributions to the Theory of Evolution. III. Regression, Heredity, and Panmixia",
        journal="Philosophical Transactions of the Royal Society of London, Series A",
    ),
    "penney2016": _entry(
        "article",
        "Penney, Jonathon W.",
        title="Chilling Effects: Online Surveillance and Wikipedia Use",
        journal="Berkeley Technology Law Journal",
        year="2016",
        volume="31",
        number="1",
    ),
    "perdomo2020": _entry(
        "inproceedings",
        "Perdomo, Juan C.",
        "Zrnic, Tijana",
        "Mendler-Dünner, Celestine",
        "Hardt, Moritz",
        year="2020",
        title="Performative Prediction",
        booktitle="International Conference on Machine Learning (ICML)",
    ),
    "salmon2011": _entry(
        "inproceedings",
        "Salmon, John K.",
        "Moraes, Mark A.",
        "Dror, Ron O.",
        "Shaw, David E.",
        year="2011",
        title="Parallel random numbers: as easy as 1, 2, 3",
        booktitle="International Conference for High Performance Computing, Networking, Storage and Analysis (SC)",
    ),
    "student1908": _entry(
        "article",
        "Student",
        title="The Probable Error of a Mean",
        journal="Biometrika",
        year="1908",
        volume="6",
        number="1",
    ),
    "wei2016": _entry(
        "article",
        "Wei, Yanhao",
        "Yildirim, Pinar",
        "Van den Bulte, Christophe",
        "Dellarocas, Chrysanthos",
        title="Credit Scoring with Social Network Data",
        journal="Marketing Science",
        year="2016",
        volume="35",
        number="2",
        pages="234--258",
    ),
}

MEASURE_SOURCES = {
    "Aalen & Johansen 1978": "aalen1978",
    "Becker 1968, for the term": "becker1968",
    "Benjamini & Hochberg 1995, for the term": "benjamini1995",
    "Ensign et al. 2018, for the term": "ensign2018",
    "Gini 1912": "gini1912",
    "Kaplan & Meier 1958": "kaplan1958",
    "Kendall 1945": "kendall1945",
    "Kuran 1995, for the term": "kuran1995",
    "Nowak & Sigmund 1998, for the game": "nowak1998",
    "Pearson 1896": "pearson1896",
    "Penney 2016, for the term": "penney2016",
    "Perdomo et al. 2020, for the loop": "perdomo2020",
    "Regulation (EU) 2024/1689, Article 5(1)(c), for the terms": "eu2024",
    "direct standardisation; Keiding & Clayton 2014, for its history": "keiding2014",
    "sample splitting; Cox 1975": "cox1975",
}
"""How the registry of measures names a publication."""


def _has_records(regime: Regime, society: Society) -> bool:
    return bool(regime.recording.rules)


def _has_learning(regime: Regime, society: Society) -> bool:
    return _has_records(regime, society) and society.response.learn_up + society.response.learn_down > 0


def _has_thresholds(regime: Regime, society: Society) -> bool:
    return any(kind.threshold and kind.opportunities_per_year > 0 for kind in society.conduct)


def _closes_work(regime: Regime, society: Society) -> bool:
    return any(effect.context == "work" and effect.strength > 0 for effect in regime.treatment.effects)


def _has_attention(regime: Regime, society: Society) -> bool:
    return regime.sensing.follows_records


def _has_association(regime: Regime, society: Society) -> bool:
    return regime.standing.association > 0


def _has_exchange(regime: Regime, society: Society) -> bool:
    return society.livelihood.exchange.rate > 0


def _has_contagion(regime: Regime, society: Society) -> bool:
    return regime.association.contagion > 0


def _has_fusion(regime: Regime, society: Society) -> bool:
    return regime.score_fitting is not None


MECHANISMS = (
    Mechanism("becker1968", "an act weighs its gain against the chance and the weight of a record", _has_records),
    Mechanism(
        "lochner2007", "chances of a sanction are learned from one's own months and the household's", _has_learning
    ),
    Mechanism("granovetter1978", "speech follows thresholds", _has_thresholds),
    Mechanism("pager2003", "a listing makes finding work harder; the size is the document's own", _closes_work),
    Mechanism("ensign2018", "attention follows past records", _has_attention),
    Mechanism("wei2016", "a score takes in those of ties", _has_association),
    Mechanism("nowak1998", "people help or refuse each other by standing", _has_exchange),
    Mechanism("clark2020", "people help or refuse each other by their records", _has_exchange),
    Mechanism("perdomo2020", "points are fitted to records that earlier points helped to make", _has_fusion),
    Mechanism("lum2014", "exclusion passes along ties", _has_contagion),
)


def cite_publication(key: str, why: str) -> Citation:
    """Return the citation of a publication; why: what a result has to do with it."""
    type_, authors, fields = PUBLICATIONS[key]
    return Citation(key, type_, authors, fields, why)
