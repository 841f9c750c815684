"""
Make the synthetic programme in ``data/synthetic``: a small world for tests, tutorials and benchmarks.

Every figure is invented and says so: in the file name, in ``status``, in the name of every unit and plan.
``data/synthetic/README.md`` lists the features built in on purpose. Definitions of indicators are the real
ones, read from ``data/catalogue/indicators.csv``; run this again when they change.

Run from the project root; the same bytes come out every time::

    python benchmarks/make_synthetic.py
"""

import argparse
from pathlib import Path

import pandas as pd
from synthetic_dossiers import PROVINCE, REPORTERS
from synthetic_observations import SOURCE, make_observations

ROOT = Path(__file__).resolve().parents[1]

TARGET_KEY = ["indicator", "unit", "level", "dimension", "plan", "year"]
TARGET_COLUMNS = [*TARGET_KEY, "target", "comparator", "basis", "as_of", "source", "note"]
UNIT_COLUMNS = ["unit", "name_vi", "kind", "level", "parent", "valid_from", "valid_to", "aliases"]
SUCCESSION_COLUMNS = ["unit_from", "unit_to", "date", "kind", "note", "source"]
PLAN_COLUMNS = [
    "plan", "name_vi", "name_en", "unit", "year_from", "year_to", "n_targets", "kind", "source", "note",
]  # fmt: skip

# One row is one promise as the three plans state it: comparator and target, None where the plan is silent.
PLAN_IDS = ["KH-MAU-2022", "KH-MAU-2023", "PLAN2-MAU-2023"]
TARGETS = pd.DataFrame(
    [
        ("avg_processing_days", "province", "", "le 6", "le 5", "lt 4.5"),
        ("bank_account_15plus_rate", "province", "", "ge 60", "ge 75", None),
        ("basic_digital_skill_rate", "province", "", "ge 35", "ge 45", None),
        ("cashless_electricity_rate", "province", "", "ge 85", "ge 95", "ge 90"),
        ("cdt_members", "province", "", "ge 240", "ge 270", None),
        ("dossier_digitised_rate", "province", "", "ge 60", "ge 70", "ge 65"),
        ("dossier_ontime_rate", "province", "", "ge 90", "ge 90", "ge 95"),
        ("dx_plan_issued_rate", "province", "", "eq 100", "eq 100", None),
        ("dx_products_completed", "province", "", "ge 5", "ge 10", "ge 6"),
        ("dx_products_registered_units", "province", "", "ge 8", "ge 10", None),
        ("edoc_exchange_rate", "commune", "", None, None, "ge 95"),
        ("edoc_exchange_rate", "province", "", "ge 95", "ge 98", None),
        ("ehealth_record_rate", "province", "", "ge 75", "ge 90", "ge 95"),
        ("fiber_household_coverage_rate", "province", "", "ge 85", "ge 90", None),
        ("ocop_ecommerce_rate", "province", "", None, "ge 85", None),
        ("online_payment_dossier_rate", "province", "", "gt 30", "gt 50", "ge 45"),
        ("ops_with_dossiers_rate", "province", "", None, "ge 50", "ge 45"),
        ("qd766_total", "province", "", None, "ge 70", "ge 65"),
        ("tthc_full_online_rate", "province", "", "ge 30", "ge 40", "ge 45"),
        ("tthc_online_dossier_rate", "province", "", "ge 45", "ge 55", "ge 60"),
        ("tthc_online_dossier_rate", "province", "field=land", None, None, "ge 10"),
    ],
    columns=["indicator", "level", "dimension", *PLAN_IDS],
)
INDICATORS = sorted(set(TARGETS["indicator"]))
DERIVED_NOTE = "Tính ngược từ giá trị cuối năm 87,21% và mức vượt 2,21 điểm phần trăm"

TERMS = [
    ("group", "governance", "Chỉ đạo, điều hành", "Governance"),
    ("group", "workforce", "Nhân lực số", "Digital workforce"),
    ("group", "digital_infrastructure", "Hạ tầng số", "Digital infrastructure"),
    ("group", "digital_government", "Chính quyền số", "Digital government"),
    ("group", "digital_economy", "Kinh tế số", "Digital economy"),
    ("group", "digital_society", "Xã hội số", "Digital society"),
    ("group", "service_quality", "Chất lượng phục vụ", "Quality of service"),
    ("level", "province", "cấp tỉnh", "province level"),
    ("level", "agency", "sở, ngành", "departments"),
    ("level", "commune", "cấp xã", "commune level"),
    ("dimension", "field=civil-status", "lĩnh vực hộ tịch", "civil status"),
    ("dimension", "field=business", "lĩnh vực đăng ký kinh doanh", "business registration"),
    ("dimension", "field=land", "lĩnh vực đất đai", "land"),
    ("dimension", "field=construction", "lĩnh vực xây dựng", "construction"),
    ("dimension", "field=education", "lĩnh vực giáo dục", "education"),
    ("dimension", "field=justice", "lĩnh vực tư pháp", "justice"),
]


