"""
Simulated dossiers of a province that does not exist, counted into monthly and year-to-date rates.

Each dossier of two years (2022 and 2023) is drawn one by one and then *counted*, so that the province's
counts are the sums of its units' counts, and distinct services behave as they do in life: year to date they
only grow, and months do not add up to a year. `synthetic_observations` adds the states and makes the table.

Randomness is drawn as uniform numbers only: numpy promises to keep that stream, but not its distributions.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

SEED = 20221231
PROVINCE = "tinh-mau"
YEARS = (2022, 2023)
MONTHS = [(year, month) for year in YEARS for month in range(1, 13)]

# One row is one unit: `dossiers` a month in early 2022; `ease` (online) and `timely` (on time) are log odds.
DEPARTMENTS = pd.DataFrame(
    [
        ("so-mau-1", "Sở Mẫu 1 (mô phỏng)", "civil-status", 90, 420, 0.9, 2.9),
        ("so-mau-2", "Sở Mẫu 2 (mô phỏng)", "business", 70, 300, 0.0, 2.6),
        ("so-mau-3", "Sở Mẫu 3 (mô phỏng)", "land", 50, 260, 0.9, 1.4),
        ("so-mau-4", "Sở Mẫu 4 (mô phỏng)", "construction", 40, 150, 0.4, 2.0),
        ("so-mau-5", "Sở Mẫu 5 (mô phỏng)", "education", 25, 90, 1.4, 3.2),
        ("so-mau-6", "Sở Mẫu 6 (mô phỏng)", "justice", 8, 4, 0.8, 3.0),
    ],
    columns=["unit", "name_vi", "field", "services", "dossiers", "ease", "timely"],
)
COMMUNES = pd.DataFrame(
    [
        ("xa-mau-1", "Xã Mẫu 1 (mô phỏng)", 9_000, 260, 0.9, 2.6),
        ("xa-mau-2", "Xã Mẫu 2 (mô phỏng)", 7_000, 200, 0.5, 2.2),
        ("xa-mau-3", "Xã Mẫu 3 (mô phỏng)", 5_200, 140, -0.2, 1.8),
        ("xa-mau-4", "Xã Mẫu 4 (mô phỏng)", 2_600, 60, -0.8, 1.5),
    ],
    columns=["unit", "name_vi", "population", "dossiers", "ease", "timely"],
)
REPORTERS = pd.concat(
    [DEPARTMENTS.assign(level="agency"), COMMUNES.assign(level="commune")], ignore_index=True
)
# What people bring to a commune's counter; the service itself belongs to the department in charge.
COMMUNE_FIELDS = {"civil-status": 0.7, "land": 0.2, "construction": 0.1}
LAND_LOG_ODDS = -6.0  # land dossiers stay on paper, as in the half-year article (2.06 %)

# Features built in on purpose; README.md of the data tells a reader where they are.
SILENT_UNIT, SILENT_MONTHS = "xa-mau-4", [(2022, 7), (2022, 8), (2023, 4), (2023, 5)]
SILENT_NOTE = "Chưa gồm các tháng Xã Mẫu 4 (mô phỏng) không báo cáo"
SHIFT_UNIT, SHIFT_MONTH, SHIFT_LOG_ODDS = "so-mau-2", (2023, 3), 1.8
FEELESS_UNIT = "so-mau-5"

# Rates counted from dossiers: numerator, denominator, and what their ratio is multiplied by.
DOSSIER_RATES = {
    "tthc_online_dossier_rate": ("online", "received", 100),
    "tthc_full_online_rate": ("full_online", "settled", 100),
    "online_payment_dossier_rate": ("paid_online", "with_fee", 100),
    "dossier_digitised_rate": ("digitised", "received", 100),
    "dossier_ontime_rate": ("on_time", "received", 100),
    "avg_processing_days": ("days", "settled", 1),
}


# --- Randomness and periods ------------------------------------------------------------------------------


def stream(topic: int) -> np.random.Generator:
    """One generator for each topic, so that a change in one table leaves the others as they were."""
    return np.random.Generator(np.random.PCG64([SEED, topic]))


def bell(rng: np.random.Generator, size: int) -> np.ndarray:
    """Nearly normal numbers (mean 0, deviation 1): twelve uniform ones added up."""
    return rng.random((size, 12)).sum(axis=1) - 6.0


def share_of(log_odds: pd.Series) -> pd.Series:
    """Probability that belongs to log odds."""
    return 1.0 / (1.0 + np.exp(-log_odds))


def month_code(year: int, month: int) -> str:
    """
    Code of one month.

    >>> month_code(2023, 6)
    '2023-06'
    """
    return f"{year}-{month:02d}"


def to_date_code(year: int, month: int) -> str:
    """
    Code of the period from 1 January to the end of a month.

    >>> [to_date_code(2023, month) for month in (2, 3, 6, 9, 12)]
    ['2023-2M', '2023-Q1', '2023-H1', '2023-9M', '2023']
    """
    return str(year) + {3: "-Q1", 6: "-H1", 9: "-9M", 12: ""}.get(month, f"-{month}M")


def known_on(year: int, month: int) -> str:
    """
    Day from which a figure is known: the 20th of the following month.

    >>> known_on(2023, 12)
    '2024-01-20'
    """
    return f"{year + month // 12}-{month % 12 + 1:02d}-20"


def months_of(rows: pd.DataFrame) -> pd.Series:
    """The (year, month) of each row as one value."""
    return pd.Series(list(zip(rows["year"], rows["month"], strict=True)), index=rows.index, dtype=object)


# --- Dossiers: simulated one by one ----------------------------------------------------------------------


def make_services() -> pd.DataFrame:
    """One row is one service: department, field, popularity, leaning to online (log odds), fee or none."""
    rng = stream(1)
    services = DEPARTMENTS.loc[DEPARTMENTS.index.repeat(DEPARTMENTS["services"]), ["unit", "field"]]
    services = services.reset_index(drop=True).rename(columns={"unit": "department"})
    rank = services.groupby("department").cumcount() + 1
    has_fee = (rng.random(len(services)) < 0.6) & services["department"].ne(FEELESS_UNIT)
    # A few services take nearly everything (Zipf), and nearly half of the tail is never asked for.
    popularity = (rank**-1.7).where((rng.random(len(services)) < 0.55) | rank.le(3), 0.0)
    leaning = 1.2 * bell(rng, len(services)) + LAND_LOG_ODDS * services["field"].eq("land")
    return services.assign(popularity=popularity, leaning=leaning, has_fee=has_fee)


def service_shares(unit: str, services: pd.DataFrame) -> pd.Series:
    """Share of each service in what one unit receives; the shares sum to 1."""
    own = services["department"].eq(unit)
    at_counter = services["field"].map(COMMUNE_FIELDS).fillna(0.0)
    weights = services["popularity"] * (own if own.any() else at_counter)
    return weights / weights.sum()


def volume(year: int, month: int) -> float:
    """Season and growth of what is received; Tết nearly halves February."""
    season = {1: 0.85, 2: 0.55, 3: 1.1, 12: 1.08}.get(month, 1.0)
    return season * (1.0 + 0.06 * (year - YEARS[0]))


def arrivals(services: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """One frame for each unit and month, one row for each dossier; `age` is months since January 2022."""
    rng = stream(2)
    for reporter in REPORTERS.itertuples():
        edges = service_shares(reporter.unit, services).cumsum().to_numpy()
        for age, (year, month) in enumerate(MONTHS):
            expected = reporter.dossiers * volume(year, month)
            number = max(0, round(expected + bell(rng, 1)[0] * expected**0.5))
            # The last edge may miss 1 by rounding, so the draw is scaled to it.
            service = np.searchsorted(edges, rng.random(number) * edges[-1], side="right")
            place = {"unit": reporter.unit, "level": reporter.level, "dimension": ""}
            yield pd.DataFrame({"service": service}).assign(**place, year=year, month=month, age=age)


def make_dossiers(services: pd.DataFrame) -> pd.DataFrame:
    """One row is one dossier received and reported; what the silent unit did not report is lost."""
    dossiers = pd.concat(arrivals(services), ignore_index=True)
    dossiers = dossiers.join(services, on="service").join(
        REPORTERS.set_index("unit")[["ease", "timely"]], on="unit"
    )
    return dossiers[~is_silent(dossiers)].reset_index(drop=True)


def is_silent(rows: pd.DataFrame) -> pd.Series:
    """Whether a row (unit, year, month) falls in a month which the silent unit does not report."""
    return rows["unit"].eq(SILENT_UNIT) & months_of(rows).isin(SILENT_MONTHS)


def online_log_odds(dossiers: pd.DataFrame) -> pd.Series:
    """Log odds that a dossier comes online: unit, service, growth, a dip at Tết, and the jump of one unit."""
    shifted = dossiers["unit"].eq(SHIFT_UNIT) & dossiers["age"].ge(MONTHS.index(SHIFT_MONTH))
    tet = dossiers["month"].eq(2)
    return (
        dossiers["ease"]
        + dossiers["leaning"]
        + 0.035 * dossiers["age"]
        - 0.4 * tet
        + SHIFT_LOG_ODDS * shifted
    )


def add_outcome(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Add what became of each dossier, as 0 or 1 (and `days`): the columns that are summed into rates."""
    rng = stream(3)
    age = dossiers["age"]
    draw = {
        name: rng.random(len(dossiers))
        for name in ["online", "settled", "full", "paid", "scan", "time", "days"]
    }
    online = draw["online"] < share_of(online_log_odds(dossiers))
    settled = draw["settled"] < 0.96
    on_time = draw["time"] < share_of(dossiers["timely"] - 0.8 * dossiers["month"].eq(2) + 0.015 * age)
    days = (1 + draw["days"] * (8 - 0.08 * age)).where(on_time, 10 + draw["days"] * 12)
    outcome = {
        "settled": settled,
        "online": online,
        "full_online": online & settled & (draw["full"] < 0.55 + 0.012 * age),
        "with_fee": dossiers["has_fee"],
        "paid_online": dossiers["has_fee"] & (draw["paid"] < share_of(-1.6 + 1.2 * online + 0.06 * age)),
        "digitised": draw["scan"] < share_of(-0.6 + 0.3 * dossiers["timely"] + 0.05 * age),
        "on_time": on_time,
        "days": days * settled,
    }
    return dossiers.assign(
        received=1, **{name: np.asarray(flag).astype(int) for name, flag in outcome.items()}
    )


