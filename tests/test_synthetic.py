"""The synthetic programme: does it say what it is, does it add up, and does the script still make it?"""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from dtanalysis.catalogue import load_programme, open_scope
from dtanalysis.checks import check_observations
from dtanalysis.gaps import build_scorecard

ROOT = Path(__file__).resolve().parents[1]
WORLD = ROOT / "data" / "synthetic"
SERIES = ["indicator", "unit", "level", "dimension"]
DOSSIER_RATES = [
    "tthc_online_dossier_rate", "tthc_full_online_rate", "online_payment_dossier_rate",
    "dossier_digitised_rate", "dossier_ontime_rate", "avg_processing_days",
]  # fmt: skip
COUNTS = ["dx_products_completed", "dx_products_registered_units"]
FLOWS = [*DOSSIER_RATES, *COUNTS, "ops_with_dossiers_rate", "edoc_exchange_rate"]


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def with_numbers(observations: pd.DataFrame) -> pd.DataFrame:
    columns = ["value", "numerator", "denominator"]
    return observations.assign(**observations[columns].apply(pd.to_numeric))


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    return with_numbers(read(WORLD / "tinh-mau" / "observations.synthetic.csv"))


@pytest.fixture(scope="module")
def targets() -> pd.DataFrame:
    return read(WORLD / "tinh-mau" / "targets.synthetic.csv")


def latest(observations: pd.DataFrame, until: str = "9999-12-31") -> pd.DataFrame:
    known = observations[observations["as_of"] <= until].sort_values("as_of")
    return known.drop_duplicates([*SERIES, "period"], keep="last")


def series(
    observations: pd.DataFrame, indicator: str, unit: str = "tinh-mau", level: str = ""
) -> pd.DataFrame:
    """The latest reading of each period, by period, without slices."""
    rows = latest(observations).query("indicator == @indicator and unit == @unit and dimension == ''")
    return rows[rows["level"].eq(level) | (level == "")].set_index("period").sort_index()


