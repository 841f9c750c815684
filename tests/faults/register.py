"""
A small made-up register: Tỉnh Mẫu, its offices, districts and communes, and a dozen indicators.

Nothing of it is real. It holds what makes reading hard: an office renamed, districts that end on 2025-06-30, one alias
that belongs to a district before and to a commune after, two communes of one name, names with digits and with words
that also mean something else ("Quý"), and an indicator for every unit of measure.
"""

from __future__ import annotations

import csv
from pathlib import Path

INDICATOR_COLUMNS = (
    "indicator", "name_vi", "name_en", "group", "unit_measure", "unit_label_vi", "unit_label_en", "direction",
    "accumulation", "lower", "upper", "weighting", "numerator_vi", "denominator_vi", "decimals", "legal_basis",
    "key",
)  # fmt: skip
DESIGN_INDICATOR_COLUMNS = (
    "key", "legal_basis", "decimals", "denominator_vi", "numerator_vi", "weighting", "upper", "lower",
    "accumulation", "direction", "unit_measure", "group", "name_en", "name_vi", "indicator",
)  # fmt: skip
UNIT_COLUMNS = ("unit", "name_vi", "kind", "level", "parent", "valid_from", "valid_to", "aliases")
SUCCESSION_COLUMNS = ("unit_from", "unit_to", "date", "kind", "note", "source")


def _indicator(*names, direction="up", parts=("", "")):
    indicator, name, measure, label, accumulation, bounds, decimals = names
    return {
        "indicator": indicator, "name_vi": name, "name_en": indicator.replace("_", " "), "group": "governance",
        "unit_measure": measure, "unit_label_vi": label, "unit_label_en": "", "direction": direction,
        "accumulation": accumulation, "lower": bounds[0], "upper": bounds[1], "weighting": "",
        "numerator_vi": parts[0], "denominator_vi": parts[1], "decimals": decimals, "legal_basis": "", "key": "yes",
    }  # fmt: skip


INDICATORS = (
    _indicator(
        "mau_ops_rate", "Tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ", "percent", "%", "cumulative",
        ("0", "100"), "2", parts=("Dịch vụ công có phát sinh hồ sơ", "Dịch vụ công trực tuyến"),
    ),
    _indicator(
        "mau_online_rate", "Tỷ lệ hồ sơ tiếp nhận trực tuyến", "percent", "%", "cumulative", ("0", "100"), "2",
        parts=("Hồ sơ tiếp nhận trực tuyến", "Hồ sơ tiếp nhận"),
    ),
    _indicator("mau_edoc_rate", "Tỷ lệ văn bản điện tử", "percent", "%", "level", ("0", "100"), "1"),
    _indicator("mau_growth", "Mức tăng doanh thu kinh tế số so với cùng kỳ", "percent", "%", "one_off", ("", ""), "1"),
    _indicator("mau_teams", "Số Tổ công nghệ số cộng đồng", "count", "tổ", "level", ("0", ""), "0"),
    _indicator("mau_members", "Số thành viên Tổ công nghệ số cộng đồng", "count", "người", "level", ("0", ""), "0"),
    _indicator("mau_stations", "Số trạm phát sóng đã xây dựng", "count", "trạm", "ever", ("0", ""), "0"),
    _indicator("mau_dossiers", "Số hồ sơ tiếp nhận", "count", "hồ sơ", "cumulative", ("0", ""), "0"),
    _indicator("mau_dti", "Chỉ số chuyển đổi số (DTI)", "index", "", "one_off", ("0", "1"), "4"),
    _indicator("mau_score", "Điểm chuyển đổi số", "index", "điểm", "one_off", ("0", "1000"), "1"),
    _indicator("mau_rank", "Xếp hạng DTI", "rank", "", "one_off", ("1", ""), "0", direction="down"),
    _indicator("mau_revenue", "Doanh thu kinh tế số", "currency", "tỷ đồng", "cumulative", ("0", ""), "1"),
    _indicator(
        "mau_days", "Thời gian giải quyết hồ sơ trung bình", "days", "ngày", "cumulative", ("0", ""), "2",
        direction="down",
    ),
)  # fmt: skip

END, START = "2025-06-30", "2025-07-01"

