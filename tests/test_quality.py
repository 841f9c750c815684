"""Which figures stand: versions, published changes computed again, grades, and who was to report."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scorecards import INDICATORS, reading

from dtanalysis import checks, quality
from dtanalysis.catalogue import load_programme, open_scope
from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.periods import parse_period

DATA = Path(__file__).parents[1] / "data"
YEAR = parse_period("2022")
INDEX = {"unit_measure": "index", "direction": "up", "accumulation": "one_off", "group": "dti", "key": "no"}
REGISTER = pd.DataFrame(
    [
        {**INDEX, "indicator": "dti", "lower": 0, "upper": 1, "decimals": 4},
        {
            **INDEX,
            "indicator": "dti_rank",
            "unit_measure": "rank",
            "lower": 1,
            "upper": np.nan,
            "decimals": 0,
        },
    ]
)
UNITS = pd.DataFrame(
    [
        ("country", "country", "", None, None),
        ("p", "province", "country", None, None),
        ("old", "agency", "p", None, "2021-12-31"),
        ("new", "agency", "p", "2022-07-01", None),
        ("later", "agency", "p", "2023-01-01", None),
        ("all", "group", "country", None, None),
    ],
    columns=["unit", "kind", "parent", "valid_from", "valid_to"],
).assign(
    valid_from=lambda frame: pd.to_datetime(frame["valid_from"]),
    valid_to=lambda frame: pd.to_datetime(frame["valid_to"]),
    name_vi="",
)


def index(value, year=2022, indicator="dti", **more) -> dict:
    return reading(indicator, str(year), value, **more)


def verdicts(*rows: dict) -> list[tuple]:
    pairs = quality.pair_changes(pd.DataFrame(rows), YEAR)
    found = quality.retrace_changes(pairs, REGISTER)
    return list(found[["value", "agrees", "is_contested"]].itertuples(index=False, name=None))


# Published changes


@pytest.mark.parametrize(("stated", "answer"), [(94.69, ("yes", False)), (93.03, ("no", True))])
def test_a_published_growth_follows_from_its_values_or_does_not(stated, answer):
    rows = [index(0.5934), index(0.3048, 2021), index(stated, indicator="dti_growth")]
    assert verdicts(*rows) == [(0.5934, *answer)]


def test_each_version_of_a_value_is_tried_and_one_that_fits_saves_the_growth():
    means = [index(0.5763, source="c"), index(0.5786, source="a"), index(0.5791, source="b")]
    found = verdicts(*means, index(0.4014, 2021), index(44.1, indicator="dti_growth"))
    assert found == [(0.5763, "no", False), (0.5786, "yes", False), (0.5791, "no", False)]


def test_a_value_derived_from_the_growth_itself_proves_nothing():
    rows = [index(0.3048), index(0.2108, 2021, status="derived"), index(99, indicator="dti_growth")]
    assert verdicts(*rows) == [(0.3048, "untestable", False)]


@pytest.mark.parametrize(("stated", "agrees"), [(26, "yes"), (25, "no")])
def test_places_gained_are_counted_towards_rank_one(stated, agrees):
    ranks = [index(27, indicator="dti_rank"), index(53, 2021, "dti_rank")]
    (found,) = verdicts(*ranks, index(stated, indicator="dti_rank_change"))
    assert found[1] == agrees


def test_a_change_without_both_values_and_one_of_a_later_year_are_left_out():
    assert verdicts(index(0.5), index(10, indicator="dti_growth")) == []
    assert verdicts(index(0.6, 2023), index(0.5), index(20, 2023, "dti_growth")) == []


# Versions


def test_the_version_in_use_is_marked_and_the_one_that_fits_the_growth_is_told():
    rows = [index(0.5786, source="press", trust=4), index(0.5791, source="official", trust=0)]
    observations = pd.DataFrame([*rows, index(0.4014, 2021), index(44.1, indicator="dti_growth")])
    changes = quality.retrace_changes(quality.pair_changes(observations, YEAR), REGISTER)
    found = quality.mark_versions(checks.find_contradictions(observations), observations, changes, YEAR)
    assert found["value"].tolist() == [0.5786, 0.5791]
    assert found["is_used"].tolist() == [False, True]
    assert found["reproduces"].tolist() == ["yes", "no"]
    assert found["figure"].nunique() == 1


def test_versions_of_figures_that_the_reader_no_longer_meets_are_left_out():
    observations = pd.DataFrame([index(1, 2020, source="a"), index(2, 2020, source="b")])
    contradictions = checks.find_contradictions(observations)
    assert len(contradictions) == 2
    changes = quality.retrace_changes(quality.pair_changes(observations, YEAR), REGISTER)
    assert quality.mark_versions(contradictions, observations, changes, YEAR).empty


# Grades


def graded(*rows: dict, source_date="2023-01-10") -> pd.DataFrame:
    observations = pd.DataFrame(rows)
    sources = pd.DataFrame(
        {"source": sorted(set(observations["source"])), "kind": "press", "date": source_date}
    )
    figures = quality.pick_figures(observations, INDICATORS, parse_period("2023-H1"))
    figures = checks.grade_figures(figures, observations, INDICATORS, sources)
    changes = quality.retrace_changes(quality.pair_changes(observations, YEAR), REGISTER)
    return quality.grade_ground(figures, changes, sources, INDICATORS)


def grade(*rows: dict, **more) -> str:
    return graded(*rows, **more)["grade"].iloc[0]


def test_an_authority_two_sources_or_counts_make_a_figure_firm_one_paper_does_not():
    assert grade(reading(trust=0)) == "firm"
    assert grade(reading(trust=4, source="a"), reading(trust=4, source="b")) == "firm"
    assert grade(reading(trust=4, value=50, numerator=50.0, denominator=100.0)) == "firm"
    assert grade(reading(trust=4)) == "unconfirmed"


@pytest.mark.parametrize(
    "flaw", [{"qualifier": "gt"}, {"status": "derived"}, {"status": "estimate"}, {"value": 100.0}]
)
def test_a_bound_a_derived_an_estimated_and_a_full_figure_without_counts_are_weak(flaw):
    assert grade(reading(trust=0, **flaw)) == "weak"


def test_a_full_figure_with_its_counts_is_firm():
    assert grade(reading(trust=4, value=100.0, numerator=40.0, denominator=40.0)) == "firm"


def test_sources_that_differ_contest_the_figure():
    assert grade(reading(value=80, source="a"), reading(value=81, source="b")) == "contested"


def test_a_document_that_shows_only_the_year_of_its_figures_leaves_their_period_assumed():
    assert graded(reading(), source_date="2023")["reasons"].iloc[0] == ("undated", "press_only")
    assert "undated" not in graded(reading(), source_date="")["reasons"].iloc[0]  # received files
    assert "undated" not in graded(reading(), source_date="2024")["reasons"].iloc[0]
    assert "undated" not in graded(reading(), source_date="2023-07")["reasons"].iloc[0]


def test_the_worst_figures_stand_first_and_old_ones_are_left_out():
    rows = [reading("days", value=3.0), reading("teams", value=5, qualifier="gt"), reading(period="2021")]
    assert graded(*rows)["grade"].tolist() == ["weak", "firm"]


def test_every_reason_that_checks_can_find_has_its_place():
    assert set(checks.REASONS) <= set(quality.REASONS)


# Who was to report


def test_the_unit_and_the_units_below_it_that_lived_in_the_period_report():
    assert quality.list_units(UNITS, "p", YEAR)["unit"].tolist() == ["p", "new"]
    assert quality.list_units(UNITS, "country", YEAR)["unit"].tolist() == ["country", "p"]


def test_a_report_is_compared_with_those_above_it_and_the_groups():
    assert quality.list_compared(UNITS, "new")["unit"].tolist() == ["country", "p", "new", "all"]


def test_a_target_of_the_year_and_the_period_before_say_what_to_expect():
    observations = pd.DataFrame(
        [reading(period="2022-H1", unit="p"), reading(unit="elsewhere", period="2022-H1")]
    )
    targets = pd.DataFrame([{"indicator": "teams", "unit": "p", "level": "province", "dimension": ""}])
    expected = quality.expect_figures(observations, targets, UNITS, parse_period("2023-H1"))
    assert expected["indicator"].tolist() == ["teams", "online_rate"]
    assert set(expected["unit"]) == {"p"}


def test_rates_with_counts_are_told_from_bare_ones_and_from_wrong_ones():
    half = parse_period("2023-H1")
    observations = pd.DataFrame(
        [
            reading(value=50.0, numerator=50.0, denominator=100.0),
            reading("account_rate", value=60.0, numerator=50.0, denominator=100.0),
            reading("account_rate", value=60.0, level="commune"),
            reading("teams", value=4),
        ]
    )
    suspects = quality.find_suspects(observations, INDICATORS, UNITS, half, Thresholds())
    counts = quality.count_rates(observations, INDICATORS, suspects)
    assert counts[["n_rates", "n_counted", "n_wrong"]].values.tolist() == [[3, 2, 1]]


def test_units_whose_first_figure_came_with_one_document_share_a_row():
    observations = pd.DataFrame(
        [reading(unit="a"), reading(unit="b"), reading(unit="c", as_of="2023-09-02", source="t")]
    )
    sources = pd.DataFrame({"source": ["s", "t"], "date": ["2023-07", "2020"]})
    timeliness = checks.build_timeliness(observations, Thresholds(report_days=40))
    rows = quality.name_days(timeliness, observations, sources)
    assert rows["units"].tolist() == [("c",), ("a", "b")]
    assert rows["day_known"].tolist() == ["table", "month"]
    assert rows[["days_after", "is_late"]].values.tolist() == [[64, True], [31, False]]


# The real figures


def test_of_the_three_national_means_of_2022_only_one_leads_to_the_published_growths():
    scope = open_scope(DATA, period="2023", unit="ha-noi")
    compared = quality.of_units(
        scope.all_observations, quality.list_compared(scope.programme.units, scope.unit)
    )
    changes = quality.retrace_changes(quality.pair_changes(compared, scope.period), scope.indicators)
    found = quality.mark_versions(checks.find_contradictions(compared), compared, changes, scope.period)
    means = found[found["indicator"] == "dti_mean_provinces"].set_index("value")
    assert means["reproduces"].to_dict() == {0.5763: "no", 0.5786: "yes", 0.5791: "no"}
    ranks = found[found["indicator"] == "dti_rank"]
    assert sorted(ranks["value"]) == [5, 6]


def test_the_growth_of_the_government_pillar_does_not_reproduce_that_of_the_index_does():
    observations = load_programme(DATA).observations.assign(trust=0)
    own = observations[observations["unit"] == "ninh-thuan"]
    pairs = quality.pair_changes(own, parse_period("2023-H1"))
    found = quality.retrace_changes(pairs, load_programme(DATA).indicators)
    of_2022 = found[[period.code == "2022" for period in found["period"]]].set_index("indicator")
    assert of_2022["agrees"]["dti_growth"] == "yes"
    assert of_2022["agrees"]["dti_pillar_government_growth"] == "no"
    assert of_2022["computed"]["dti_pillar_government_growth"] == pytest.approx(93.25, abs=0.005)


def test_nothing_on_file_gives_empty_frames_everywhere():
    scope = open_scope(DATA, period="2015", unit="ninh-thuan")
    nothing = scope.observations.iloc[0:0]
    changes = quality.retrace_changes(quality.pair_changes(nothing, scope.period), scope.indicators)
    assert changes.empty
    assert quality.pick_figures(nothing, scope.indicators, scope.period).empty
    assert quality.mark_versions(nothing, nothing, changes, scope.period).empty
    suspects = quality.find_suspects(
        nothing, scope.indicators, scope.programme.units, scope.period, Thresholds()
    )
    assert suspects.empty
    assert quality.count_rates(nothing, scope.indicators, suspects).empty