def totals(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return rows.groupby(["indicator", "period"])[columns].sum()


# --- It says what it is ---------------------------------------------------------------------------------


def test_the_script_makes_the_same_bytes_again(tmp_path):
    script = ROOT / "benchmarks" / "make_synthetic.py"
    subprocess.run(
        [sys.executable, "-W", "error", script, "--out", tmp_path], check=True, capture_output=True
    )
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    # The dossiers are another simulation, with a script of their own (tests/test_synthetic_dossiers.py).
    tables = [path for path in WORLD.rglob("*.csv") if "dossiers" not in path.parts]
    kept = {path.relative_to(WORLD): path.read_bytes() for path in tables}
    assert made.keys() == kept.keys()
    changed = [str(name) for name in made if made[name] != kept[name]]
    assert not changed, "Run `python benchmarks/make_synthetic.py` and commit what it writes."


def test_every_file_with_figures_says_synthetic_in_its_name():
    names = [path.name for path in WORLD.rglob("*.csv") if path.parent.name == "tinh-mau"]
    assert sorted(names) == ["observations.synthetic.csv", "targets.synthetic.csv"]


def test_every_figure_and_target_comes_from_the_generator(observations, targets):
    assert set(observations["status"]) == {"synthetic"}
    assert set(observations["source"]) | set(targets["source"]) == {"synthetic-generator"}
    assert read(WORLD / "sources.csv")[["source", "kind"]].values.tolist() == [
        ["synthetic-generator", "synthetic"]
    ]


def test_every_unit_and_plan_says_in_its_name_that_it_is_invented():
    units, plans = read(WORLD / "catalogue" / "units.csv"), read(WORLD / "catalogue" / "plans.csv")
    assert units["name_vi"].str.contains("mô phỏng").all()
    assert plans["name_vi"].str.contains("mô phỏng").all()
    assert plans["name_en"].str.contains("synthetic").all()


def test_no_unit_or_name_of_the_real_register_occurs():
    real, invented = read(ROOT / "data" / "catalogue" / "units.csv"), read(WORLD / "catalogue" / "units.csv")

    def words(units):
        return {*units["unit"], *units["name_vi"], *units["aliases"].str.split("|").explode()} - {""}

    assert len(real) > 90
    assert not words(real) & words(invented)


def test_definitions_are_those_of_the_real_catalogue():
    real = read(ROOT / "data" / "catalogue" / "indicators.csv").set_index("indicator")
    used = read(WORLD / "catalogue" / "indicators.csv").set_index("indicator")
    assert len(used) == 19
    pd.testing.assert_frame_equal(used, real.loc[used.index])


def test_every_group_level_and_slice_has_a_word_for_the_reader(observations):
    terms = read(WORLD / "catalogue" / "terms.csv")
    known = set(terms[["kind", "code"]].itertuples(index=False, name=None))
    groups = read(WORLD / "catalogue" / "indicators.csv")["group"]
    slices = set(observations["dimension"]) - {""}
    used = {("group", code) for code in groups} | {("level", code) for code in observations["level"]}
    assert used | {("dimension", code) for code in slices} == known


def test_the_world_can_be_loaded_alone_and_knows_that_it_is_synthetic(observations):
    programme = load_programme(WORLD)
    assert programme.is_synthetic
    assert len(programme.observations) == len(observations)


def test_the_world_stays_small(observations):
    own = [path for path in WORLD.rglob("*") if "dossiers" not in path.parts]
    assert sum(path.stat().st_size for path in own) < 1_000_000
    assert len(observations) < 5_000


# --- It adds up -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("until", ["9999-12-31", "2023-04-30"])
def test_the_provinces_counts_are_the_sums_of_its_units_counts(observations, until):
    known = latest(observations, until).query("indicator in @DOSSIER_RATES and dimension == ''")
    counts = ["numerator", "denominator"]
    parts, whole = known[known["unit"].ne("tinh-mau")], known[known["unit"].eq("tinh-mau")]
    whole = whole[~whole["period"].str.fullmatch(r"\d{4}-(2|4|5|7|8|10|11)M")]
    pd.testing.assert_frame_equal(totals(parts, counts), totals(whole, counts))


@pytest.mark.parametrize("until", ["9999-12-31", "2023-04-30"])
def test_the_fields_sum_to_the_whole(observations, until):
    known = latest(observations, until).query(
        "indicator == 'tthc_online_dossier_rate' and unit == 'tinh-mau'"
    )
    fields, whole = known[known["dimension"].ne("")], known[known["dimension"].eq("")]
    whole = whole[whole["period"].isin(fields["period"])]
    counts = ["numerator", "denominator"]
    pd.testing.assert_frame_equal(totals(fields, counts), totals(whole, counts))


@pytest.mark.parametrize(
    ("indicator", "level", "part_level", "columns"),
    [
        ("ops_with_dossiers_rate", "province", "agency", ["numerator", "denominator"]),
        ("edoc_exchange_rate", "province", "agency", ["numerator", "denominator"]),
        ("edoc_exchange_rate", "commune", "commune", ["numerator", "denominator"]),
        ("ehealth_record_rate", "province", "commune", ["numerator", "denominator"]),
        ("cdt_members", "province", "commune", ["value"]),
    ],
)
def test_other_totals_are_sums_of_the_level_that_reports_them(
    observations, indicator, level, part_level, columns
):
    known = latest(observations).query("indicator == @indicator")
    parts = known[known["unit"].ne("tinh-mau") & known["level"].eq(part_level)]
    whole = known[known["unit"].eq("tinh-mau") & known["level"].eq(level)]
    whole = whole[whole["period"].isin(parts["period"])]
    pd.testing.assert_frame_equal(totals(parts, columns), totals(whole, columns))


def test_products_of_all_units_sum_to_the_provinces(observations):
    known = latest(observations).query("indicator == 'dx_products_completed'")
    parts, whole = known[known["unit"].ne("tinh-mau")], known[known["unit"].eq("tinh-mau")]
    whole = whole[whole["period"].isin(parts["period"])]
    pd.testing.assert_frame_equal(totals(parts, ["value"]), totals(whole, ["value"]))


@pytest.mark.parametrize("indicator", COUNTS)
@pytest.mark.parametrize("year", ["2022", "2023"])
def test_a_month_counts_itself_alone_and_the_year_to_date_is_the_sum_of_its_months(
    observations, indicator, year
):
    counts = series(observations, indicator)["value"]
    to_date = [
        f"{year}-{code}" for code in ("01", "2M", "Q1", "4M", "5M", "H1", "7M", "8M", "9M", "10M", "11M")
    ]
    months = counts[[f"{year}-{month:02d}" for month in range(1, 13)]]
    assert months.cumsum().tolist() == counts[[*to_date, year]].tolist()
    assert months.max() < counts[year]


def test_a_plan_once_issued_stays_issued_in_the_next_year(observations):
    issued = series(observations, "dx_plan_issued_rate")["numerator"].filter(regex=r"-\d\d$")
    assert issued.is_monotonic_increasing
    assert 0 < issued["2022-12"] < issued["2023-06"] < issued["2023-12"] == 10


def test_the_packages_own_checks_find_no_count_that_contradicts_its_months():
    programme = load_programme(WORLD)
    problems = check_observations(programme.observations, None, programme.indicators, programme.units)
    assert not set(problems["check"]) & {"cumulative.falls", "months.differ"}


def test_a_target_is_exactly_met_at_the_half_year(observations):
    assert series(observations, "dx_products_completed")["value"]["2023-H1"] == 6


def test_every_rate_equals_its_counts_to_two_decimals(observations):
    counted = observations[observations["denominator"].notna()]
    factor = counted["indicator"].eq("avg_processing_days").map({True: 1, False: 100})
    exact = factor * counted["numerator"] / counted["denominator"]
    assert (counted["denominator"] > 0).all()
    assert (counted["value"] - exact).abs().max() <= 0.005 + 1e-9


def test_distinct_services_to_date_never_fall_and_are_not_the_sum_of_the_months(observations):
    services = series(observations, "ops_with_dossiers_rate")["numerator"]
    to_date = [
        "2023-01",
        "2023-2M",
        "2023-Q1",
        "2023-4M",
        "2023-5M",
        "2023-H1",
        "2023-7M",
        "2023-8M",
        "2023-9M",
    ]
    to_date = services[[*to_date, "2023-10M", "2023-11M", "2023"]]
    months = services[[f"2023-{month:02d}" for month in range(1, 13)]]
    assert to_date.is_monotonic_increasing
    assert months.max() < to_date["2023"] < months.sum()


def test_dossiers_to_date_are_the_sum_of_the_months(observations):
    dossiers = series(observations, "tthc_online_dossier_rate")["denominator"]
    assert dossiers["2023-H1"] == sum(dossiers[f"2023-{month:02d}"] for month in range(1, 7))


def test_a_state_is_the_same_in_june_and_in_the_half_year_that_ends_with_it(observations):
    states = latest(observations)[~latest(observations)["indicator"].isin(FLOWS)]
    wide = states.pivot(index=SERIES, columns="period", values="value")
    for month, period in [("03", "-Q1"), ("06", "-H1"), ("09", "-9M"), ("12", "")]:
        for year in ("2022", "2023"):
            left, right = wide[f"{year}-{month}"], wide[year + period]
            pd.testing.assert_series_equal(left, right, check_names=False)


def test_a_figure_is_known_only_after_its_period(observations):
    ends = {"Q1": "03-31", "H1": "06-30", "9M": "09-30"}
    for suffix, day in ends.items():
        rows = observations[observations["period"].str.endswith(f"-{suffix}")]
        assert (rows["as_of"] > rows["period"].str[:5] + day).all()


# --- It has the features that its README promises ---------------------------------------------------------


def test_plans_have_as_many_targets_as_they_say_and_use_every_comparator(targets):
    plans = read(WORLD / "catalogue" / "plans.csv").set_index("plan")
    rows = targets[targets["dimension"].eq("")].groupby("plan").size()
    assert plans["n_targets"].to_dict() == {"KH-MAU-2022": "19", "KH-MAU-2023": "19", "PLAN2-MAU-2023": "12"}
    assert rows.to_dict() == {"KH-MAU-2022": 16, "KH-MAU-2023": 19, "PLAN2-MAU-2023": 12}
    assert set(targets["comparator"]) == {"ge", "gt", "le", "lt", "eq"}
    assert targets.loc[targets["plan"].eq("KH-MAU-2023"), "indicator"].nunique() == 19


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2023-H1", {"met": 7, "behind": 10, "undecided": 1, "not_reported": 1}),
        ("2023", {"met": 14, "behind": 5}),
    ],
)
def test_as_many_targets_are_met_as_the_readme_says(period, words):
    scope = open_scope(WORLD, period=period, unit="tinh-mau", plan="KH-MAU-2023")
    card = build_scorecard(scope.observations, scope.targets, scope.programme.indicators, period=scope.period)
    status = card.loc[card["plan"] == "KH-MAU-2023", "status"].replace("exceeded", "met")
    assert status.value_counts().to_dict() == words


