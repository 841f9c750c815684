"""What has changed: every difference once, told for what it is, and never called real without a reason."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import H1, MOVES, Q1, REGISTER, UNITS, YEAR, compare, world
from scorecards import promise, reading

from dtanalysis import changes
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.periods import parse_period

KEY = list(SERIES_KEY)


def counted(period: str, numerator: float, denominator: float, **more) -> dict:
    value = round(100 * numerator / denominator, 2)
    return reading(period=period, value=value, numerator=numerator, denominator=denominator, **more)


def only_figure(readings: list[dict], before: dict = Q1, after: dict = H1) -> pd.Series:
    (_, row), *rest = compare(readings, before=before, after=after).figures.iterrows()
    assert not rest
    return row


# Figures


def test_the_same_source_on_a_later_day_revises_its_figure():
    rows = [reading(value=80.0, as_of="2023-07-20"), reading(value=81.0, as_of="2023-08-20")]
    row = only_figure(rows, before=H1 | {"as_of": "2023-07-31"})
    assert (row["kind"], row["change"], row["evidence"]) == ("revised", 1.0, "recount")
    assert [day.isoformat()[:10] for day in (row["as_of_before"], row["as_of_after"])] == [
        "2023-07-20",
        "2023-08-20",
    ]


def test_another_source_with_another_figure_revises_nothing():
    rows = [reading(value=80.0, as_of="2023-07-20", source="press", trust=4)]
    rows += [reading(value=81.0, as_of="2023-08-20", source="official")]
    row = only_figure(rows, before=H1 | {"as_of": "2023-07-31"})
    assert (row["kind"], row["source_before"], row["source_after"]) == ("other_source", "press", "official")


def test_a_figure_of_the_next_period_is_a_move_and_no_revision():
    row = only_figure([reading(period="2023-Q1", value=80.0), reading(value=81.0)])
    assert (row["kind"], row["change"]) == ("moved", 1.0)


def test_a_revision_of_another_period_is_told_beside_what_the_report_shows():
    rows = [reading(period="2023-Q1", value=70.0, as_of="2023-04-20")]
    rows += [reading(period="2023-Q1", value=71.0, as_of="2023-05-20"), reading(value=75.0)]
    found = compare(rows, before=Q1 | {"as_of": "2023-04-30"}, after=H1).figures
    assert found[["kind", "is_shown", "change"]].values.tolist() == [
        ["moved", True, 5.0],
        ["revised", False, 1.0],
    ]


def test_a_figure_that_is_not_given_again_is_neither_zero_nor_a_fall():
    row = only_figure([reading(period="2023-Q1", value=80.0)])
    assert row["kind"] == "gone"
    assert pd.isna(row["change"])


def test_a_figure_known_only_now_is_new_and_keeps_its_older_one_in_sight():
    row = only_figure([reading(period="2022", value=60.0), reading(value=81.0)])
    assert (row["kind"], row["value_before"], str(row["period_before"])) == ("new", 60.0, "2022")
    assert pd.isna(row["change"])


# Is it real?


def test_newcombe_s_own_example_comes_out_to_its_printed_digits():
    # Newcombe (1998), table II, method 10: 9/10 - 3/10 gives 0.1705 to 0.8090.
    counts = [pd.Series([float(number)]) for number in (9, 10, 3, 10)]
    low, high = changes.newcombe_interval(*counts)
    assert (round(low.iloc[0], 4), round(high.iloc[0], 4)) == (0.1705, 0.8090)


def test_the_interval_is_that_of_statsmodels():
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = changes.newcombe_interval(*(pd.Series([float(n)]) for n in (854, 1147, 809, 1147)))
    expected = confint_proportions_2indep(854, 1147, 809, 1147, method="newcomb", compare="diff")
    assert (low.iloc[0], high.iloc[0]) == pytest.approx(expected, abs=1e-12)


def test_a_denominator_of_zero_has_no_interval_and_no_warning():
    low, high = changes.newcombe_interval(*(pd.Series([number]) for number in (0.0, 0.0, 1.0, 2.0)))
    assert low.isna().all()
    assert high.isna().all()


def test_new_dossiers_are_compared_with_the_earlier_ones_of_the_year():
    row = only_figure([counted("2023-Q1", 500, 1000), counted("2023-H1", 1100, 2000)])
    low, high = changes.newcombe_interval(*(pd.Series([float(n)]) for n in (600, 1000, 500, 1000)))
    assert (row["lower"], row["upper"]) == pytest.approx((50 * low.iloc[0], 50 * high.iloc[0]))
    assert row["evidence"] == "beyond_chance"


def test_a_rate_of_few_dossiers_may_move_by_accident():
    row = only_figure([counted("2023-Q1", 4, 10), counted("2023-H1", 11, 24)])
    assert row["evidence"] == "within_chance"
    assert row["lower"] < 0 < row["upper"]


def test_overdue_dossiers_that_vanish_are_restated_counts():
    # Sở Nông nghiệp và Môi trường of Gia Lai, 24 September and 10 October 2026: 15 783 overdue dossiers fewer.
    rows = [counted("2026-YTD-09-24", 54761, 111189), counted("2026-YTD-10-10", 90071, 130716)]
    row = only_figure(rows, before={"period": "2026-YTD-09-24"}, after={"period": "2026-YTD-10-10"})
    assert (row["evidence"], row["restated_part"], row["restated_by"]) == ("restated", "rest", -15783)
    assert pd.isna(row["lower"])


def test_what_may_print_one_number_has_not_changed():
    row = only_figure([reading("account_rate", "2023-Q1", 33.3), reading("account_rate", value=33.33)])
    assert row["evidence"] == "rounding"


def test_a_step_of_one_printed_digit_is_more_than_rounding():
    row = only_figure([reading("account_rate", "2023-Q1", 98.95), reading("account_rate", value=98.9)])
    assert row["evidence"] == "no_interval"
    assert row["change"] == pytest.approx(-0.05)


def test_a_count_is_never_rounded():
    assert only_figure([reading("teams", "2023-Q1", 5), reading("teams", value=6)])["evidence"] == "exact"


def test_a_bound_gives_no_number():
    row = only_figure([reading("account_rate", "2023-Q1", 90.0, "gt"), reading("account_rate", value=85.0)])
    assert row["evidence"] == "undecided"
    assert pd.isna(row["change"])
    assert pd.isna(row["is_better"])


def test_a_year_and_a_half_year_counted_anew_are_not_subtracted():
    row = only_figure([reading(period="2022", value=80.0), reading(value=81.0)], before=YEAR)
    assert (row["kind"], row["evidence"]) == ("moved", "length")
    assert pd.isna(row["change"])


def test_a_rank_that_falls_in_number_is_better():
    row = only_figure(
        [reading("dti_rank", "2021", 53), reading("dti_rank", "2022", 27)], {"period": "2021"}, YEAR
    )
    assert (row["change"], row["is_better"]) == (-26, 1.0)


# Status and targets


def flips(readings, promises, before=Q1, after=H1) -> pd.DataFrame:
    return compare(readings, promises, before=before, after=after).statuses


def test_a_flip_names_the_value_as_its_cause():
    found = flips([reading(period="2023-Q1", value=65.0), reading(value=81.17)], [promise()])
    assert found[["kind", "status_before", "status_after"]].values.tolist() == [
        ["gained", "behind", "exceeded"]
    ]
    assert found["cause"].tolist() == [("value",)]


def test_a_raised_target_is_the_cause_although_the_result_rose_too():
    rows = [reading("account_rate", "2022", 61.0), reading("account_rate", value=62.0)]
    promises = [promise("account_rate", 60, year=2022), promise("account_rate", 75)]
    found = compare(rows, promises, before=YEAR, after=H1)
    assert found.statuses[["kind", "cause"]].values.tolist() == [["lost", ("target",)]]
    assert found.targets["kind"].tolist() == ["raised"]


def test_a_bound_in_place_of_a_number_is_told_as_the_cause():
    rows = [reading("account_rate", "2023-Q1", 70.0), reading("account_rate", value=70.0, qualifier="gt")]
    found = flips(rows, [promise("account_rate", 80)])
    assert found[["status_after", "cause"]].values.tolist() == [["undecided", ("qualifier",)]]


def test_a_target_without_a_figure_yet_flips_only_because_the_period_moved_on():
    found = flips([reading(period="2023-Q1", value=81.17)], [promise()])
    assert found[["kind", "cause"]].values.tolist() == [["out_of_sight", ("period",)]]


def test_a_figure_published_later_for_the_same_period_is_reported_not_moved():
    found = flips([reading(as_of="2023-08-20")], [promise()], H1 | {"as_of": "2023-07-31"}, H1)
    assert found[["kind", "cause"]].values.tolist() == [["found_met", ("reported",)]]


def test_other_bounds_of_the_register_are_a_change_of_definition():
    rows = [reading("account_rate", value=70.0, qualifier="gt")]
    wide = REGISTER.assign(upper=REGISTER["upper"].mask(REGISTER["indicator"] == "account_rate", 75))
    before, after = (
        world(rows, [promise("account_rate", 80)]),
        world(rows, [promise("account_rate", 80)], indicators=wide),
    )
    found = changes.compare_readings(before, after)
    assert found.statuses["cause"].tolist() == [("definition",)]
    assert found.definitions[["field", "text_before", "text_after"]].values.tolist() == [
        ["upper", "100", "75"]
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "kind"),
    [
        ([], [promise()], "new"),
        ([promise()], [], "dropped"),
        ([promise(target=60)], [promise()], "raised"),
        ([promise(target=80)], [promise()], "lowered"),
        ([promise(comparator="gt")], [promise()], "comparator"),
        ([promise(plan="q")], [promise()], "plan"),
    ],
)
def test_a_target_that_changed_is_one_row_of_its_kind(earlier, later, kind):
    rows = [reading()]
    found = changes.compare_readings(world(rows, earlier), world(rows, later))
    assert found.targets["kind"].tolist() == [kind]


def test_a_second_plan_of_the_year_is_new_and_the_first_stays():
    found = changes.compare_readings(
        world([reading()], [promise()]), world([reading()], [promise(), promise(plan="q")])
    )
    assert found.targets[["kind", "plan_after"]].values.tolist() == [["new", "q"]]


# Definitions, units, documents


def test_figures_under_two_definitions_are_not_subtracted():
    other = REGISTER.assign(
        denominator_vi=REGISTER["denominator_vi"].mask(REGISTER["indicator"] == "teams", "tổ")
    )
    rows = [reading("teams", "2023-Q1", 5), reading("teams", value=6)]
    found = changes.compare_readings(world(rows, period="2023-Q1"), world(rows, indicators=other))
    assert found.figures["evidence"].tolist() == ["definition"]
    assert found.figures["change"].isna().all()


def test_a_rank_among_other_units_goes_on_as_another_series():
    rows = [
        reading("dti_rank", "2021", 40, dimension="n=63"),
        reading("dti_rank", "2022", 16, dimension="n=34"),
    ]
    found = compare(rows, before={"period": "2021"}, after=YEAR)
    assert found.definitions[["kind", "text_before", "text_after"]].values.tolist() == [
        ["base", "n=63", "n=34"]
    ]
    assert found.figures["change"].isna().all()


def test_a_merger_between_two_readings_names_forerunner_and_heir():
    found = compare([reading()], before=YEAR, after=H1).units
    assert found[["unit", "kind", "related"]].values.tolist() == [
        ["u", "began", ("old",)],
        ["old", "ended", ("u",)],
    ]
    assert [str(day.date()) for day in found["date"]] == ["2023-01-01", "2022-12-31"]


def test_a_document_behind_this_report_alone_has_appeared():
    found = compare([reading(period="2023-Q1"), reading(source="new")], before=Q1, after=H1).sources
    assert found[["source", "kind", "n_figures"]].values.tolist() == [
        ["new", "appeared", 1],
        ["s", "left", 1],
    ]


def test_readings_of_two_units_are_never_compared():
    other = changes.Reading("old", parse_period("2022"), None, *(world([reading()]).__dict__[name] for name in (
        "observations", "targets", "indicators", "units", "unit_successions")))  # fmt: skip
    with pytest.raises(ValueError, match="Readings of one unit can be compared; got 'old' and 'u'"):
        changes.compare_readings(other, world([reading()]))


# The earlier reading


def known(*codes: str) -> pd.DataFrame:
    return pd.DataFrame([reading(period=code) for code in codes])


@pytest.mark.parametrize(
    ("codes", "asked", "chosen"),
    [
        (("2022-12", "2022", "2023-Q1", "2023-H1"), "2023-H1", "2023-Q1"),
        (("2023-05", "2023-Q1", "2023-06"), "2023-06", "2023-05"),
        (("2023-Q1", "2023-05"), "2023-H1", "2023-Q1"),
        (("2023-05",), "2023-H1", "2023-05"),
        (("2024", "2023-H1"), "2023-H1", "None"),
    ],
)
def test_the_report_before_is_the_latest_earlier_one_counted_alike(codes, asked, chosen):
    assert str(changes.choose_earlier(known(*codes), parse_period(asked))) == chosen


def test_a_period_that_shares_few_series_is_not_the_report_before():
    rows = [reading(name, "2023-Q1") for name in ("online_rate", "account_rate", "teams")]
    rows += [reading(name, "2023-5M") for name in ("online_rate",)]
    rows += [reading(name) for name in ("online_rate", "account_rate", "teams")]
    assert str(changes.choose_earlier(pd.DataFrame(rows), parse_period("2023-H1"))) == "2023-Q1"


def test_without_any_figure_a_reading_is_empty_and_compares():
    empty = world([])
    assert empty.scorecard.empty
    assert changes.compare_readings(empty, empty).is_empty


# Order


def test_a_target_lost_is_known_before_one_gained_and_both_before_a_new_document():
    rows = [reading("account_rate", "2023-Q1", 90.0), reading("account_rate", value=50.0)]
    rows += [reading("teams", "2023-Q1", 3), reading("teams", value=9, source="new")]
    found = compare(rows, [promise("account_rate", 80), promise("teams", 5)], before=Q1, after=H1)
    order = changes.rank_changes(found)
    assert order[["aspect", "kind"]].values.tolist() == [
        ["status", "lost"], ["status", "gained"], ["figure", "moved"], ["figure", "moved"], ["source", "appeared"],
    ]  # fmt: skip


def test_every_change_has_its_place_in_the_list():
    rows = [reading(period="2023-Q1", value=65.0), reading(value=81.17), reading("teams", value=5)]
    found = compare(rows, [promise()], before=Q1, after=H1)
    order = changes.rank_changes(found)
    assert order.groupby("aspect")["label"].nunique().to_dict() == {
        aspect: len(frame) for aspect, frame in found.frames.items() if len(frame)
    }


# Properties

# Four scorecards a case: few cases, large enough to meet every kind.
few = settings(max_examples=15, deadline=None)

NAMES = ("online_rate", "account_rate", "teams", "dti_rank")
PERIODS = ("2022", "2023-Q1", "2023-H1", "2023")
DAYS = ("2023-02-01", "2023-05-01", "2023-08-01", "2024-02-01")

figures = st.builds(
    reading,
    indicator=st.sampled_from(NAMES), period=st.sampled_from(PERIODS), as_of=st.sampled_from(DAYS),
    value=st.sampled_from([1.0, 40.0, 40.5, 80.0, None]), qualifier=st.sampled_from(["eq", "eq", "gt"]),
    source=st.sampled_from(["s", "t"]), unit=st.sampled_from(["u", "u", "part"]),
    numerator=st.sampled_from([None, 8.0, 9.0]), denominator=st.sampled_from([None, 10.0, 20.0]),
)  # fmt: skip
promises = st.builds(
    promise,
    indicator=st.sampled_from(NAMES), target=st.sampled_from([1.0, 40.0, 60.0]), comparator=st.sampled_from(["ge", "gt"]),
    plan=st.sampled_from(["p", "q"]), year=st.sampled_from([2022, 2023]), as_of=st.sampled_from(DAYS),
)  # fmt: skip
moments = st.fixed_dictionaries({"period": st.sampled_from(PERIODS), "as_of": st.sampled_from([*DAYS, ""])})


def unique(rows: list[dict], names: list[str]) -> list[dict]:
    """The tables never hold two rows of one key."""
    return list({tuple(str(row[name]) for name in names): row for row in rows}.values())


@st.composite
def worlds(draw):
    seen = unique(draw(st.lists(figures, max_size=10)), [*KEY, "period", "as_of", "source"])
    told = unique(draw(st.lists(promises, max_size=4)), [*KEY, "plan", "year", "as_of"])
    return tuple(world(seen, told, **draw(moments)) for _ in range(2))


@few
@given(worlds())
def test_a_reading_has_not_changed_against_itself(pair):
    assert changes.compare_readings(pair[0], pair[0]).is_empty


@few
@given(worlds())
def test_backwards_every_change_is_its_mirror_image(pair):
    forth, back = changes.compare_readings(*pair), changes.compare_readings(*pair[::-1])
    turned = {"new": "gone", "gone": "new", "raised": "lowered", "lowered": "raised", "dropped": "new"}
    for there, again, names in (
        (forth.figures, back.figures, [*KEY, "is_shown", "source_after", "source_before"]),
        (forth.targets, back.targets, [*KEY, "plan_before", "plan_after"]),
    ):
        swapped = [name.translate({}) for name in names]
        swapped = [
            name.replace("_before", "_x").replace("_after", "_before").replace("_x", "_after")
            for name in swapped
        ]
        left = sorted((*map(str, row), str(kind)) for *row, kind in there[[*names, "kind"]].values.tolist())
        mirror = {**turned, **({"new": "dropped"} if there is forth.targets else {})}
        right = sorted(
            (*map(str, row), mirror.get(kind, kind))
            for *row, kind in again[[*swapped, "kind"]].values.tolist()
        )
        assert left == right
    assert forth.figures["change"].sum() == pytest.approx(-back.figures["change"].sum())
    assert (
        forth.figures["evidence"].value_counts().to_dict()
        == back.figures["evidence"].value_counts().to_dict()
    )
    assert forth.figures["lower"].sum() == pytest.approx(-back.figures["upper"].sum())
    assert sorted(zip(forth.statuses["status_before"], forth.statuses["cause"], strict=True)) == sorted(
        zip(back.statuses["status_after"], back.statuses["cause"], strict=True)
    )
    assert sorted(forth.units["unit"]) == sorted(back.units["unit"])
    assert sorted(forth.sources["source"]) == sorted(back.sources["source"])


def facts(reading_: changes.Reading) -> dict[tuple, tuple]:
    """What a scorecard gives of each series for the period itself, else its latest older value."""
    card = reading_.scorecard.drop_duplicates(KEY)
    told = ["value", "qualifier", "numerator", "denominator"]
    return {
        tuple(row[name] for name in KEY): (
            bool(row["is_current"] and pd.notna(row["value"])),
            *map(str, row[told]),
        )
        for _, row in card.iterrows()
    }


@few
@given(worlds())
def test_every_difference_of_two_scorecards_is_one_row(pair):
    before, after = (facts(one) for one in pair)
    differs = {
        key
        for key in before | after
        if before.get(key, (False, "nan", "nan", "nan", "nan"))
        != after.get(key, (False, "nan", "nan", "nan", "nan"))
    }
    rows = changes.compare_readings(*pair).figures
    shown = [tuple(row) for row in rows.loc[rows["is_shown"], KEY].values.tolist()]
    assert len(shown) == len(set(shown))
    assert set(shown) >= {key for key in differs if _is_told(before.get(key), after.get(key))}
    assert set(shown) <= differs


def _is_told(one: tuple | None, other: tuple | None) -> bool:
    """A series without any value on either side has nothing to tell but its empty cell."""
    return any(fact is not None and fact[1] != "nan" for fact in (one, other))


@few
@given(worlds())
def test_every_difference_of_status_or_target_is_told_once(pair):
    found = changes.compare_readings(*pair)
    cards = [one.scorecard[one.scorecard["target"].notna()].set_index([*KEY, "plan"]) for one in pair]
    shared = cards[0].index.intersection(cards[1].index)
    flipped = [key for key in shared if cards[0]["status"][key] != cards[1]["status"][key]]
    told = found.statuses[found.statuses["plan_before"] == found.statuses["plan_after"]]
    assert sorted(flipped) == sorted(map(tuple, told[[*KEY, "plan_after"]].values.tolist()))
    alone = len(cards[0].index.symmetric_difference(cards[1].index))
    rows = found.targets[found.targets["plan_before"].astype(str) != found.targets["plan_after"].astype(str)]
    sides = rows[["plan_before", "plan_after"]].notna().sum().sum()
    assert sides == alone


def test_the_registers_of_these_tests_hold_what_they_say():
    assert set(UNITS["unit"]) >= set(MOVES["unit_from"]) | set(MOVES["unit_to"])
