"""
The observations of the synthetic programme: rates counted from dossiers, counts, and states drawn as paths.

A month's row of a count counts that month alone. States (people, households, plans) are read on the last day of
a period. A revision, a bound and an indicator that nobody reported for half a year are put in on purpose, as
the constants say. `make_synthetic` writes the table.
"""

import numpy as np
import pandas as pd
from synthetic_dossiers import (
    COMMUNES,
    DEPARTMENTS,
    DOSSIER_RATES,
    MONTHS,
    PROVINCE,
    REPORTERS,
    YEARS,
    add_outcome,
    as_province,
    bell,
    document_rates,
    dossier_rates,
    known_on,
    make_dossiers,
    make_services,
    month_code,
    months_of,
    service_rates,
    stream,
    sum_to_date,
    to_date_code,
    to_date_periods,
)

SOURCE = "synthetic-generator"
OBSERVATION_KEY = ["indicator", "unit", "level", "dimension", "period", "as_of", "source"]
OBSERVATION_COLUMNS = [
    "indicator", "unit", "level", "dimension", "period", "value", "qualifier", "numerator", "denominator",
    "status", "as_of", "source", "note",
]  # fmt: skip

REVISED_UNITS = [("so-mau-1", ""), (PROVINCE, ""), (PROVINCE, "field=civil-status")]
REVISED_PERIODS, REVISED_BY, REVISED_ON = ["2023-03", "2023-Q1"], 45, "2023-05-20"
UNREPORTED_INDICATOR, UNREPORTED_MONTHS = "basic_digital_skill_rate", [(2023, month) for month in range(1, 7)]
BOUND_INDICATOR, BOUND_MONTH, BOUND = "cashless_electricity_rate", (2023, 6), "90"

# Shares of a stock, read on the last day: size of the stock, share in January 2022, share in December 2023.
STOCKS = {
    "bank_account_15plus_rate": (16_400, 0.56, 0.735),
    "basic_digital_skill_rate": (14_100, 0.31, 0.47),
    "fiber_household_coverage_rate": (6_240, 0.82, 0.935),
    "ocop_ecommerce_rate": (28, 0.60, 0.95),
}


# --- States: read on the last day, the same in the month and in the period that ends with it -------------


def path(rng: np.random.Generator, start: float, end: float, wobble: float) -> np.ndarray:
    """A straight way from `start` to `end` over all months, with independent wobble."""
    return np.linspace(start, end, len(MONTHS)) + wobble * bell(rng, len(MONTHS))


def monthly(indicator: str, unit: str, level: str, **columns: object) -> pd.DataFrame:
    """One row a month for one series."""
    rows = pd.DataFrame(MONTHS, columns=["year", "month"])
    return rows.assign(indicator=indicator, unit=unit, level=level, dimension="", **columns)


def with_province(units: pd.DataFrame) -> pd.DataFrame:
    """Add the province as the sum of its units."""
    keys = ["indicator", "level", "dimension", "year", "month"]
    total = as_province(units).groupby(keys, as_index=False).sum(numeric_only=True).assign(unit=PROVINCE)
    return pd.concat([units, total], ignore_index=True)


def stock_shares() -> pd.DataFrame:
    """Shares of people, households and products for the province alone."""
    rng = stream(5)
    return pd.concat(
        monthly(indicator, PROVINCE, "province", denominator=size).assign(
            numerator=np.rint(size * path(rng, start, end, 0.002)).astype(int)
        )
        for indicator, (size, start, end) in STOCKS.items()
    )


def health_records() -> pd.DataFrame:
    """Residents with an electronic health record, by commune; the small commune lags."""
    rng = stream(6)
    return with_province(
        pd.concat(
            monthly("ehealth_record_rate", commune.unit, "commune", denominator=commune.population).assign(
                numerator=np.rint(commune.population * path(rng, 0.66, end, 0.004)).astype(int)
            )
            for commune, end in zip(COMMUNES.itertuples(), [0.96, 0.93, 0.91, 0.78], strict=True)
        )
    )


def team_members() -> pd.DataFrame:
    """Members of community digital teams, ever counted: never falls."""
    rng = stream(7)
    return with_province(
        pd.concat(
            monthly("cdt_members", commune.unit, "commune").assign(
                value=commune.population // 120 + np.floor(rng.random(24) ** 2 * 5).astype(int).cumsum()
            )
            for commune in COMMUNES.itertuples()
        )
    )


def plans_issued() -> pd.DataFrame:
    """Units with a plan of their own: one that has issued it keeps it, the last ones do so in the second year."""
    month_of_act = np.floor(draw_acts()[0, 1] ** 1.5 * 21)
    issued = [(month_of_act <= age).sum() for age in range(len(MONTHS))]
    return monthly("dx_plan_issued_rate", PROVINCE, "province", numerator=issued, denominator=len(REPORTERS))


def plain_values() -> pd.DataFrame:
    """Values without counts: the service quality score (of 100) and electricity bills paid without cash."""
    rng = stream(10)
    scores = [
        monthly("qd766_total", unit, level, value=path(rng, start, start + 9, 0.9).round(2))
        for unit, level, start in [
            (PROVINCE, "province", 58.5),
            *zip(DEPARTMENTS["unit"], ["agency"] * 6, [63.0, 60.5, 49.0, 56.0, 66.0, 61.0], strict=True),
        ]
    ]
    bills = monthly(BOUND_INDICATOR, PROVINCE, "province", value=path(rng, 81.0, 94.0, 0.35).round(2))
    return pd.concat([*scores, bills])


