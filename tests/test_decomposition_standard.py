"""Standardised rates: Das Gupta's, SAS's worked example, and mixes that leave a unit as it is."""

import numpy as np
import pandas as pd
import pytest
from counted import (
    HEADS_1970,
    HEADS_1985,
    KIDNEY_STONES,
    SHARES_1970,
    SHARES_1985,
    by_stratum,
    count_pairs,
    headship,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.decomposition import standardise, standardise_indirectly
from dtanalysis.decomposition.standard import byar_bounds

quick = settings(max_examples=40, deadline=None)
STRATA = "abcdefgh"


def mix(**cases: float) -> pd.DataFrame:
    return pd.DataFrame({"stratum": list(cases), "cases": list(cases.values())})


def own_mix(parts: pd.DataFrame) -> pd.DataFrame:
    return parts[["stratum", "denominator"]].set_axis(["stratum", "cases"], axis=1)


def one_unit(pairs) -> pd.DataFrame:
    return by_stratum(u=dict(zip(STRATA, pairs, strict=False)))


def test_headship_with_the_mean_age_structure_is_that_of_das_gupta():
    """Rates of 1970 and 1985 under the mean of both structures: 45.3309 and 47.0712 (table 5.1, DasGuptR)."""
    years = {1970: (SHARES_1970, HEADS_1970), 1985: (SHARES_1985, HEADS_1985)}
    parts = pd.concat(
        [
            headship(*figures).rename(columns={"unit": "stratum"}).assign(unit=year)
            for year, figures in years.items()
        ]
    )
    mean = [(old + new) / 2 for old, new in zip(SHARES_1970, SHARES_1985, strict=True)]
    found = standardise(parts, pd.DataFrame({"stratum": list("abcdefghijklm"), "cases": mean}))
    assert found["standard_rate"].tolist() == pytest.approx([45.3309, 47.0712], abs=5e-5)
    assert found["rate"].tolist() == pytest.approx([44.7268, 47.6940], abs=5e-5)


@quick
@given(count_pairs)
def test_with_its_own_mix_a_unit_keeps_its_rate(pairs):
    parts = one_unit([pair for pair in pairs if pair[1]])
    row = standardise(parts, own_mix(parts)).iloc[0]
    assert row["standard_rate"] == pytest.approx(row["rate"], abs=1e-9)
    assert row["mix_pp"] == pytest.approx(0, abs=1e-9)
    assert row["lower"] - 1e-9 <= row["standard_rate"] <= row["upper"] + 1e-9


@quick
@given(count_pairs, st.floats(0.001, 1000))
def test_only_the_proportions_of_the_reference_count(pairs, factor):
    parts = one_unit([pair for pair in pairs if pair[1]])
    reference = own_mix(parts).assign(cases=lambda rows: np.arange(1, len(rows) + 1))
    scaled = reference.assign(cases=reference["cases"] * factor)
    for column in ("standard_rate", "lower", "upper"):
        assert standardise(parts, scaled)[column].iloc[0] == pytest.approx(
            standardise(parts, reference)[column].iloc[0]
        )


@quick
@given(count_pairs)
def test_a_standardised_rate_lies_between_its_strata(pairs):
    parts = one_unit([pair for pair in pairs if pair[1]])
    rates = 100 * parts["numerator"] / parts["denominator"]
    found = standardise(parts, own_mix(parts).assign(cases=1.0)).iloc[0]
    assert rates.min() - 1e-9 <= found["standard_rate"] <= rates.max() + 1e-9


def test_one_stratum_gives_the_wilson_interval():
    row = standardise(by_stratum(u={"s": (44, 44)}), mix(s=1)).iloc[0]
    z = 1.959963984540054
    assert (row["lower"], row["upper"]) == (pytest.approx(100 * 44 / (44 + z**2)), pytest.approx(100))


def test_with_one_mix_the_order_of_two_treatments_turns_round():
    found = standardise(KIDNEY_STONES, mix(small=357, large=343)).set_index("unit")
    assert found["rate"].round(1).to_dict() == {"open_surgery": 78.0, "keyhole": 82.6}
    assert found.loc["open_surgery", "standard_rate"] > found.loc["keyhole", "standard_rate"]


def test_a_stratum_without_cases_leaves_the_standardised_rate_unknown():
    row = standardise(by_stratum(u={"a": (1, 2), "b": (0, 0)}), mix(a=3, b=1)).iloc[0]
    assert row["covered"] == pytest.approx(0.75)
    assert row[["standard_rate", "lower", "upper", "mix_pp"]].isna().all()
    assert row["rate"] == 50


def test_a_stratum_without_weight_does_not_matter():
    assert standardise(by_stratum(u={"a": (1, 2)}), mix(a=3, b=0))["standard_rate"].tolist() == [50]


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (mix(), "a sum above 0"),
        (mix(a=0), "a sum above 0"),
        (mix(a=1, b=-1), "0 or more in every stratum"),
        (mix(a=1, b=np.nan), "0 or more in every stratum"),
        (pd.concat([mix(a=1), mix(a=1)]), "Each stratum needs one row"),
        (mix(b=1), "does not know these strata: a"),
    ],
)
def test_weights_that_are_none_are_refused(reference, message):
    with pytest.raises(ValueError, match=message):
        standardise(by_stratum(u={"a": (1, 2)}), reference)