def test_the_silent_unit_misses_its_months_and_totals_say_so(observations):
    rates = observations.query("indicator == 'dossier_ontime_rate'")
    missing = {"2022-07", "2022-08", "2023-04", "2023-05"}
    reported = set(rates.loc[rates["unit"].eq("xa-mau-4"), "period"])
    assert set(rates.loc[rates["unit"].eq("xa-mau-3"), "period"]) - reported == missing
    noted = set(rates.loc[rates["unit"].eq("tinh-mau") & rates["note"].str.contains("Xã Mẫu 4"), "period"])
    assert missing | {"2023-H1", "2023", "2022-9M"} <= noted
    assert not noted & {"2023-03", "2023-Q1", "2022-H1"}


def test_one_department_jumps_in_march_2023(observations):
    online = series(observations, "tthc_online_dossier_rate", "so-mau-2")["value"]
    assert online["2023-03":"2023-12"].filter(regex=r"-\d\d$").min() - online["2022-12"] > 30


def test_one_department_has_few_dossiers_and_one_has_no_fees(observations):
    months = observations[observations["period"].str.fullmatch(r"\d{4}-\d\d")]
    few = months.query("unit == 'so-mau-6' and indicator == 'dossier_ontime_rate'")
    assert few["denominator"].max() < 10
    assert observations.query("unit == 'so-mau-5' and indicator == 'online_payment_dossier_rate'").empty


