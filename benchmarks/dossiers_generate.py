"""
Synthetic dossier records of up to fifty million rows, for the benchmark of `dtanalysis.dossiers`.

    python benchmarks/dossiers_generate.py FOLDER --rows 10_000_000

Nothing here is real: every province is called `synthetic-NN`, and each file `part-0.parquet` lies below a folder
named `…synthetic…`. Ten provinces of about a million dossiers each over the 24 months of 2022 and 2023; more rows mean more
provinces. Every province has a seed of its own, so the same call writes the same rows, in parallel or not.

The draws are calibrated to two rates of the half-year article: a third of the online services see an online dossier in a
half-year (published 33.25 %; drawn 33.2), land dossiers come online at 2.06 % (drawn 2.05). The dirt is that of real exports: double ids, channels
left empty or written three ways, dossiers returned before they came in, procedures that no catalogue knows.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

CATALOGUE_SEED = 766
YEARS = (2022, 2023)
MONTHS = [100 * year + month for year in YEARS for month in range(1, 13)]
ROWS_A_PROVINCE = 1_000_000
N_PROCEDURES, N_FIELDS, N_COMMON = 2_000, 110, 250
NAMED_FIELDS = ("land", "civil-status", "business", "construction", "education", "justice")
LEGAL_DAYS = np.array([1, 2, 3, 5, 7, 10, 15, 20, 30, 45])
# What everybody asks for is offered online, so that about 2.06 % of all land dossiers come in that way.
LAND_ONLINE = 0.0206
ONLINE_WORDS = np.array(["trực tuyến", "Online", " trực tuyến "])
COUNTER, POST = "trực tiếp", "bưu chính"
UNKNOWN = "X.99999"
# Share of the rows of a province with each fault.
DIRT = {"duplicate": 0.002, "no_channel": 0.001, "impossible": 0.001, "unknown": 0.002}
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Province:
    """
    What dossiers of one province are drawn from.

    Attributes
    ----------
    services : pandas.DataFrame
        One row per procedure on offer, as `dtanalysis.dossiers` reads a catalogue of services, with ``share_online``
        and ``legal_days``.
    used : numpy.ndarray
        Row numbers in `services` of the procedures that are asked for, the commonest first.
    weights : numpy.ndarray
        How often each of `used` is asked for; sums to 1.
    agencies : list of numpy.ndarray
        For each of `used` the row numbers of the agencies that handle it.
    agency_names : numpy.ndarray
        Names of the agencies.
    agency_effects : numpy.ndarray
        How much easier than elsewhere it is to file online there, in log odds.
    """

    services: pd.DataFrame
    used: np.ndarray
    weights: np.ndarray
    agencies: list[np.ndarray]
    agency_names: np.ndarray
    agency_effects: np.ndarray


def make_catalogue() -> pd.DataFrame:
    """One row per procedure of the country: code, level, field, type, chance to be filed online, days allowed by law."""
    rng = np.random.default_rng(CATALOGUE_SEED)
    field = (rng.zipf(1.25, N_PROCEDURES) - 1) % N_FIELDS
    field[: len(NAMED_FIELDS)] = np.arange(len(NAMED_FIELDS))
    by_field = rng.beta(12, 0.6, N_FIELDS)
    by_field[0] = LAND_ONLINE
    names = np.array(
        [*NAMED_FIELDS, *(f"field-{number:03d}" for number in range(len(NAMED_FIELDS), N_FIELDS))]
    )
    popularity = rng.permutation(N_PROCEDURES)
    kind = rng.choice(["full", "partial", "information"], N_PROCEDURES, p=[0.45, 0.35, 0.2])
    return pd.DataFrame(
        {
            "procedure_code": [f"{1 + number // 1000}.{number:06d}" for number in range(N_PROCEDURES)],
            "name_vi": [f"Thủ tục mô phỏng {number}" for number in range(N_PROCEDURES)],
            "level": rng.choice(["province", "district", "commune"], N_PROCEDURES, p=[0.7, 0.175, 0.125]),
            "field": names[field],
            # What everybody asks for went online first.
            "service_type": np.where((popularity < N_COMMON) & (kind == "information"), "partial", kind),
            "share_online": by_field[field],
            "legal_days": rng.choice(LEGAL_DAYS, N_PROCEDURES),
            "popularity": popularity,
        }
    )


def make_province(number: int) -> tuple[Province, np.random.Generator]:
    """The services, agencies and demand of one province, and the generator that goes on to draw its dossiers."""
    rng = np.random.default_rng([CATALOGUE_SEED, number])
    catalogue = make_catalogue()
    since = rng.choice([202001, 202107, 202204, 202210, 202303], N_PROCEDURES, p=[0.6, 0.2, 0.1, 0.06, 0.04])
    since = np.where(catalogue["popularity"] < N_COMMON, 202001, since)
    online = catalogue["service_type"] != "information"
    services = catalogue.assign(
        province=name_of(number), online_since=pd.Series(since, dtype="Int64").where(online)
    )
    order = np.argsort(catalogue["popularity"] + rng.normal(0, 250, N_PROCEDURES))
    used = order[: int(N_PROCEDURES * rng.uniform(0.33, 0.41))]
    weights = np.arange(1, len(used) + 1) ** -1.5
    kinds = {"province": 20, "district": 7, "commune": 65}
    ends = np.cumsum(list(kinds.values()))
    names = np.array([f"{kind}-{place:02d}" for kind, many in kinds.items() for place in range(1, many + 1)])
    offices = {
        kind: np.arange(end - many, end) for (kind, many), end in zip(kinds.items(), ends, strict=True)
    }
    fields = services["field"].astype("category").cat.codes.to_numpy()
    agencies = [
        offices["province"][[fields[row] % kinds["province"]]] if level == "province" else offices[level]
        for row, level in zip(used, services["level"].to_numpy()[used], strict=True)
    ]
    effects = rng.normal(0, 0.6, len(names))
    return Province(services, used, weights / weights.sum(), agencies, names, effects), rng


def name_of(number: int) -> str:
    """The id of a province that does not exist."""
    return f"synthetic-{number:02d}"


def rows_a_month(rng: np.random.Generator, rows: int) -> np.ndarray:
    """How many dossiers come in each month: fewer in January and at Tết, growing over the two years."""
    season = rng.uniform(1.0, 1.1, len(MONTHS))
    for place, month in enumerate(MONTHS):
        season[place] = {1: 0.85, 2: 0.6}.get(month % 100, season[place])
    volume = season * np.linspace(0.9, 1.1, len(MONTHS))
    return rng.multinomial(rows, volume / volume.sum())


def draw_month(
    province: Province, rng: np.random.Generator, number: int, place: int, rows: int
) -> pd.DataFrame:
    """One row per dossier of one province and month, in the columns that the store keeps."""
    services, ym = province.services, MONTHS[place]
    which = rng.choice(len(province.used), rows, p=province.weights)
    service = province.used[which]
    agency = draw_agencies(province, rng, which)
    received, due, returned = draw_days(services, rng, service, place)
    records = pd.DataFrame(
        {
            "dossier_id": [f"S{number:02d}-{ym}-{row:06d}" for row in range(rows)],
            "procedure_code": services["procedure_code"].to_numpy()[service],
            "field": services["field"].to_numpy()[service],
            "agency": province.agency_names[agency],
            "received_at": received,
            "due_at": due,
            "returned_at": returned,
            "channel": draw_channels(province, rng, service, agency, place),
        }
    )
    online = records["channel"].isin(ONLINE_WORDS)
    records = records.assign(
        paid_online=online & (rng.random(rows) < 0.5),
        digitised=records["returned_at"].notna() & (rng.random(rows) < 0.6),
    )
    return add_dirt(records, rng).assign(synthetic=True)


def draw_agencies(province: Province, rng: np.random.Generator, which: np.ndarray) -> np.ndarray:
    """The agency of each dossier, any of those that handle its procedure."""
    sizes = np.array([len(offices) for offices in province.agencies])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    pick = (rng.random(len(which)) * sizes[which]).astype(int)
    return np.concatenate(province.agencies)[starts[which] + pick]


def draw_days(
    services: pd.DataFrame, rng: np.random.Generator, service: np.ndarray, place: int
) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    """When each dossier came in, was due, and was returned (missing while pending)."""
    rows, ym = len(service), MONTHS[place]
    first = np.datetime64(f"{ym // 100}-{ym % 100:02d}-01", "us")
    days = (
        (first.astype("datetime64[M]") + 1).astype("datetime64[D]") - first.astype("datetime64[D]")
    ).astype(int)
    office_hours = rng.integers(27_000, 61_200, rows)
    received = first + (rng.integers(0, days, rows) * SECONDS_A_DAY + office_hours).astype("timedelta64[s]")
    legal = services["legal_days"].to_numpy()[service]
    taken = legal * rng.gamma(4, 0.15, rows)
    late = rng.random(rows) < 0.04
    taken += late * legal * (1 + rng.exponential(0.5, rows))
    seconds = np.maximum(taken * SECONDS_A_DAY, 1_200).astype("timedelta64[s]")
    pending = rng.random(rows) < 0.01 + 0.002 * place
    due = received + (legal * SECONDS_A_DAY).astype("timedelta64[s]")
    return received, due, pd.Series(received + seconds).mask(pending)


def draw_channels(
    province: Province, rng: np.random.Generator, service: np.ndarray, agency: np.ndarray, place: int
) -> np.ndarray:
    """How each dossier was filed: online in one of three spellings, at the counter, or by post."""
    services, rows = province.services, len(service)
    chance = services["share_online"].to_numpy()[service]
    is_land = services["field"].to_numpy()[service] == NAMED_FIELDS[0]
    odds = np.log(chance / (1 - chance))
    odds = np.where(is_land, odds, odds + province.agency_effects[agency] + 0.04 * (place + 1 - 12))
    offered = (services["online_since"].fillna(999_999).to_numpy() <= MONTHS[place])[service]
    online = offered & (rng.random(rows) < 1 / (1 + np.exp(-odds)))
    paper = np.where(rng.random(rows) < 0.04, POST, COUNTER)
    words = ONLINE_WORDS[rng.choice(3, rows, p=[0.7, 0.2, 0.1])]
    return np.where(online, words, paper)


def add_dirt(records: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The faults of real exports: empty channels, impossible dates, unknown procedures, double rows."""
    fault = {name: rng.random(len(records)) < share for name, share in DIRT.items()}
    back = records["received_at"] - np.timedelta64(SECONDS_A_DAY, "s")
    records = records.assign(
        channel=records["channel"].mask(fault["no_channel"]),
        returned_at=records["returned_at"].mask(fault["impossible"] & records["returned_at"].notna(), back),
        procedure_code=records["procedure_code"].mask(fault["unknown"], UNKNOWN),
    )
    return pd.concat([records, records[fault["duplicate"]]], ignore_index=True)