def test_two_rows_of_one_stratum_are_refused():
    twice = pd.concat([by_stratum(u={"a": (1, 2)})] * 2)
    with pytest.raises(ValueError, match="'u', 'a' has more"):
        standardise(twice, mix(a=1))


# ---------------------------------------------------------------- indirect

# Skin cancer in Florida against the United States in 2000, ages 5 and over: SAS/STAT, PROC STDRATE, getting started.
FLORIDA = {
    "15-24": (4, 1885014), "25-34": (14, 1957573), "35-44": (43, 2356649), "45-54": (72, 2088000),
    "55-64": (70, 1548371), "65-74": (126, 1447432), "75-84": (136, 1087524), "85+": (73, 335944),
}  # fmt: skip
COUNTRY = {
    "15-24": (41, 39183891), "25-34": (186, 39892024), "35-44": (626, 45148527), "45-54": (1199, 37677952),
    "55-64": (1303, 24274684), "65-74": (1637, 18390986), "75-84": (1624, 12361180), "85+": (803, 4239587),
}  # fmt: skip


def test_expected_cases_of_florida_are_those_that_sas_prints():
    reference = by_stratum(us=COUNTRY)
    found = pd.concat(
        [standardise_indirectly(by_stratum(**{age: {age: pair}}), reference) for age, pair in FLORIDA.items()]
    )
    printed = [1.972, 9.127, 32.676, 66.445, 83.112, 128.837, 142.878, 63.630]
    assert found["expected"].tolist() == pytest.approx(printed, abs=5e-4)
    assert found["ratio"].tolist()[:5] == pytest.approx([2.0280, 1.5339, 1.3160, 1.0836, 0.8422], abs=5e-5)


@quick
@given(count_pairs)
def test_the_reference_compared_with_itself_gives_one(pairs):
    parts = one_unit(pairs)
    row = standardise_indirectly(parts, parts).iloc[0]
    assert row["expected"] == pytest.approx(row["observed"])
    assert row["observed"] == 0 or row["ratio"] == pytest.approx(1)


def test_from_ten_cases_on_byars_interval_is_within_a_fifth_of_a_percent_of_the_exact_one():
    """As the technical guide of Public Health England (2018) says of 95 % intervals."""
    from scipy.stats import chi2

    counts = pd.Series(np.arange(10, 400.0))
    lower, upper = byar_bounds(counts)
    assert (lower / (chi2.ppf(0.025, 2 * counts) / 2)).sub(1).abs().max() < 0.002
    assert (upper / (chi2.ppf(0.975, 2 * counts + 2) / 2)).sub(1).abs().max() < 0.002


def test_where_nothing_is_expected_there_is_no_ratio():
    row = standardise_indirectly(by_stratum(u={"a": (1, 2)}), by_stratum(us={"a": (0, 9)})).iloc[0]
    assert row[["ratio", "lower", "upper"]].isna().all()