def state_periods(months: pd.DataFrame) -> pd.DataFrame:
    """Add quarters, half-years, nine months and years, which equal their last month; drop the unreported."""
    months = months[
        ~(months["indicator"].eq(UNREPORTED_INDICATOR) & months_of(months).isin(UNREPORTED_MONTHS))
    ]
    ends = months[months["month"].isin([3, 6, 9, 12])]
    rows = pd.concat(
        [
            months.assign(period=[month_code(*when) for when in months_of(months)]),
            ends.assign(period=[to_date_code(*when) for when in months_of(ends)]),
        ],
        ignore_index=True,
    )
    return rows.assign(as_of=[known_on(*when) for when in months_of(rows)], note="")


# --- Counts: each month by itself, and the running total since January -------------------------------------


def draw_acts() -> np.ndarray:
    """Uniform numbers that say when each unit acts: by act (plan, registration), draw and unit."""
    return stream(9).random((2, len(YEARS), len(REPORTERS)))


def products_completed() -> pd.DataFrame:
    """Digital products completed in each month, by unit."""
    rng = stream(8)
    done = (rng.random((len(REPORTERS), len(YEARS), 12)) < 0.075).astype(int)
    return with_province(
        pd.concat(
            monthly("dx_products_completed", reporter.unit, reporter.level, value=done[row].ravel())
            for row, reporter in enumerate(REPORTERS.itertuples())
        )
    )


def units_registered() -> pd.DataFrame:
    """Units that registered their first product of the year in each month."""
    month_of_act = 1 + np.floor(draw_acts()[1] ** 1.5 * 11)
    new = [(month_of_act[year - YEARS[0]] == month).sum() for year, month in MONTHS]
    return monthly("dx_products_registered_units", PROVINCE, "province", value=new)


def count_periods(months: pd.DataFrame) -> pd.DataFrame:
    """Add the running totals since January to one indicator's counts of single months."""
    singly = months.assign(period=[month_code(*when) for when in months_of(months)])
    rows = pd.concat([singly, to_date_periods(sum_to_date(months, ["value"]))], ignore_index=True)
    return rows.assign(as_of=[known_on(*when) for when in months_of(rows)], note="")


# --- Tables ----------------------------------------------------------------------------------------------


def add_first_readings(rows: pd.DataFrame) -> pd.DataFrame:
    """Add what was first published for the revised periods; the revised rows get their later `as_of`."""
    place = pd.Series(list(zip(rows["unit"], rows["dimension"], strict=True)), index=rows.index)
    revised = rows["indicator"].eq("tthc_online_dossier_rate") & rows["period"].isin(REVISED_PERIODS)
    revised &= place.isin(REVISED_UNITS)
    first = rows[revised].assign(note="Số công bố lần đầu, đã sửa ngày 20/5/2023")
    first["numerator"] -= REVISED_BY
    note = f"Số sửa: bổ sung {REVISED_BY} hồ sơ trực tuyến của Sở Mẫu 1 (mô phỏng)"
    later = rows[revised].assign(as_of=REVISED_ON, note=note)
    return pd.concat([rows[~revised], first, later], ignore_index=True)


def plain(number: float) -> str:
    """
    Shortest text of a number with up to two decimals.

    >>> plain(70.0), plain(81.166)
    ('70', '81.17')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".")


def add_values(rows: pd.DataFrame) -> pd.DataFrame:
    """Turn counts into `value`, all as text; a period without any dossier has no rate and no row."""
    rows = rows[rows["denominator"].ne(0)]
    factor = (
        rows["indicator"].map({indicator: spec[2] for indicator, spec in DOSSIER_RATES.items()}).fillna(100)
    )
    value = rows["value"].fillna(factor * rows["numerator"] / rows["denominator"]).map(plain)
    counts = {
        name: rows[name].map(plain, na_action="ignore").fillna("") for name in ["numerator", "denominator"]
    }
    return rows.assign(value=value, **counts)


def add_bound(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `qualifier`: one month, and the half-year that ends with it, says only "more than 90 %"."""
    bounded = rows["indicator"].eq(BOUND_INDICATOR) & months_of(rows).isin([BOUND_MONTH])
    note = rows["note"].mask(bounded, "Chỉ biết “trên 90%”")
    return rows.assign(
        value=rows["value"].mask(bounded, BOUND), qualifier=bounded.map({True: "gt", False: "eq"}), note=note
    )


def make_observations() -> pd.DataFrame:
    """All observations, sorted by key; one row is one value of one indicator as known on one day."""
    services = make_services()
    dossiers = add_outcome(make_dossiers(services))
    flows = [dossier_rates(dossiers), service_rates(dossiers, services), document_rates()]
    counts = [count_periods(products_completed()), count_periods(units_registered())]
    states = [stock_shares(), health_records(), team_members(), plans_issued(), plain_values()]
    ends = state_periods(pd.concat(states, ignore_index=True))
    rows = pd.concat([*flows, *counts, ends], ignore_index=True)
    rows = rows.pipe(add_first_readings).pipe(add_values).pipe(add_bound)
    rows = rows.assign(status="synthetic", source=SOURCE)
    return rows[OBSERVATION_COLUMNS].sort_values(OBSERVATION_KEY, ignore_index=True)