def write_province(task: tuple[str, int, int]) -> int:
    """Write all months of one province and its services; returns how many rows."""
    folder, number, rows = task
    province, rng = make_province(number)
    columns = ["province", "procedure_code", "name_vi", "level", "field", "service_type", "online_since"]
    services = Path(folder) / "services-synthetic"
    services.mkdir(parents=True, exist_ok=True)
    province.services[columns].to_csv(services / f"{name_of(number)}.csv", index=False)
    written = 0
    for place, many in enumerate(rows_a_month(rng, rows)):
        records = draw_month(province, rng, number, place, int(many))
        records = records.sort_values(["procedure_code", "received_at"], kind="stable", ignore_index=True)
        target = Path(folder) / "store-synthetic" / f"ym={MONTHS[place]}" / f"province={name_of(number)}"
        target.mkdir(parents=True, exist_ok=True)
        records.to_parquet(target / "part-0.parquet", compression="zstd", index=False)
        written += len(records)
    return written


def generate(folder: Path, rows: int, workers: int) -> int:
    """
    Write a store of about `rows` records below `folder`.

    Parameters
    ----------
    folder : pathlib.Path
        Gets `store-synthetic/` (records) and `services-synthetic/` (one catalogue a province).
    rows : int
        How many records, before the doubled ones; a million a province.
    workers : int
        Processes that write at once.

    Returns
    -------
    int
        Rows written, the doubled ones among them.
    """
    provinces = max(1, round(rows / ROWS_A_PROVINCE))
    tasks = [(str(folder), number, rows // provinces) for number in range(1, provinces + 1)]
    with ProcessPoolExecutor(workers) as pool:
        return sum(pool.map(write_province, tasks))


def main() -> None:
    """Read the command line and write the store."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS_A_PROVINCE)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    start = time.perf_counter()
    written = generate(asked.folder, asked.rows, asked.workers)
    print(f"{written:,} synthetic dossiers in {time.perf_counter() - start:.0f} s below {asked.folder}")


if __name__ == "__main__":
    main()
