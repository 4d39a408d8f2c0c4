"""Sample results are stored as text and read back."""

import json
from math import isnan

import numpy as np
import pytest

from underheaven.measure.inference.sample_results import read_sample_results

from .stored_samples import stored_results, uniform


def test_stored_results_are_read_back_from_their_text():
    design = uniform(np.random.default_rng(13), 20, 3)
    it = stored_results(design, [float("nan"), *range(19)], [1.0, float("nan")], ends=[(1, True, 2.5)])
    text = it.as_json()
    json.loads(text, parse_constant=pytest.fail)
    again = read_sample_results({"parameter_samples": text})
    assert np.array_equal(again.design, design)
    assert isnan(again.samples[0, 0])
    assert again.samples[1:, 0].tolist() == list(range(19))
    assert (again.parameters, again.columns, again.ends[0].values.tolist()) == (it.parameters, it.columns, [2.5])
    assert read_sample_results({}) is None