def make_targets() -> pd.DataFrame:
    """One row is one promise of the province in one plan, sorted by key."""
    known = {"KH-MAU-2022": "2022-01-15", "KH-MAU-2023": "2023-01-15", "PLAN2-MAU-2023": "2023-02-20"}
    rows = TARGETS.melt(["indicator", "level", "dimension"], var_name="plan", value_name="promise").dropna()
    rows[["comparator", "target"]] = rows["promise"].str.split(" ", expand=True)
    rows = rows.assign(
        unit=PROVINCE,
        year=rows["plan"].str[-4:],
        basis="stated",
        as_of=rows["plan"].map(known),
        source=SOURCE,
        note="",
    )
    derived = rows["plan"].eq("KH-MAU-2022") & rows["indicator"].eq("fiber_household_coverage_rate")
    rows = rows.assign(
        basis=rows["basis"].mask(derived, "derived"), note=rows["note"].mask(derived, DERIVED_NOTE)
    )
    return rows[TARGET_COLUMNS].sort_values(TARGET_KEY, ignore_index=True)


def make_plans() -> pd.DataFrame:
    """The three plans: two judge 2023, and of the plan for 2022 three targets are not known."""
    title_vi, title_en = "Kế hoạch chuyển đổi số Tỉnh Mẫu năm", "Digital transformation plan of Tỉnh Mẫu for"
    other_vi, other_en = "Kế hoạch thứ hai của Tỉnh Mẫu năm", "Second plan of Tỉnh Mẫu for"
    silent = "Chỉ biết 16 trong 19 chỉ tiêu"
    slice_note = "Chỉ tiêu riêng của lĩnh vực đất đai không tính vào số 12"
    rows = [
        ("KH-MAU-2022", title_vi, title_en, 2022, 19, silent),
        ("KH-MAU-2023", title_vi, title_en, 2023, 19, ""),
        ("PLAN2-MAU-2023", other_vi, other_en, 2023, 12, slice_note),
    ]
    plans = [
        (
            plan,
            f"{vi} {year} (mô phỏng)",
            f"{en} {year} (synthetic)",
            PROVINCE,
            year,
            year,
            n,
            "own",
            SOURCE,
            note,
        )
        for plan, vi, en, year, n, note in rows
    ]
    return pd.DataFrame(plans, columns=PLAN_COLUMNS)


def make_units() -> pd.DataFrame:
    """The register: the province, its departments and its communes, none of which exists."""
    units = REPORTERS.assign(kind=REPORTERS["level"], parent=PROVINCE)[
        ["unit", "name_vi", "kind", "level", "parent"]
    ]
    province = {
        "unit": PROVINCE,
        "name_vi": "Tỉnh Mẫu (số liệu mô phỏng)",
        "kind": "province",
        "level": "province",
    }
    units = pd.concat([units, pd.DataFrame([province])]).sort_values("unit", ignore_index=True)
    aliases = units["name_vi"].str.replace(r" \(.*\)", "", regex=True)
    return units.assign(aliases=aliases).reindex(columns=UNIT_COLUMNS)


def make_indicators(catalogue: Path) -> pd.DataFrame:
    """The real definitions of the indicators used here."""
    register = pd.read_csv(catalogue, dtype=str, keep_default_na=False)
    missing = sorted(set(INDICATORS) - set(register["indicator"]))
    if missing:
        raise ValueError(
            f"{catalogue.name} has no definition of {', '.join(missing)}. "
            "Add them there, or take them out of TARGETS in benchmarks/make_synthetic.py."
        )
    return register[register["indicator"].isin(INDICATORS)].sort_values("indicator")


def make_terms() -> pd.DataFrame:
    """The words for groups, levels and fields, sorted by kind and code."""
    return pd.DataFrame(TERMS, columns=["kind", "code", "name_vi", "name_en"]).sort_values(["kind", "code"])


def make_sources() -> pd.DataFrame:
    """The only source: this script."""
    title = "Số liệu mô phỏng (synthetic), do benchmarks/make_synthetic.py sinh ra; không phải số liệu thật"
    source = {
        "source": SOURCE,
        "title": title,
        "publisher": "dtanalysis",
        "kind": "synthetic",
        "date": "2026",
    }
    return pd.DataFrame([source | {"url": ""}])


def make_tables(catalogue: Path) -> dict[str, pd.DataFrame]:
    """All tables by their place below the folder of the synthetic programme."""
    return {
        "catalogue/indicators.csv": make_indicators(catalogue),
        "catalogue/plans.csv": make_plans(),
        "catalogue/terms.csv": make_terms(),
        "catalogue/unit_successions.csv": pd.DataFrame(columns=SUCCESSION_COLUMNS),
        "catalogue/units.csv": make_units(),
        "sources.csv": make_sources(),
        f"{PROVINCE}/observations.synthetic.csv": make_observations(),
        f"{PROVINCE}/targets.synthetic.csv": make_targets(),
    }


def main(arguments: list[str] | None = None) -> None:
    """Write the tables; with ``--out`` into another folder."""
    parser = argparse.ArgumentParser(description="Make the synthetic programme in data/synthetic.")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "synthetic", help="folder to write")
    out = parser.parse_args(arguments).out
    for name, table in make_tables(ROOT / "data" / "catalogue" / "indicators.csv").items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(out / name, index=False, encoding="utf-8", lineterminator="\n")
        print(f"{name}: {len(table)} rows")


if __name__ == "__main__":
    main()
