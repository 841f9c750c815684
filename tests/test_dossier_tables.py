"""The tables of the count cube against answers straight from the records, and by hand where the question is subtle."""

import numpy as np
import pandas as pd
import pytest
from dossier_samples import ONLINE, catalogue, counts_of, cube_of, records, services_of, with_flags
from hypothesis import given
from hypothesis import strategies as st

from dtanalysis.decomposition import split_change
from dtanalysis.dossiers.cube import build_cube
from dtanalysis.dossiers.days import grouped_quantile, processing_days
from dtanalysis.dossiers.distinct import distinct_to_date
from dtanalysis.dossiers.dormancy import dormancy, idle_services, services_to_close
from dtanalysis.dossiers.months import choose_months, months_of, shift_month
from dtanalysis.dossiers.rates import mix_inputs, mix_parts, online_rates, percent_of
from dtanalysis.dossiers.services import (
    rows_in_catalogue,
    service_funnel,
    service_generation,
    service_use,
    unknown_procedures,
)
from dtanalysis.periods import parse_period

LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@pytest.fixture(scope="module")
def services():
    return catalogue()


@pytest.fixture(scope="module")
def rows(services):
    return records(services=services)


@pytest.fixture(scope="module")
def cube(rows):
    return cube_of(rows)


def offered_by(services, province, ym):
    is_online = services["service_type"].isin(["full", "partial"]) & (services["online_since"] <= ym).fillna(
        False
    )
    return services[is_online & (services["province"] == province)]


def used_in(rows, province, months):
    own = rows[(rows["province"] == province) & rows["ym"].isin(months) & rows["channel"].isin(ONLINE)]
    return set(own["procedure_code"])


# --- Against the records themselves -----------------------------------------------------------------------


@pytest.mark.parametrize("frequency", LENGTHS)
def test_service_generation_equals_counting_the_records_group_by_group(rows, cube, services, frequency):
    table = service_generation(cube, services, frequency=frequency)
    assert len(table) > 20
    for row in table.itertuples():
        period = parse_period(row.period)
        first, last = months_of(period)
        months = [ym for ym in rows["ym"].unique() if first <= ym <= last]
        offered = offered_by(services, row.province, last).query(
            "level == @row.level and field == @row.field"
        )
        used = offered["procedure_code"].isin(used_in(rows, row.province, months)).sum()
        assert (row.n_services, row.n_used, row.n_months) == (len(offered), used, len(months))
        assert row.rate == pytest.approx(100 * used / len(offered), abs=1e-12)


def test_every_group_that_offers_a_service_is_there_even_if_nobody_uses_it(cube, services):
    table = service_generation(cube, services, by=("level", "field"), frequency="half")
    last = table[table["period"] == "2023-H1"]
    offered = pd.concat([offered_by(services, province, 202306) for province in ("an", "binh")])
    assert len(last) == len(offered.drop_duplicates(["province", "level", "field"]))
    assert last["n_services"].sum() == len(offered)


def test_online_rates_equal_the_records(rows, cube):
    for keys in (["field"], ["agency"], ["ym"], ["field", "agency"]):
        flagged = with_flags(rows).groupby(["province", *keys])[["n_channel", "n_online"]].sum()
        table = online_rates(cube, keys).set_index(["province", *keys])
        assert table["n"].tolist() == flagged["n_channel"].tolist()
        assert table["n_online"].tolist() == flagged["n_online"].tolist()
        naive = 100 * flagged["n_online"] / flagged["n_channel"]
        np.testing.assert_allclose(table["rate"], naive, rtol=0, atol=1e-12)


def test_no_dossier_is_lost_for_want_of_a_channel(rows, cube):
    table = online_rates(cube, ())
    assert (table["n"] + table["n_unknown"]).sum() == len(rows)
    assert table["n_unknown"].sum() == rows["channel"].isna().sum()


def test_median_and_p90_equal_numpy_on_the_records(rows, cube):
    for keys in (["field"], ["agency"], ["field", "agency"]):
        settled = with_flags(rows).query("n_settled == 1").groupby(["province", *keys])
        table = processing_days(cube, keys)
        assert table["n_settled"].tolist() == settled.size().tolist()
        for name, share in (("median_days", 0.5), ("p90_days", 0.9)):
            naive = settled["days"].apply(lambda days, share=share: np.quantile(days, share))
            np.testing.assert_allclose(table[name], naive, rtol=0, atol=1e-12)