def test_one_figure_is_revised_and_nothing_else(observations):
    revised = observations[observations.duplicated([*SERIES, "period"], keep=False)]
    assert set(revised["indicator"]) == {"tthc_online_dossier_rate"}
    assert set(revised["period"]) == {"2023-03", "2023-Q1"}
    assert set(revised["as_of"]) == {"2023-04-20", "2023-05-20"}
    added = revised.sort_values("as_of").groupby([*SERIES, "period"])["numerator"].agg(["first", "last"])
    assert (added["last"] - added["first"]).tolist() == [45] * 6


def test_one_figure_is_a_bound_and_one_indicator_is_silent_for_half_a_year(observations):
    bounds = observations[observations["qualifier"].ne("eq")]
    assert bounds[["indicator", "period", "value", "qualifier"]].values.tolist() == [
        ["cashless_electricity_rate", "2023-06", 90, "gt"],
        ["cashless_electricity_rate", "2023-H1", 90, "gt"],
    ]
    skills = set(series(observations, "basic_digital_skill_rate").index)
    everything = set(series(observations, "bank_account_15plus_rate").index)
    assert everything - skills == {*(f"2023-0{month}" for month in range(1, 7)), "2023-Q1", "2023-H1"}


def test_every_indicator_has_its_months_for_two_years(observations):
    months = observations[observations["unit"].eq("tinh-mau") & observations["dimension"].eq("")]
    months = months[months["period"].str.fullmatch(r"\d{4}-\d\d")].groupby("indicator")["period"].nunique()
    assert len(months) == 19
    assert months.drop("basic_digital_skill_rate").eq(24).all()


def test_fewer_dossiers_come_at_tet(observations):
    received = series(observations, "tthc_online_dossier_rate")["denominator"]
    for year in ("2022", "2023"):
        assert received[f"{year}-02"] < 0.7 * received[f"{year}-04"]


def test_tables_are_sorted_by_key_and_no_key_occurs_twice(observations, targets):
    keys = {"observations": [*SERIES, "period", "as_of", "source"], "targets": [*SERIES, "plan", "year"]}
    for name, frame in {"observations": observations, "targets": targets}.items():
        rows = list(frame[keys[name]].itertuples(index=False, name=None))
        assert rows == sorted(set(rows)), name
