"""A small data folder, and a reader that takes records from JSON, so that only the storing is tried."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

from dtanalysis.catalogue.schema import (
    INDICATORS,
    OBSERVATIONS,
    PLANS,
    SOURCES,
    TARGETS,
    TERMS,
    UNIT_SUCCESSIONS,
    UNITS,
    TableSchema,
)
from dtanalysis.ingest.lexicon import open_lexicon
from dtanalysis.ingest.outcome import LedgerLine, Receipt, Record
from dtanalysis.ingest.store import Delivery, Intake, take_in
from dtanalysis.ingest.stored import Shelf
from dtanalysis.ingest.table_files import as_dicts, read_rows

DAY, LATER = date(2023, 7, 5), date(2023, 8, 1)

_RATE = {
    "unit_measure": "percent",
    "direction": "up",
    "accumulation": "level",
    "lower": 0,
    "upper": 100,
    "decimals": 2,
}
_RANK = {"unit_measure": "rank", "direction": "down", "accumulation": "one_off", "lower": 1, "decimals": 0}
_OF_ALL = {"group": "governance", "key": "yes"}
_AGENCY = {"kind": "agency", "level": "agency", "parent": "tinh"}
_PLAN = {"kind": "own", "source": "doc", "year_from": 2023}
_REGISTER = (
    (INDICATORS, [
        {"indicator": "rate", "name_vi": "Tỷ lệ hồ sơ trực tuyến", "name_en": "Rate"} | _OF_ALL | _RATE,
        {"indicator": "rank", "name_vi": "Xếp hạng", "name_en": "Rank"} | _OF_ALL | _RANK,
    ]),
    (UNITS, [
        {"unit": "so-a", "name_vi": "Sở A"} | _AGENCY,
        {"unit": "so-b", "name_vi": "Sở B"} | _AGENCY,
        {"unit": "tinh", "name_vi": "Tỉnh", "kind": "province", "level": "province"},
    ]),
    (UNIT_SUCCESSIONS, []),
    (PLANS, [
        {"plan": "KH-A", "name_vi": "A", "name_en": "A", "unit": "so-a", "year_to": 2023} | _PLAN,
        {"plan": "KH-B1", "name_vi": "B1", "name_en": "B1", "unit": "so-b", "year_to": 2023} | _PLAN,
        {"plan": "KH-B2", "name_vi": "B2", "name_en": "B2", "unit": "so-b", "year_to": 2024} | _PLAN,
    ]),
    (TERMS, []),
)  # fmt: skip


def make_data(folder: Path) -> Path:
    """Write a data folder with a register, one source and no figures."""
    for schema, rows in _REGISTER:
        lines = [",".join(str(row.get(column, "")) for column in schema.columns) for row in rows]
        write_table(folder / "catalogue" / f"{schema.name}.csv", schema, lines)
    # Quoted without need, as a person would leave it.
    write_table(folder / "sources.csv", SOURCES, ['doc,"Văn bản",,official,2023,'])
    return folder


def write_table(path: Path, schema: TableSchema, rows: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([",".join(schema.columns), *rows]) + "\n", encoding="utf-8")


def said(value: float | None = 80.0, **more) -> dict:
    """One figure that a file tells."""
    return {"value": value, **more}


def send(folder: Path, name: str, *figures: dict) -> Path:
    """Put a received file into a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures), encoding="utf-8")
    return path


def read_json(path: Path, lexicon, *, name: str, period, known) -> Receipt:
    """Take the place of ``receive_file``."""
    content = path.read_bytes()
    records = tuple(
        _record(row, figure, is_synthetic="synthetic" in name)
        for row, figure in enumerate(json.loads(content), start=2)
    )
    ledger = (LedgerLine("Biểu", len(records) + 1, len(records), 0, 1, {"header": 1}),)
    return Receipt(name, hashlib.sha256(content).hexdigest(), records, (), ledger)


def _record(row: int, figure: dict, *, is_synthetic: bool) -> Record:
    usual = {
        "indicator": "rate", "unit": "so-a", "level": "agency", "dimension": "", "period": "2023-H1",
        "qualifier": "eq", "numerator": None, "denominator": None, "target": None, "sheet": "Biểu", "row": row,
        "column": "D", "raw": str(figure["value"]), "rule": "percent.plain",
        "status": "synthetic" if is_synthetic else "published",
    }  # fmt: skip
    return Record(**(usual | figure))


def take(
    data: Path, *paths: Path, day: date = DAY, programme: str = "received", lexicon=None, **how
) -> Intake:
    """Take files in, as the command does."""
    delivery = Delivery(Shelf(data, programme), today=day, **how)
    return take_in(paths, lexicon or open_lexicon(data), delivery)


def observations(data: Path, file: str = "received/observations.csv") -> list[dict[str, str]]:
    return table(data, file, OBSERVATIONS)


def targets(data: Path, file: str = "received/targets.csv") -> list[dict[str, str]]:
    return table(data, file, TARGETS)


def table(data: Path, file: str, schema: TableSchema) -> list[dict[str, str]]:
    path = data / file
    return as_dicts(read_rows(path.read_bytes(), schema, file), schema) if path.exists() else []


def tree(folder: Path) -> dict[str, str]:
    """Digest of every file, and every folder, below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }
