"""The tables behind what is printed, number by number."""

import math
from dataclasses import replace

import numpy as np
import pytest

from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.text import table_lines
from underheaven.show.text.table_sections import FAMILIES, SECTIONS, SHOWN_IF_DEFINED, SHOWN_IF_NONZERO


@pytest.fixture
def lines(result):
    return {line.name: line for line in table_lines.comparison_lines(result)}


def test_every_name_of_a_section_is_a_measure():
    names = [name for _, section in SECTIONS for name in section]
    assert set(names) <= MEASURES.keys() | PAIRED.keys() | FAMILIES.keys()
    assert len(names) == len(set(names))
    assert set(names) >= SHOWN_IF_DEFINED


def test_what_officials_do_has_a_line_where_a_world_has_such_officials(result, lines):
    of_officials = SHOWN_IF_DEFINED & set(next(names for section, names in SECTIONS if section == "Officials"))
    assert of_officials.isdisjoint(lines)
    result["made_for_quota"][0, :, :, 0] = 3
    with_quota = {line.name: line for line in table_lines.comparison_lines(result)}
    assert of_officials & with_quota.keys() == {"quota_records", "quota_undeserved"}
    assert with_quota["quota_undeserved"].cells[0].level.mean == 0
    assert math.isnan(with_quota["quota_undeserved"].cells[1].level.mean)


def test_cells_hold_means_intervals_and_paired_differences(lines):
    court, none = lines["listed_now"].cells
    assert (court.scenario, none.scenario) == ("court", "none")
    assert court.level.mean == 2_100  # (20 + 22) / 2 of 1,000
    assert none.level.mean == 0
    assert court.difference.mean == 2_100
    # 42 persons over both replicates are few: Garwood gives 30.3 to 56.8 of them, for 2,000 persons
    assert court.level.high == pytest.approx(56.7718 / 2_000 * 100_000, rel=1e-5)
    assert math.isnan(none.difference.mean)


def test_counts_are_scaled_to_real_persons_where_published_counts_stand(lines):
    """Entries were published for the last month; how many are on the list was not, and is said of nobody real."""
    court, none = lines["entries"].cells
    assert court.real == pytest.approx(2_100 / 100_000 * 1_000 * 100_000)
    assert none.real is None  # its document has no count
    assert all(cell.real is None for name in ("listed_now", "unemployed") for cell in lines[name].cells)


def test_no_count_is_scaled_for_a_month_without_a_published_one(result):
    """Catches millions of real people that are said of a month of which nobody has published anything."""
    later = result.assign_coords(month=["2013-11", "2013-12"])
    assert all(cell.real is None for line in table_lines.comparison_lines(later) for cell in line.cells)
    assert table_lines.last_published_month(result, "court") == "2016-08"
    assert table_lines.last_published_month(result, "none") == ""


def test_how_many_published_counts_lie_inside_is_said_with_what_they_count(result):
    (_, rows), *_ = table_lines.published_comparisons(result)
    assert table_lines.published_fit_sentence(rows).startswith(
        "Simulated, in multiples of the published number: cumulative listed 24. 0"
    )
    assert "firms" in table_lines.published_fit_sentence(rows)
    row = next(row for row in rows if row.simulated is not None)
    half = replace(row, simulated=replace(row.simulated, mean=row.published / 2, low=0.0, high=1e12))
    assert "cumulative listed 0.5 to 24. 1 of 2 published numbers lies inside" in table_lines.published_fit_sentence(
        [row, half]
    )
    assert table_lines.published_fit_sentence([]) == ""


def test_no_real_persons_without_a_published_count(result):
    result.attrs["about"] = "[]"
    assert all(cell.real is None for line in table_lines.comparison_lines(result) for cell in line.cells)


def test_an_imagined_place_is_held_against_no_published_count(result):
    imagined = result.assign_attrs(population_stated=0)
    assert table_lines.published_comparisons(imagined) == []
    assert all(cell.real is None for line in table_lines.comparison_lines(imagined) for cell in line.cells)


