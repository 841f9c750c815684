"""Stated growths, excesses and shares of the target, computed again."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from deliveries import REGISTER, figure, frame, told

from dtanalysis import checks
from dtanalysis.catalogue import load_programme

DATA = Path(__file__).parents[1] / "data"
WARNING = ("change.differs", "warning", 0, "value")
NO_TARGETS = pd.DataFrame(
    columns=["indicator", "unit", "level", "dimension", "plan", "year", "target", "as_of", "basis"]
)


def claim(kind, stated, decimals=2, indicator="dti", period="2022", **more) -> dict:
    row = figure(indicator, period=period) | more
    series = {name: row[name] for name in ("indicator", "unit", "level", "dimension", "period")}
    return series | {"kind": kind, "stated": stated, "decimals": decimals}


def target(value, indicator="online_rate", plan="P", **more) -> dict:
    row = {
        "indicator": indicator,
        "unit": "u",
        "level": "province",
        "dimension": "",
        "plan": plan,
        "year": 2023,
    }
    return row | {"target": value, "as_of": pd.Timestamp("2023-01-01"), "basis": "stated"} | more


def judged(what: dict, figures: list[dict], targets: list[dict] = ()) -> list[tuple]:
    promised = pd.DataFrame(list(targets)) if targets else NO_TARGETS
    return told(checks.check_changes(pd.DataFrame([what]), frame(*figures), promised, REGISTER))


DTI = [figure("dti", 0.5934, "2022"), figure("dti", 0.3048, "2021")]


def test_the_dti_of_ninh_thuan_reproduces_its_growth():
    assert judged(claim("change_rel", 94.69), DTI) == []
    assert judged(claim("change_rel", 94.75), DTI) == [WARNING]


def test_the_government_pillar_of_ninh_thuan_does_not_reproduce_its_growth():
    pillar = [figure("dti", 0.6787, "2022"), figure("dti", 0.3512, "2021")]
    assert judged(claim("change_rel", 93.25), pillar) == []
    assert judged(claim("change_rel", 93.03), pillar) == [WARNING]


@pytest.mark.parametrize(("version", "reproduces"), [(0.5786, True), (0.5791, False), (0.5763, False)])
def test_only_version_a_of_the_national_mean_reproduces_both_published_growths(version, reproduces):
    means = [figure("dti", 0.4014, "2021"), figure("dti", version, "2022"), figure("dti", 0.6783, "2023")]
    assert (judged(claim("change_rel", 44.1, 1), means) == []) == reproduces
    assert (judged(claim("change_rel", 17.2, 1, period="2023"), means) == []) == reproduces


def test_a_claim_may_rest_on_any_of_the_sources():
    both = [*DTI, figure("dti", 0.61, "2022", source="b")]
    assert judged(claim("change_rel", 94.69), both) == []


def test_excess_is_in_points_and_attainment_in_percent_of_the_target():
    online = [figure(value=81.17)]
    assert (
        judged(claim("excess", 11.17, indicator="online_rate", period="2023-H1"), online, [target(70)]) == []
    )
    assert judged(claim("excess", 11.2, indicator="online_rate", period="2023-H1"), online, [target(70)]) == [
        WARNING
    ]
    assert judged(claim("attainment", 116.0, 0, "online_rate", "2023-H1"), online, [target(70)]) == []
    assert judged(claim("attainment", 11.17, 2, "online_rate", "2023-H1"), online, [target(70)]) == [WARNING]


def test_with_two_plans_a_claim_may_be_about_either_and_the_later_target_of_a_plan_counts():
    online, what = [figure(value=81.17)], claim("excess", 11.17, indicator="online_rate", period="2023-H1")
    assert judged(what, online, [target(75), target(70, plan="Q")]) == []
    later = target(75, as_of=pd.Timestamp("2023-06-01"))
    assert judged(what, online, [later, target(70)]) == [WARNING]


def test_a_target_derived_from_the_excess_proves_nothing():
    what = claim("excess", 99, indicator="online_rate", period="2023-H1")
    assert judged(what, [figure(value=81.17)], [target(70, basis="derived")]) == []


def test_points_and_percent_of_the_year_before_are_not_mixed():
    figures = [figure(value=60.0), figure(value=50.0, period="2022-H1")]
    assert judged(claim("change_pp", 10, 0, "online_rate", "2023-H1"), figures) == []
    assert judged(claim("change_rel", 20, 0, "online_rate", "2023-H1"), figures) == []
    assert judged(claim("change_pp", 20, 0, "online_rate", "2023-H1"), figures) == [WARNING]
    assert (
        judged(claim("change_pp", 99, 0, "teams", "2023-H1"), [figure("teams", 6), figure("teams", 5)]) == []
    )


@pytest.mark.parametrize(("period", "before"), [
    ("2023-01", "2022-12"), ("2023-06", "2023-05"), ("2023-Q1", "2022-Q4"), ("2023-H2", "2023-H1"),
    ("2023", "2022"),
])  # fmt: skip
def test_the_period_before_is_the_one_of_the_same_kind_that_ends_where_this_begins(period, before):
    figures = [figure("teams", 120, period), figure("teams", 100, before)]
    assert judged(claim("change_previous", 20, 0, "teams", period), figures) == []
    assert judged(claim("change_previous", 25, 0, "teams", period), figures) == [WARNING]


@pytest.mark.parametrize("other", [
    {"qualifier": "gt"}, {"status": "derived"}, {"value": np.nan}, {"value": 0.0},
    {"period": figure(period="2020")["period"]}, {"unit": "v"},
])  # fmt: skip
def test_what_cannot_be_computed_is_no_problem(other):
    assert judged(claim("change_rel", 1.0), [DTI[0], DTI[1] | other]) == []


def test_rounding_of_both_figures_is_allowed_for():
    # 3 of 2, printed without decimals, may be anything from +0 % (2.5 of 2.5) to +133 % (3.5 of 1.5).
    figures = [figure("revenue", 3, "2023"), figure("revenue", 2, "2022")]
    assert judged(claim("change_rel", 130, 0, "revenue", "2023"), figures) == []
    assert judged(claim("change_rel", 140, 0, "revenue", "2023"), figures) == [WARNING]


def test_the_message_names_the_figures_and_the_result():
    figures, claims = frame(*DTI), pd.DataFrame([claim("change_rel", 93.0)])
    message = checks.check_changes(claims, figures, NO_TARGETS, REGISTER)["message"][0]
    assert (
        message == "mức tăng so với cùng kỳ ghi 93,00%, trong khi 0,5934 so với 0,3048 của năm 2021 là 94,69"
    )


def test_the_message_about_points_gives_points_and_that_of_several_sources_the_most_trusted():
    figures = frame(figure(value=61.0, source="b", trust=1), figure(value=60.0, trust=0))
    figures = pd.concat([figures, frame(figure(value=50.0, period="2022-H1", trust=0))], ignore_index=True)
    claims = pd.DataFrame([claim("change_pp", 20, 0, "online_rate", "2023-H1")])
    message = checks.check_changes(claims, figures, NO_TARGETS, REGISTER)["message"][0]
    assert message.endswith("ghi 20 điểm phần trăm, trong khi 60 so với 50 của 6 tháng đầu năm 2022 là 10")


def test_an_unknown_kind_of_claim_is_a_mistake_in_the_call():
    with pytest.raises(ValueError, match=r"`kind` of attainment, .*; got growth"):
        judged(claim("growth", 1), DTI)


def test_of_all_published_growths_in_the_real_figures_only_the_government_pillar_does_not_reproduce():
    programme = load_programme(DATA)
    claims = checks.claims_of_growth(programme.observations, programme.indicators)
    problems = checks.check_changes(claims, programme.observations, programme.targets, programme.indicators)
    assert len(claims) == 18
    wrong = claims.loc[problems["at"].tolist(), ["indicator", "unit", "stated"]].values.tolist()
    assert wrong == [["dti_pillar_government", "ninh-thuan", 93.03]]
    assert "93,25" in problems["message"][0]