UNITS = tuple(
    dict(zip(UNIT_COLUMNS, row, strict=True))
    for row in (
        ("viet-nam", "Việt Nam", "country", "national", "", "", "", "Cả nước"),
        ("tinh-mau", "Tỉnh Mẫu", "province", "province", "viet-nam", "", "", "UBND tỉnh Mẫu|UBND Tỉnh Mẫu|M01"),
        ("tinh-cu-mau", "Tỉnh Cựu Mẫu", "province", "province", "viet-nam", "", END, "UBND tỉnh Cựu Mẫu"),
        ("so-y-te-mau", "Sở Y tế", "department", "department", "tinh-mau", "", "", "SYT"),
        ("so-gddt-mau", "Sở Giáo dục và Đào tạo", "department", "department", "tinh-mau", "", "", "Sở GD&ĐT|SGDĐT"),
        ("so-tttt-mau", "Sở Thông tin và Truyền thông", "department", "department", "tinh-mau", "", "2025-02-28",
         "Sở TT&TT|STTTT"),
        ("so-khcn-mau", "Sở Khoa học và Công nghệ", "department", "department", "tinh-mau", "2025-03-01", "",
         "Sở KH&CN"),
        ("hoa-mau", "Huyện Hòa Mẫu", "district", "district", "tinh-mau", "", END, "UBND huyện Hòa Mẫu|Hòa Mẫu"),
        ("thuy-mau", "Huyện Thủy Mẫu", "district", "district", "tinh-mau", "", END, "UBND huyện Thủy Mẫu"),
        ("duc-mau", "Thị xã Đức Mẫu", "district", "district", "tinh-mau", "", END, "TX. Đức Mẫu|TX Đức Mẫu"),
        ("quy-mau", "Thành phố Quý Mẫu", "district", "district", "tinh-mau", "", END, "TP. Quý Mẫu|TP Quý Mẫu"),
        ("ba-vung-mau", "Huyện Bà Mẫu - Vũng Mẫu", "district", "district", "tinh-mau", "", END, ""),
        ("xa-hoa-mau", "Xã Hòa Mẫu", "commune", "commune", "tinh-mau", START, "", "UBND xã Hòa Mẫu|Hòa Mẫu"),
        ("phuong-duc-mau", "Phường Đức Mẫu", "commune", "commune", "tinh-mau", START, "", ""),
        ("phuong-1-mau", "Phường 1", "commune", "commune", "tinh-mau", START, "", ""),
        ("phuong-10-mau", "Phường 10", "commune", "commune", "tinh-mau", START, "", ""),
        ("xa-an-mau-dong", "Xã An Mẫu", "commune", "commune", "tinh-mau", START, "", "Xã An Mẫu (đông)"),
        ("xa-an-mau-tay", "Xã An Mẫu", "commune", "commune", "tinh-mau", START, "", "Xã An Mẫu (tây)"),
    )
)  # fmt: skip

SUCCESSIONS = tuple(
    dict(zip(SUCCESSION_COLUMNS, row, strict=True))
    for row in (
        ("duc-mau", "phuong-duc-mau", START, "renamed", "", "mau"),
        ("hoa-mau", "xa-hoa-mau", START, "merged", "", "mau"),
        ("so-tttt-mau", "so-khcn-mau", "2025-03-01", "merged", "", "mau"),
        ("thuy-mau", "phuong-1-mau", START, "split", "", "mau"),
        ("thuy-mau", "xa-hoa-mau", START, "split", "", "mau"),
        ("tinh-cu-mau", "tinh-mau", START, "merged", "", "mau"),
    )
)


def write_full(folder: Path) -> Path:
    """Write the register as the project keeps its own: a programme's folder with ``catalogue`` in it."""
    return _write(folder, folder / "catalogue", INDICATOR_COLUMNS, UNIT_COLUMNS, INDICATORS)


def write_bare(folder: Path) -> Path:
    """Write the three tables straight into the folder, only the columns of the design, in another order."""
    return _write(folder, folder, DESIGN_INDICATOR_COLUMNS, tuple(reversed(UNIT_COLUMNS)), INDICATORS)


def write_with_aliases(folder: Path) -> Path:
    """Write the register with a column of aliases for indicators."""
    aliases = {"mau_edoc_rate": "Tỷ lệ VBĐT|Văn bản điện tử", "mau_teams": "Số tổ CNSCĐ"}
    rows = [row | {"aliases": aliases.get(row["indicator"], "")} for row in INDICATORS]
    return _write(folder, folder / "catalogue", (*INDICATOR_COLUMNS, "aliases"), UNIT_COLUMNS, rows)


def _write(folder, catalogue, indicator_columns, unit_columns, indicators) -> Path:
    catalogue.mkdir(parents=True, exist_ok=True)
    _table(catalogue / "indicators.csv", indicator_columns, indicators)
    _table(catalogue / "units.csv", unit_columns, UNITS)
    _table(catalogue / "unit_successions.csv", SUCCESSION_COLUMNS, SUCCESSIONS)
    return folder


def _table(path: Path, columns, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def open_all(folder: Path) -> dict:
    """Write every form of the register below a folder and open it; "real" is the project's own."""
    from dtanalysis.ingest.lexicon import open_lexicon

    writers = {"full": write_full, "bare": write_bare, "aliases": write_with_aliases}
    lexicons = {name: open_lexicon(write(folder / name)) for name, write in writers.items()}
    return lexicons | {"real": open_lexicon(Path(__file__).parents[2] / "data")}