# --- Flows: counted for each month and for the year to date ----------------------------------------------


def as_province(rows: pd.DataFrame, level: str = "province") -> pd.DataFrame:
    """The same rows as rows of the province: its counts are then sums by construction."""
    return rows.assign(unit=PROVINCE, level=level)


def count_months(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Sums of `columns` for each unit, level, dimension and month; a month without any row counts 0."""
    sums = rows.groupby(["unit", "level", "dimension", "year", "month"])[columns].sum()
    wide = sums.unstack(["year", "month"], fill_value=0)
    return wide.stack(["year", "month"]).sort_index().reset_index()


def sum_to_date(months: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Running sums of `columns`, which restart each January."""
    return months.assign(**months.groupby(["unit", "level", "dimension", "year"])[columns].cumsum())


def to_date_periods(to_date: pd.DataFrame) -> pd.DataFrame:
    """
    Choose the running totals that are published, and add `period`; that of January is the month itself.

    Units publish the first quarter, half-year, nine months and year; the province every month to date.
    """
    is_whole = to_date["unit"].eq(PROVINCE) & to_date["dimension"].eq("")
    wanted = to_date["month"].isin([3, 6, 9, 12]) | is_whole
    rows = to_date[wanted & to_date["month"].gt(1)]
    return rows.assign(period=[to_date_code(*when) for when in months_of(rows)])


def flow_periods(months: pd.DataFrame, to_date: pd.DataFrame) -> pd.DataFrame:
    """Put monthly and year-to-date rows together and add `period`, `as_of` and `covers_silence`."""
    to_date = to_date_periods(to_date).assign(first=1)
    months = months[~is_silent(months)]
    months = months.assign(period=[month_code(*when) for when in months_of(months)], first=months["month"])
    rows = pd.concat([months, to_date], ignore_index=True)
    silence = [
        any(year == lost_year and first <= lost <= last for lost_year, lost in SILENT_MONTHS)
        for year, first, last in zip(rows["year"], rows["first"], rows["month"], strict=True)
    ]
    return rows.assign(as_of=[known_on(*when) for when in months_of(rows)], covers_silence=silence)


def count_flows(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Counts of each month and of the year to date."""
    months = count_months(rows, columns)
    return flow_periods(months, sum_to_date(months, columns))


def dossier_rates(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Numerators and denominators of the rates of dossiers; by field for the share received online only."""
    by_field = as_province(dossiers).assign(dimension="field=" + dossiers["field"])
    columns = sorted({column for above, below, _ in DOSSIER_RATES.values() for column in (above, below)})
    counts = count_flows(pd.concat([dossiers, as_province(dossiers), by_field], ignore_index=True), columns)
    rates = pd.concat(
        counts.assign(indicator=indicator, numerator=counts[above], denominator=counts[below])
        for indicator, (above, below, _) in DOSSIER_RATES.items()
    )
    rates = rates[rates["dimension"].eq("") | rates["indicator"].eq("tthc_online_dossier_rate")]
    return note_silence(rates.drop(columns=columns))


def service_rates(dossiers: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """Services with an online dossier, for the department in charge; a service counts once in a period."""
    online = dossiers.loc[dossiers["online"].eq(1), ["department", "service", "year", "month"]]
    online = online.rename(columns={"department": "unit"}).assign(level="agency", dimension="", numerator=1)
    new_in_year = online.sort_values(["year", "month", "service"]).drop_duplicates(["service", "year"])
    months, first_seen = (
        count_months(pd.concat([seen, as_province(seen)], ignore_index=True), ["numerator"])
        for seen in (online.drop_duplicates(), new_in_year)
    )
    rates = flow_periods(months, sum_to_date(first_seen, ["numerator"]))
    offered = rates["unit"].map(DEPARTMENTS.set_index("unit")["services"]).fillna(len(services)).astype(int)
    return note_silence(rates.assign(indicator="ops_with_dossiers_rate", denominator=offered))


def document_rates() -> pd.DataFrame:
    """E-documents exchanged: departments make the province's own level, communes its commune level."""
    rng = stream(4)
    rows = REPORTERS[["unit", "level", "dossiers"]].merge(
        pd.DataFrame(MONTHS, columns=["year", "month"]), how="cross"
    )
    rows = rows.assign(
        dimension="", denominator=(30 + rows["dossiers"] * (0.7 + 0.3 * rng.random(len(rows)))).astype(int)
    )
    age = rows["year"].sub(YEARS[0]) * 12 + rows["month"] - 1
    electronic = share_of(
        rows["level"].map({"agency": 3.3, "commune": 2.0}) + 0.04 * age - 0.5 * rows["month"].eq(2)
    )
    rows["numerator"] = [
        int((rng.random(n) < p).sum()) for n, p in zip(rows["denominator"], electronic, strict=True)
    ]
    rows = rows[~is_silent(rows)]
    agencies, communes = rows[rows["level"].eq("agency")], rows[rows["level"].eq("commune")]
    parts = [rows, as_province(agencies), as_province(communes, "commune")]
    flows = count_flows(pd.concat(parts, ignore_index=True), ["numerator", "denominator"])
    flows = flows.assign(indicator="edoc_exchange_rate")
    return note_silence(flows)


def note_silence(rows: pd.DataFrame) -> pd.DataFrame:
    """Say in `note` where a total or a year to date lacks the months of the silent unit."""
    fields = ["", *[f"field={field}" for field in COMMUNE_FIELDS]]
    total = rows["unit"].eq(PROVINCE) & rows["dimension"].isin(fields)
    # E-documents of the province's own level come from departments alone.
    total &= ~(rows["indicator"].eq("edoc_exchange_rate") & rows["level"].eq("province"))
    lacking = rows["covers_silence"] & (total | rows["unit"].eq(SILENT_UNIT))
    return rows.assign(note=lacking.map({True: SILENT_NOTE, False: ""}))
