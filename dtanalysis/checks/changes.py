"""
Do the changes that a text states follow from the figures?

"Tăng 94,69 %", "đạt 116 % kế hoạch", "vượt 11,17 điểm": each is computed again from the figures at hand, and
the rounding of all of them is allowed for.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from dtanalysis.catalogue.rules import printed_decimals
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import latest_by_source
from dtanalysis.checks.lineup import line_up
from dtanalysis.checks.problems import gather, no_problems, problems_of, show_number
from dtanalysis.formats import format_number
from dtanalysis.periods import Period, parse_period

KINDS = ("attainment", "excess", "change_pp", "change_rel", "change_previous")
"""
What a claim may say: value in percent of its target; points (units) above its target; points more than in the
same period of the year before; percent more than then; percent more than in the period before.
"""

_GROWTH = "_growth"
_KEY = list(SERIES_KEY)
_EPSILON = 1e-9


def claims_of_growth(observations: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """
    Read published growths as claims about the indicator that grew.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day.
    indicators : pandas.DataFrame
        The register: the growth of ``dti`` is the indicator ``dti_growth``.

    Returns
    -------
    pandas.DataFrame
        Claims of kind "change_rel" with the index of the rows that state them, and their ``source``.
    """
    names = set(indicators["indicator"])
    grown = observations["indicator"].str.removesuffix(_GROWTH)
    states = (
        observations["indicator"].str.endswith(_GROWTH) & grown.isin(names) & observations["value"].notna()
    )
    exact = states & (observations["qualifier"] == "eq")
    rows = observations[exact]
    return rows[[*_KEY, "period", "source"]].assign(
        indicator=grown[exact],
        kind="change_rel",
        stated=rows["value"],
        decimals=printed_decimals(rows["value"]),
    )


def check_changes(
    claims: pd.DataFrame, observations: pd.DataFrame, targets: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """
    Compute every stated change again.

    Parameters
    ----------
    claims : pandas.DataFrame
        One row per claim: `SERIES_KEY`, ``period``, ``kind`` (one of `KINDS`), ``stated`` (percent or points,
        as printed), ``decimals`` (as printed).
    observations : pandas.DataFrame
        The figures at hand, with or without ``trust``. Where sources differ, a claim may rest on any of them;
        to try one version alone, leave the others out.
    targets : pandas.DataFrame
        The promises; where several plans promise something for the year, a claim may be about any of them.
    indicators : pandas.DataFrame
        The register.

    Returns
    -------
    pandas.DataFrame
        Warnings ``change.differs`` where no figures that print as given lead to the stated change. Nothing is
        said where one of the figures is not at hand, is a bound, or was itself derived (and would prove
        nothing).

    Raises
    ------
    ValueError
        If two claims have the same index label, or a kind is not known.
    """
    strange = sorted(set(claims["kind"]) - set(KINDS))
    if strange or not claims.index.is_unique:
        raise ValueError(
            f"Claims need a `kind` of {', '.join(KINDS)} and index labels that differ; got "
            f"{', '.join(strange) or 'one twice'}."
        )
    if claims.empty or observations.empty:
        return no_problems()
    figures = _figures(observations, indicators)
    rows = _keyed(claims.assign(at=claims.index), claims["period"]).merge(figures, on=[*_KEY, "code"])
    against_target = rows["kind"].isin(["attainment", "excess"])
    return gather(
        [
            _judge_targets(rows[against_target], targets),
            _judge_changes(rows[~against_target], figures),
        ]
    )


def _figures(observations: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """
    The exact, printed figures of every source, the most trusted first, with the reach of their rounding.
    """
    trusted = observations if "trust" in observations else observations.assign(trust=0)
    versions = latest_by_source(trusted).sort_values(
        ["trust", "as_of", "source"], ascending=[True, False, True], kind="stable", ignore_index=True
    )
    lined = line_up(versions, indicators)
    printed = (lined["status"] if "status" in lined else pd.Series("", index=lined.index)) != "derived"
    lined = lined[printed & lined["value"].notna() & (lined["qualifier"] == "eq")]
    columns = [*_KEY, "period", "value", "half", "unit_measure", "direction"]
    return _keyed(lined[columns], lined["period"]).drop(columns="period")


def _keyed(frame: pd.DataFrame, periods: pd.Series) -> pd.DataFrame:
    return frame.assign(code=periods.map(repr))


def _judge_targets(rows: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    promised = targets[targets["basis"] != "derived"] if "basis" in targets else targets
    promised = promised.sort_values("as_of", kind="stable").drop_duplicates(
        [*_KEY, "plan", "year"], keep="last"
    )
    years = rows.assign(year=[period.year for period in rows["period"]])
    pairs = years.merge(promised[[*_KEY, "year", "target"]].astype({"year": int}), on=[*_KEY, "year"])
    is_share = pairs["kind"] == "attainment"
    # A share of the target says nothing where less is better, or of a target of 0.
    pairs = pairs[~is_share | ((pairs["direction"] != "down") & (pairs["target"] > 0))]
    low, high = pairs["value"] - pairs["half"], pairs["value"] + pairs["half"]
    is_share, target = pairs["kind"] == "attainment", pairs["target"]
    return _tell(
        pairs.assign(
            computed=_either(is_share, 100 * pairs["value"] / target, pairs["value"] - target),
            low=_either(is_share, 100 * low / target, low - target),
            high=_either(is_share, 100 * high / target, high - target),
        ),
        lambda row: f"{show_number(row.value)} so với chỉ tiêu kế hoạch {show_number(row.target)}",
    )


def _judge_changes(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    bases = pd.Series(
        [_base(period, kind) for period, kind in zip(rows["period"], rows["kind"], strict=True)],
        index=rows.index,
        dtype=object,
    )
    rows = rows.assign(base=bases)[bases.notna()]
    before = figures[[*_KEY, "code", "value", "half"]]
    pairs = _keyed(rows, rows["base"]).merge(before, on=[*_KEY, "code"], suffixes=("", "_base"))
    is_points = pairs["kind"] == "change_pp"
    pairs = pairs[
        (is_points & (pairs["unit_measure"] == "percent")) | (~is_points & (pairs["value_base"] > 0))
    ]
    is_points = pairs["kind"] == "change_pp"
    low, high = pairs["value"] - pairs["half"], pairs["value"] + pairs["half"]
    least = pairs["value_base"] - pairs["half_base"]
    most = pairs["value_base"] + pairs["half_base"]
    ratio = 100 * (pairs["value"] / pairs["value_base"] - 1)
    # Where rounding reaches down to 0, the growth has no upper end.
    ceiling = (100 * (high / least.where(least > 0) - 1)).fillna(np.inf)
    return _tell(
        pairs.assign(
            computed=_either(is_points, pairs["value"] - pairs["value_base"], ratio),
            low=_either(is_points, low - most, 100 * (low / most - 1)),
            high=_either(is_points, high - least, ceiling),
        ),
        lambda row: (
            f"{show_number(row.value)} so với {show_number(row.value_base)} của {row.base.name('vi')}"
        ),
    )


def _either(where: pd.Series, one: pd.Series, other: pd.Series) -> pd.Series:
    return one.where(where, other)


def _base(period: Period, kind: str) -> Period | None:
    """The period that a claim compares with, if there is one."""
    try:
        return _period_before(period) if kind == "change_previous" else period.same_period_last_year
    except ValueError:
        return None


def _period_before(period: Period) -> Period | None:
    """The period of the same kind that ends where this one begins; none before a year to date."""
    if period.kind == "year":
        return parse_period(period.year - 1, period.regime)
    form, count = {"month": ("-{:02d}", 12), "quarter": ("-Q{}", 4), "half": ("-H{}", 2)}.get(
        period.kind, ("", 0)
    )
    if not count:
        return None
    number = int(period.code[4:].lstrip("-QH"))
    year, number = (period.year - 1, count) if number == 1 else (period.year, number - 1)
    return parse_period(f"{year}{form.format(number)}", period.regime)


_SAYS = {
    "attainment": "mức hoàn thành kế hoạch ghi {}%",
    "excess": "mức vượt kế hoạch ghi {}",
    "change_pp": "mức thay đổi so với cùng kỳ ghi {} điểm phần trăm",
    "change_rel": "mức tăng so với cùng kỳ ghi {}%",
    "change_previous": "mức tăng so với kỳ trước ghi {}%",
}


def _tell(pairs: pd.DataFrame, name_figures) -> pd.DataFrame:
    reach = 0.5 * 10.0 ** -pairs["decimals"].astype(float) + _EPSILON
    agrees = (pairs["stated"] + reach >= pairs["low"]) & (pairs["stated"] - reach <= pairs["high"])
    pairs = pairs.assign(agrees=agrees)
    # Plans may promise different things, sources give different figures: a claim about any of them is right.
    wrong = pairs[~pairs.groupby("at")["agrees"].transform("any").astype(bool)].drop_duplicates("at")

    def message(row: NamedTuple) -> str:
        decimals = int(row.decimals)
        stated = _SAYS[row.kind].format(format_number(row.stated, decimals))
        return f"{stated}, trong khi {name_figures(row)} là {format_number(round(row.computed, 9), decimals)}"

    return problems_of(
        wrong.assign(qualifier="eq"), "change.differs", "warning", column="value",
        message=message,
        suggestion="Tính lại từ hai số, hoặc sửa số đã dùng; ghi rõ nếu so với một số khác.",
    )  # fmt: skip