def test_in_time_is_judged_among_dossiers_with_a_due_day(rows, cube):
    sums = with_flags(rows).groupby("province")[["n_due", "n_ontime"]].sum()
    table = processing_days(cube, ())
    assert table["n_ontime"].tolist() == sums["n_ontime"].tolist()
    np.testing.assert_allclose(
        table["ontime_rate"], 100 * sums["n_ontime"] / sums["n_due"], rtol=0, atol=1e-12
    )


def test_services_used_to_date_equal_the_records(rows, cube, services):
    table = distinct_to_date(cube, services)
    assert len(table) == 36
    for row in table.itertuples():
        year_to_date = [ym for ym in rows["ym"].unique() if row.ym // 100 * 100 < ym <= row.ym]
        offered = offered_by(services, row.province, row.ym)["procedure_code"]
        assert row.n_services == len(offered)
        assert row.n_used == offered.isin(used_in(rows, row.province, year_to_date)).sum()


def test_dormancy_equals_the_records_and_is_cumulated_in_its_order(rows, cube, services):
    table = dormancy(cube, services, year=2022)
    for province, own in table.groupby("province"):
        offered = offered_by(services, province, 202212)
        idle = offered[~offered["procedure_code"].isin(used_in(rows, province, range(202201, 202213)))]
        naive = idle.groupby("field").size().reindex(offered["field"].unique(), fill_value=0)
        assert own.set_index("field")["n_idle"].to_dict() == naive.to_dict()
        order = sorted(naive.index, key=lambda field, naive=naive: (-naive[field], field))
        assert own["field"].tolist() == order
        np.testing.assert_allclose(own["cumulative_share"], naive[order].cumsum() / naive.sum(), atol=1e-12)


def test_mix_inputs_equal_the_records(rows, cube):
    table = mix_inputs(cube, "field", (202201, 202206), (202301, 202306)).set_index(["province", "field"])
    for name, (first, last) in {"before": (202201, 202206), "after": (202301, 202306)}.items():
        flagged = with_flags(rows[rows["ym"].between(first, last)]).groupby(["province", "field"])
        assert table[f"numerator_{name}"].tolist() == flagged["n_online"].sum().tolist()
        assert table[f"denominator_{name}"].tolist() == flagged["n_channel"].sum().tolist()


def test_mix_parts_are_ready_for_the_split_of_a_change(cube):
    inputs = mix_inputs(cube, ("field", "agency"), (202201, 202206), (202301, 202306))
    before, after = mix_parts(inputs[inputs["province"] == "an"])
    change = split_change(before, after)
    rate = [100 * side["numerator"].sum() / side["denominator"].sum() for side in (before, after)]
    assert change["total_effect"].sum() == pytest.approx(rate[1] - rate[0], abs=1e-9)
    assert "Hộ tịch · Sở A" in set(change["unit"])


def test_text_columns_and_categories_give_the_same_tables(rows, cube, services):
    plain = cube_of(rows, categories=False)
    for make in (
        lambda c: service_generation(c, services),
        lambda c: online_rates(c, "field"),
        lambda c: processing_days(c, "agency"),
        lambda c: distinct_to_date(c, services),
        lambda c: dormancy(c, services, year=2023),
        lambda c: unknown_procedures(c, services),
        lambda c: idle_services(c, services, first=202301, last=202306),
    ):
        pd.testing.assert_frame_equal(make(plain), make(cube))


def test_the_cube_that_duckdb_counts_gives_the_same_tables(rows, cube, services):
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        connection.register("d", rows)
        counted = build_cube(connection)
    for make in (
        lambda c: service_generation(c, services),
        lambda c: online_rates(c, ("field", "agency")),
        lambda c: processing_days(c, "agency"),
        lambda c: distinct_to_date(c, services),
        lambda c: idle_services(c, services, first=202301, last=202306),
    ):
        pd.testing.assert_frame_equal(make(counted), make(cube), rtol=0, atol=1e-12)


# --- By hand ----------------------------------------------------------------------------------------------


def test_a_service_without_any_record_stays_in_the_denominator():
    table = service_generation(
        counts_of(("an", 202301, "1", 5, 2)), services_of(("an", "1", 201901), ("an", "2", 201901)), by=()
    )
    assert table[["n_services", "n_used", "rate"]].values.tolist() == [[2, 1, 50.0]]


def test_a_service_counts_only_from_the_period_in_which_it_is_declared_online():
    cube = counts_of(("an", 202301, "1", 5, 2), ("an", 202304, "1", 5, 2))
    services = services_of(("an", "1", 201901), ("an", "2", 202305), ("an", "3", None))
    table = service_generation(cube, services, by=(), frequency="quarter")
    assert table["n_services"].tolist() == [1, 2]


def test_an_unfinished_period_tells_how_many_months_it_has():
    table = service_generation(counts_of(("an", 202304, "1", 5, 2)), services_of(("an", "1", 201901)), by=())
    assert table[["period", "n_months"]].values.tolist() == [["2023-Q2", 1]]


def test_a_dossier_at_the_counter_does_not_make_a_service_used():
    table = service_generation(counts_of(("an", 202301, "1", 5, 0)), services_of(("an", "1", 201901)), by=())
    assert table["n_used"].tolist() == [0]


def test_months_do_not_add_up_to_services_used_to_date():
    cube = counts_of(("an", 202301, "1", 1, 1), ("an", 202302, "1", 1, 1), ("an", 202302, "2", 1, 1))
    table = distinct_to_date(cube, services_of(("an", "1", 201901), ("an", "2", 201901)))
    assert table[["n_new", "n_used"]].values.tolist() == [[1, 1], [1, 2]]


def test_services_used_to_date_begin_again_in_january():
    cube = counts_of(("an", 202212, "1", 1, 1), ("an", 202301, "2", 1, 1))
    table = distinct_to_date(cube, services_of(("an", "1", 201901), ("an", "2", 201901)))
    assert table["n_used"].tolist() == [1, 1]


def test_a_dossier_sent_before_the_service_was_declared_counts_from_that_month():
    cube = counts_of(("an", 202301, "1", 1, 1), ("an", 202303, "2", 1, 0))
    table = distinct_to_date(cube, services_of(("an", "1", 202303), ("an", "2", 201901)))
    assert table[["ym", "n_services", "n_used"]].values.tolist() == [[202301, 1, 0], [202303, 2, 1]]


def test_to_date_and_generation_of_the_period_agree(cube, services):
    to_date = distinct_to_date(cube, services).query("ym == 202306")
    half = service_generation(cube, services, by=(), frequency="half").query("period == '2023-H1'")
    assert to_date["rate"].tolist() == half["rate"].tolist()


def test_procedures_that_the_catalogue_lacks_are_listed_with_their_dossiers(rows, cube, services):
    table = unknown_procedures(cube, services)
    assert set(table["procedure_code"]) == {"9.999999"}
    assert table["n"].sum() == rows["procedure_code"].eq("9.999999").sum()


def test_the_funnel_never_widens_and_ends_with_services_settled_in_time(cube, services):
    steps = service_funnel(cube, services, first=202301, last=202306)
    for _, own in steps.groupby("province"):
        assert own["step"].tolist() == ["published", "with_dossier", "with_online_dossier", "on_time"]
        assert own["count"].is_monotonic_decreasing


def test_idle_services_are_ordered_by_what_comes_to_the_counter():
    cube = counts_of(("an", 202301, "1", 3, 0), ("an", 202301, "2", 9, 0), ("an", 202301, "3", 50, 1))
    services = services_of(*[("an", code, 201901) for code in "1234"])
    idle = idle_services(cube, services, first=202301, last=202306)
    assert idle[["procedure_code", "n_counter"]].values.tolist() == [["2", 9], ["1", 3], ["4", 0]]


def test_history_tells_seasonal_services_from_those_never_used():
    months = [("an", ym, "x", 1, 1) for ym in (*range(202201, 202213), *range(202301, 202304))]
    cube = counts_of(*months, ("an", 202202, "same", 4, 2), ("an", 202208, "other", 4, 2))
    services = services_of(*[("an", code, 201901) for code in ("never", "other", "same")])
    idle = idle_services(cube, services, first=202301, last=202303).set_index("procedure_code")
    assert idle["history"].to_dict() == {"never": "never", "other": "other_months", "same": "same_months"}


def test_a_service_declared_online_in_the_last_month_is_offered_by_its_end():
    cube = counts_of(("an", 202301, "1", 1, 1))
    services = services_of(("an", "1", 202301), ("an", "2", 202302))
    assert service_use(cube, services, first=202301, last=202301)["procedure_code"].tolist() == ["1"]


def test_the_months_between_begin_after_last_years_same_months():
    months = [("an", ym, "x", 1, 1) for ym in (*range(202201, 202213), *range(202301, 202304))]
    cube = counts_of(*months, ("an", 202203, "march", 4, 2))
    idle = idle_services(cube, services_of(("an", "march", 201901)), first=202301, last=202303)
    assert idle[["n_same_months", "n_other_months"]].values.tolist() == [[2, 0]]


def test_a_rate_of_no_cases_is_missing_not_infinite():
    assert percent_of(pd.Series([1, 0]), pd.Series([0, 0])).isna().all()


def test_without_last_years_records_history_is_unknown_not_never():
    cube = counts_of(("an", 202301, "x", 1, 1))
    idle = idle_services(cube, services_of(("an", "1", 201901)), first=202301, last=202301)
    assert idle["history"].tolist() == ["unknown"]
    assert idle["n_same_months"].isna().all()


def test_half_of_the_gap_is_rounded_up_to_whole_services(cube, services):
    use = pd.DataFrame({"province": "an", "n": 1, "n_counter": 1, "n_online": [1] * 3 + [0] * 7})
    closing = services_to_close(use, target=60).iloc[0]
    assert (closing["n_short"], closing["n_needed"], closing["gap_pp"]) == (3, 2, pytest.approx(30))
    assert closing["rate_after"] == pytest.approx(50)


def test_a_target_that_is_met_needs_no_service():
    use = pd.DataFrame({"province": ["an"], "n": [1], "n_counter": [0], "n_online": [1]})
    assert services_to_close(use, target=80)[["gap_pp", "n_needed"]].values.tolist() == [[0, 0]]


@pytest.mark.parametrize("wrong", [{"target": 101}, {"target": 50, "share": 2}])
def test_an_impossible_target_or_share_is_refused(wrong):
    use = pd.DataFrame({"province": ["an"], "n": [1], "n_counter": [0], "n_online": [1]})
    with pytest.raises(ValueError, match="must be"):
        services_to_close(use, **wrong)


def test_a_procedure_twice_in_the_catalogue_is_refused_by_name():
    services = services_of(("an", "1", 201901), ("an", "1", 202001))
    with pytest.raises(ValueError, match="'1' twice"):
        rows_in_catalogue(counts_of(("an", 202301, "1", 1, 1)).counts, services)


def test_an_empty_cube_gives_empty_tables_without_a_warning(cube, services):
    empty = choose_months(cube, 203001, 203012)
    for table in (
        service_generation(empty, services),
        online_rates(empty),
        processing_days(empty),
        distinct_to_date(empty, services),
        unknown_procedures(empty, services),
        dormancy(empty, services, year=2030),
        mix_inputs(empty, "field", (203001, 203006), (203101, 203106)),
    ):
        assert table.empty


def test_an_empty_catalogue_gives_no_services_and_all_procedures_unknown(cube, services):
    nothing = services.iloc[:0]
    assert service_generation(cube, nothing).empty
    assert service_use(cube, nothing, first=202301, last=202306).empty
    assert unknown_procedures(cube, nothing)["n"].sum() == cube.counts["n"].sum()


def test_the_last_month_of_a_period_to_a_day_is_left_out_unless_whole():
    assert months_of(parse_period("2026-YTD-10-10")) == (202601, 202609)
    assert months_of(parse_period("2023")) == (202301, 202312)


# --- Properties -------------------------------------------------------------------------------------------

GROUPS = st.lists(st.lists(st.integers(0, 60), min_size=1, max_size=40), min_size=1, max_size=5)


@given(GROUPS, st.sampled_from([0, 0.1, 0.25, 0.5, 0.9, 0.99, 1]))
def test_a_quantile_of_a_histogram_equals_numpy_for_any_days(groups, share):
    table = pd.concat(pd.Series(days).value_counts().sort_index().reset_index() for days in groups)
    sizes = pd.Series([len(days) for days in groups])
    read = grouped_quantile(table["index"], table["count"], sizes, share)
    np.testing.assert_allclose(read, [np.quantile(days, share) for days in groups], rtol=0, atol=1e-12)


@given(st.integers(1990 * 12, 2099 * 12), st.integers(-600, 600))
def test_moving_a_month_forth_and_back_ends_where_it_began(index, months):
    ym = 100 * (index // 12) + index % 12 + 1
    assert shift_month(shift_month(ym, months), -months) == ym