def test_levels_and_differences_keep_within_what_is_possible(result):
    result["listed_for_debt"][:] = 20
    result["listed_by_debt"][0, :, :, 0] = np.array([[0, 0, 20], [20, 0, 0]])[:, None, :]
    unable = {line.name: line for line in table_lines.comparison_lines(result)}["listed_unable"].cells[0]
    assert (unable.level.low, unable.level.high) == (0, 1)
    result["workforce"][:] = 100
    result["unemployed"][0, :, :, 0] = np.array([0, 100])[:, None]
    unemployed = {line.name: line for line in table_lines.comparison_lines(result)}["unemployed"].cells[0]
    assert (unemployed.level.low, unemployed.level.high) == (0, 1)
    assert (unemployed.difference.low, unemployed.difference.high) == (-1, 1)  # two shares cannot be further apart


def test_which_error(lines):
    assert lines["listings_by_origin:false"].title == "Entries on false records"
    assert lines["listings_by_origin:false"].cells[0].level.mean == 400
    assert "listings_by_origin:mistaken" not in lines  # nobody
    assert "listings_by_origin:true" not in lines  # no error


def test_loss_by_part_of_life_is_a_person(lines):
    assert lines["detriment_by_effect:travel"].cells[0].level.mean == pytest.approx(0.03)
    assert lines["detriment"].cells[0].level.mean == pytest.approx(0.03)
    assert "detriment_by_effect:work" not in lines
    assert lines["denials_by_kind:flights"].cells[0].level.mean == 700
    assert "denials_by_kind:high-speed rail" not in lines


def test_unable_and_unwilling_are_undefined_where_nobody_is_listed(lines):
    court, none = lines["listed_unable"].cells
    assert court.level.mean == pytest.approx((8 + 8) / (20 + 22))  # so few are pooled
    assert math.isnan(none.level.mean)
    assert math.isnan(court.difference.mean)


def test_differences_are_paired(lines):
    court, _ = lines["unemployed"].cells
    assert court.level.mean == pytest.approx(0.1)
    assert court.difference.mean == pytest.approx(0.02)
    assert court.difference.low < 0.02 < court.difference.high  # both replicates agree, by chance


def test_paired_measures_stand_in_the_difference(lines):
    line = lines["chilled_speech"]
    assert line.paired
    assert line.cells[0].difference.mean == 0  # the same persons speak in the same months
    assert math.isnan(line.cells[1].level.mean)


def test_measures_undefined_everywhere_stand_without_a_number(lines):
    court, none = lines["default_share"].cells  # no loan ended
    assert math.isnan(court.level.mean)
    assert "undefined in 2 of 2" in none.level.note


def test_measures_of_what_is_not_used_are_left_out(result, lines):
    assert {*MEASURES, *PAIRED} >= SHOWN_IF_NONZERO
    assert not SHOWN_IF_NONZERO & set(lines)
    result["help_granted"][0, :, 0] = 3
    result["help_refused"][0, :, 1] = 1
    found = {line.name: line for line in table_lines.comparison_lines(result)}
    assert found["help_granted_share"].cells[0].level.mean == pytest.approx(0.75)
    assert set(found) - set(lines) == {"help_granted_share", "help_granted_share_to_listed"}


def test_published_counts_stand_beside_simulated_ones(result):
    ((world, (listed, flights)),) = table_lines.published_comparisons(result)
    assert world == "court"
    assert listed.published == 87_079
    assert listed.simulated.mean == pytest.approx(21 * 100_000)
    assert flights.simulated is None
    assert "2013-11" in flights.note


def test_pairing_names_what_varies_in_both_worlds(result):
    gains = table_lines.pairing_gains(result)
    assert gains.keys() == {"court"}
    assert gains["court"]["months_unemployed"] == float("inf")  # the same lives: the difference is constant


def test_a_run_of_one_world_has_no_differences(result):
    alone = result.sel(scenario=["court"]).assign_attrs(baseline="")
    for line in table_lines.comparison_lines(alone):
        assert not line.paired
        assert math.isnan(line.cells[0].difference.mean)
    assert table_lines.pairing_gains(alone) == {}


def test_what_few_regimes_do_has_a_line_only_where_it_is_done(result):
    def names():
        return {line.name for line in table_lines.comparison_lines(result)}

    assert not names() & SHOWN_IF_NONZERO
    result["severed_ties"][0] = 1
    result["joined"][0] = 1
    assert names() & SHOWN_IF_NONZERO == {"severed_ties", "joined_share"}
