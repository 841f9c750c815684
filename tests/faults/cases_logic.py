"""Figures that are well written and cannot be right together: counts and rates, sums, repetitions, jumps."""

from __future__ import annotations

from .cases_good import DOSSIERS, EDOC, NAME, ONLINE, OPS, STATIONS, TEAMS, TM, YT
from .expectations import Case, Place, Rec
from .forms import Sheet, book, delimited

L = "logic"
HEAD = ["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị", "Tử số", "Mẫu số", "Mục tiêu"]
H1 = "6 tháng đầu năm 2023"
FIRST = Rec(OPS, TM, "2023-H1", 40.5, "D2", numerator=405, denominator=1000)


def _case(name: str, build, outcome: str, records=(), places=(), *, file: str = "", **more) -> Case:
    return Case(
        f"{L}-{name}", L, file or f"{name}.xlsx", build, outcome, tuple(records), tuple(places), **more
    )


def _counts(name: str, value, numerator, denominator, outcome: str, *, indicator: str = OPS, **more) -> Case:
    """One row with counts below one that is right."""
    rows = [
        HEAD,
        ["Tỉnh Mẫu", NAME[OPS], H1, "40,5", 405, 1000],
        ["Sở Y tế", NAME[indicator], H1, value, numerator, denominator],
    ]
    records = (FIRST, *more.pop("records", ()))
    return _case(name, lambda: book(rows), outcome, records, more.pop("places", ()), **more)


def _rec(value, numerator, denominator, **more) -> Rec:
    return Rec(OPS, YT, "2023-H1", value, "D3", numerator=numerator, denominator=denominator, **more)


BAD = (Place("3", "counts"),)

COUNTS = (
    _counts("numerator-above", "100", 401, 400, "reject", places=BAD, never=(401, 100)),
    _counts("numerator-above-and-percent", "100,25", 401, 400, "reject", places=(Place("3", ("counts", "value")),), never=(401, 100.25)),
    _counts("numerator-equals", "100", 400, 400, "accept", records=(_rec(100, 400, 400),)),
    _counts("percent-differs", "34", 133, 400, "reject", places=BAD, never=(34,)),
    _counts("percent-differs-by-ten", "3,33", 133, 400, "reject", places=BAD, never=(3.33,)),
    _counts("percent-differs-slightly", "33,26", 133, 400, "reject", places=BAD, never=(33.26,)),
    _counts("percent-rounded", "33,3", 133, 400, "accept", records=(_rec(33.3, 133, 400),)),
    _counts("percent-rounded-to-whole", "33", 133, 400, "accept", records=(_rec(33, 133, 400),)),
    _counts("percent-rounded-half-down", "33,2", 133, 400, "accept", records=(_rec(33.2, 133, 400),), is_must=False),
    _counts("percent-two-thirds", "66,67", 2, 3, "accept", records=(_rec(66.67, 2, 3),)),
    _counts("percent-as-share", "0,33", 133, 400, "reject", places=(Place("3", "counts.percent_differs"),),
            may_warn=("number.percent_small",), never=(0.33,)),
    _counts("bound-that-agrees", "trên 33%", 133, 400, "accept", records=(_rec(33, 133, 400, qualifier="gt"),), is_must=False),
    _counts("bound-that-does-not", "trên 34%", 133, 400, "reject", places=BAD, never=(34,), is_must=False),
    _counts("zero-of-some", "0", 0, 400, "accept", records=(_rec(0, 0, 400),)),
    _counts("zero-of-zero", None, 0, 0, "accept", records=(_rec(None, 0, 0, status=frozenset({"published", "not_reported"})),),
            may_warn=("value", "counts"), is_must=False),
    _counts("zero-of-zero-printed-as-zero", "0", 0, 0, "warn", doubtful=(_rec(None, 0, 0, status=frozenset({"published", "not_reported"})),), or_places=BAD,
            may_warn=("counts", "value"), is_must=False, never=()),
    _counts("zero-of-zero-printed-as-full", "100", 0, 0, "reject", doubtful=(_rec(None, 0, 0, status=frozenset({"published", "not_reported"})),),
            or_places=BAD, may_warn=("counts", "value"), never=(100,)),
    _counts("some-of-zero", "100", 5, 0, "reject", places=BAD, never=(5, 100)),
    _counts("negative-numerator", "33,25", -133, 400, "reject", places=(Place("3", ("counts", "number", "value")),), never=(-133, 33.25)),
    _counts("numerator-misread", "33,25", 1.33, 400, "reject", places=(Place("3", ("counts", "number")),), never=(1.33, 33.25)),
    _counts("denominator-grouped", "33,25", "1.330", "4.000", "accept", records=(_rec(33.25, 1330, 4000),)),
    _counts("denominator-ambiguous", "33,25", "133", "4.00", "reject", places=(Place("3", ("counts", "number")),), never=(4, 33.25)),
    _counts("numerator-words", "33,25", "hơn trăm", 400, "reject", places=(Place("E3", "number"),), never=(33.25,)),
    _counts("numerator-qualified", "33,25", "khoảng 133", 400, "reject", doubtful=(_rec(33.25, 133, 400),),
            or_places=(Place("3", ("number", "counts")),), is_must=False),
    _counts("denominator-missing", "33,25", 133, None, "accept", records=(_rec(33.25, 133, None),), is_must=False, may_warn=("counts", "value")),
    _counts("rate-blank-counts-given", None, 133, 400, "reject", doubtful=(_rec(33.25, 133, 400, status=frozenset({"published", "derived"})),),
            or_places=(Place("3", "", "any"),), may_warn=("value", "counts"), is_must=False),
    _counts("target-over-bound", "33,25", 133, 400, "accept", records=(_rec(33.25, 133, 400),)),
)  # fmt: skip


def _list(*rows: tuple) -> bytes:
    return book([HEAD[:4], *rows])


def _series(*values, indicator: str = DOSSIERS) -> bytes:
    periods = ("Quý I/2023", H1, "9 tháng năm 2023", "Năm 2023")
    return _list(
        *(["Sở Y tế", NAME[indicator], period, value] for period, value in zip(periods, values, strict=False))
    )


def _run(*values, indicator: str = DOSSIERS) -> list[Rec]:
    codes = ("2023-Q1", "2023-H1", "2023-9M", "2023")
    return [
        Rec(indicator, YT, code, value, f"D{n}")
        for n, (code, value) in enumerate(zip(codes, values, strict=False), 2)
    ]


SERIES = (
    _case("cumulative-grows", lambda: _series(350, 800, 800, 1700), "accept", _run(350, 800, 800, 1700)),
    _case("cumulative-falls", lambda: _series(350, 800, 790, 1700), "reject", [r for r in _run(350, 800, 790, 1700) if r.value != 790],
          (Place("D4", "cumulative"),), never=(790,)),
    _case("ever-falls", lambda: _series(350, 800, 790, 1700, indicator=STATIONS), "reject",
          [r for r in _run(350, 800, 790, 1700, indicator=STATIONS) if r.value != 790], (Place("D4", "cumulative"),), never=(790,)),
    _case("ever-goes-on-in-january", lambda: _list(
        ["Sở Y tế", NAME[STATIONS], "Năm 2022", 350], ["Sở Y tế", NAME[STATIONS], "Quý I/2023", 350]), "accept",
        (Rec(STATIONS, YT, "2022", 350, "D2"), Rec(STATIONS, YT, "2023-Q1", 350, "D3"))),
    _case("ever-starts-anew-in-january", lambda: _list(
        ["Sở Y tế", NAME[STATIONS], "Năm 2022", 350], ["Sở Y tế", NAME[STATIONS], "Quý I/2023", 20]), "reject",
        (Rec(STATIONS, YT, "2022", 350, "D2"),), (Place("D3", "cumulative"),), never=(20,)),
    _case("ever-month-alone-beside-the-total", lambda: _list(
        ["Sở Y tế", NAME[STATIONS], "Tháng 6/2023", 20], ["Sở Y tế", NAME[STATIONS], H1, 370]), "reject",
        (Rec(STATIONS, YT, "2023-H1", 370, "D3"),), (Place("D2", "cumulative"),), never=(20,)),
    _case("level-may-fall", lambda: _series(350, 300, 280, indicator=TEAMS), "accept", _run(350, 300, 280, indicator=TEAMS)),
    _case("rate-may-fall", lambda: _series("35", "30", "28", indicator=OPS), "accept", _run(35, 30, 28, indicator=OPS), is_must=False),
    _case("cumulative-starts-anew-in-january", lambda: _list(
        ["Sở Y tế", NAME[DOSSIERS], "Năm 2022", 1700], ["Sở Y tế", NAME[DOSSIERS], "Quý I/2023", 350]), "accept",
        (Rec(DOSSIERS, YT, "2022", 1700, "D2"), Rec(DOSSIERS, YT, "2023-Q1", 350, "D3"))),
    _case("months-may-fall", lambda: _list(
        ["Sở Y tế", NAME[DOSSIERS], "Tháng 1/2023", 120], ["Sở Y tế", NAME[DOSSIERS], "Tháng 2/2023", 80]), "accept",
        (Rec(DOSSIERS, YT, "2023-01", 120, "D2"), Rec(DOSSIERS, YT, "2023-02", 80, "D3")), is_must=False),
    _case("months-of-other-units-are-not-compared", lambda: _list(
        ["Sở Y tế", NAME[DOSSIERS], "Quý I/2023", 120], ["Tỉnh Mẫu", NAME[DOSSIERS], H1, 80]), "accept",
        (Rec(DOSSIERS, YT, "2023-Q1", 120, "D2"), Rec(DOSSIERS, TM, "2023-H1", 80, "D3"))),
    _case("months-do-not-add-up", lambda: _list(
        *(["Sở Y tế", NAME[DOSSIERS], f"Tháng {n}/2023", 100] for n in (1, 2, 3)), ["Sở Y tế", NAME[DOSSIERS], "Quý I/2023", 350]), "reject",
        [Rec(DOSSIERS, YT, f"2023-0{n}", 100, f"D{n + 1}") for n in (1, 2, 3)], (Place("D5", "months"),), never=(350,), is_must=False),
    _case("months-add-up", lambda: _list(
        *(["Sở Y tế", NAME[DOSSIERS], f"Tháng {n}/2023", 100] for n in (1, 2, 3)), ["Sở Y tế", NAME[DOSSIERS], "Quý I/2023", 300]), "accept",
        [*(Rec(DOSSIERS, YT, f"2023-0{n}", 100, f"D{n + 1}") for n in (1, 2, 3)), Rec(DOSSIERS, YT, "2023-Q1", 300, "D5")]),
    _case("a-month-missing-is-no-contradiction", lambda: _list(
        *(["Sở Y tế", NAME[DOSSIERS], f"Tháng {n}/2023", 100] for n in (1, 3)), ["Sở Y tế", NAME[DOSSIERS], "Quý I/2023", 350]), "accept",
        [Rec(DOSSIERS, YT, "2023-01", 100, "D2"), Rec(DOSSIERS, YT, "2023-03", 100, "D3"), Rec(DOSSIERS, YT, "2023-Q1", 350, "D4")]),
    _case("months-above-the-quarter", lambda: _list(
        *(["Sở Y tế", NAME[DOSSIERS], f"Tháng {n}/2023", 200] for n in (1, 3)), ["Sở Y tế", NAME[DOSSIERS], "Quý I/2023", 350]), "reject",
        (), (), doubtful=(Rec(DOSSIERS, YT, "2023-01", 200, "D2"), Rec(DOSSIERS, YT, "2023-03", 200, "D3"), Rec(DOSSIERS, YT, "2023-Q1", 350, "D4")),
        or_places=(Place("", ("months", "cumulative")),), is_must=False, may_warn=("months", "cumulative")),
)  # fmt: skip

A1 = ["Sở Y tế", NAME[EDOC], "Quý I/2023", "70,5"]
A2 = ["Sở Y tế", NAME[EDOC], "Quý I/2023", "71"]
OTHER = ["Tỉnh Mẫu", NAME[EDOC], "Quý I/2023", "80"]
KEPT = Rec(EDOC, YT, "2023-Q1", 70.5, "D2")
OTHER_REC = Rec(EDOC, TM, "2023-Q1", 80, "D3")


def _double(name: str, second: list, **more) -> Case:
    return _case(name, lambda: _list(A1, OTHER, second), "reject", (OTHER_REC,), (Place("2", "duplicate"), Place("4", "duplicate")),
                 never=(70.5,), **more)  # fmt: skip


def _same(name: str, second: list, **more) -> Case:
    return _case(
        name,
        lambda: _list(A1, OTHER, second),
        "warn",
        (KEPT, OTHER_REC),
        (Place("4", "duplicate.same", "warning"),),
        **more,
    )


DUPLICATES = (
    _double("conflict", A2),
    _double("conflict-through-alias", ["SYT", *A2[1:]]),
    _double("conflict-through-tone-placement", ["SỞ Y TẾ", *A2[1:]]),
    _double("conflict-through-period", [A2[0], A2[1], "2023-Q1", "71"]),
    _double("conflict-through-three-months", [A2[0], A2[1], "3 tháng đầu năm 2023", "71"]),
    _double("conflict-bound", [*A2[:3], "trên 71%"], is_must=False),
    _double("conflict-with-missing", [*A2[:3], "-"], is_must=False),
    _double("conflict-with-zero", [*A2[:3], "0"]),
    _same("same", A1),
    _same("same-otherwise-written", ["SYT", NAME[EDOC], "2023-Q1", 70.5]),
    _same("same-with-zeros", [*A1[:3], "70,50%"]),
    _case("triple-conflict", lambda: _list(A1, A1, A2), "reject", (), (Place("2", "duplicate"), Place("3", "duplicate"), Place("4", "duplicate")), never=(70.5, 71)),
    _case("conflict-with-a-refused-row", lambda: _list(A1, OTHER, [*A2[:3], "7.100"]), "reject", (OTHER_REC,), (Place("D4", "number"),), doubtful=(KEPT,),
          or_places=(Place("2", ""),), never=(7.1, 7100), is_must=False),
    _case("same-unit-other-level-is-another-series", lambda: delimited([
        ["indicator", "unit", "level", "period", "value"], [EDOC, TM, "district", "2023-Q1", "90"], [EDOC, TM, "commune", "2023-Q1", "80"]]), "accept",
        (Rec(EDOC, TM, "2023-Q1", 90, "E2", level="district"), Rec(EDOC, TM, "2023-Q1", 80, "E3", level="commune")), file="levels.csv"),
    _case("half-and-quarter-are-not-duplicates", lambda: _list(A1, [*A1[:2], H1, "71"]), "accept", (KEPT, Rec(EDOC, YT, "2023-H1", 71, "D3"))),
    _case("half-and-june-are-not-duplicates", lambda: _list(["Sở Y tế", NAME[DOSSIERS], "T6/2023", 90], ["Sở Y tế", NAME[DOSSIERS], H1, 500]), "accept",
          (Rec(DOSSIERS, YT, "2023-06", 90, "D2"), Rec(DOSSIERS, YT, "2023-H1", 500, "D3"))),
    _case("conflict-between-sheets", lambda: book(Sheet([HEAD[:4], A1, OTHER], "A"), Sheet([HEAD[:4], A2], "B")), "reject",
          (Rec(EDOC, TM, "2023-Q1", 80, "A!D3"),), (Place("A!2", "duplicate"), Place("B!2", "duplicate")), never=(70.5, 71)),
    _case("same-between-sheets", lambda: book(Sheet([HEAD[:4], A1], "A"), Sheet([HEAD[:4], A1], "B")), "warn",
          (Rec(EDOC, YT, "2023-Q1", 70.5, "A!D2"),), (Place("B!2", "duplicate.same", "warning"),)),
    _case("copy-of-the-sheet", lambda: book(Sheet([HEAD[:4], A1, OTHER], "A"), Sheet([HEAD[:4], A1, OTHER], "A (2)")), "warn",
          (Rec(EDOC, YT, "2023-Q1", 70.5, "A!D2"), Rec(EDOC, TM, "2023-Q1", 80, "A!D3")),
          (Place("A (2)!2", "duplicate.same", "warning"), Place("A (2)!3", "duplicate.same", "warning"))),
    _case("conflict-in-matrix", lambda: book([["Kỳ báo cáo: Quý I/2023"], ["Đơn vị", NAME[EDOC]], ["Sở Y tế", "70,5"], ["Tỉnh Mẫu", "80"], ["SYT", "71"]]), "reject",
          (Rec(EDOC, TM, "2023-Q1", 80, "B4"),), (Place("3", "duplicate"), Place("5", "duplicate")), never=(70.5, 71)),
    _case("one-of-two-indicators-in-conflict", lambda: book([["Kỳ báo cáo: Quý I/2023"], ["Đơn vị", NAME[EDOC], NAME[TEAMS]], ["Sở Y tế", "70,5", 5], ["SYT", "71", 5]]),
          "reject", (Rec(TEAMS, YT, "2023-Q1", 5, "C3"),), (Place("B3", "duplicate"), Place("B4", "duplicate"), Place("4", "duplicate.same", "warning")), never=(70.5, 71)),
    _case("counts-in-conflict", lambda: book([HEAD, ["Sở Y tế", NAME[ONLINE], H1, "50", 10, 20], ["SYT", NAME[ONLINE], H1, "50", 20, 40]]), "reject", (), (),
          doubtful=(), or_places=(Place("", "duplicate", "any"),), is_must=False),
    _case("targets-in-conflict", lambda: book([HEAD, ["Sở Y tế", NAME[EDOC], "Quý I/2023", "50", None, None, "70"], ["Sở Y tế", NAME[EDOC], "Quý II/2023", "60", None, None, "75"]]),
          "warn", (), (), doubtful=(Rec(EDOC, YT, "2023-Q1", 50, "D2", target=70), Rec(EDOC, YT, "2023-Q2", 60, "D3", target=75)),
          or_places=(Place("", ("target", "duplicate")),), may_warn=("target",), is_must=False),
    _case("target-unreadable", lambda: book([HEAD, ["Sở Y tế", NAME[EDOC], "Quý I/2023", "50", None, None, "7.000"]]), "reject", (), (Place("G2", ("number", "value", "target")),),
          doubtful=(Rec(EDOC, YT, "2023-Q1", 50, "D2"),), or_places=(Place("G2", ""),), never=(7, 7000), is_must=False),
    _case("target-far-over-bound", lambda: book([HEAD, ["Sở Y tế", NAME[EDOC], "Quý I/2023", "50", None, None, "700"]]), "reject", (), (Place("G2", ("number", "value", "target")),),
          doubtful=(Rec(EDOC, YT, "2023-Q1", 50, "D2"),), or_places=(Place("G2", ""),), never=(700,), is_must=False),
    _case("target-missing-mark", lambda: book([HEAD, ["Sở Y tế", NAME[EDOC], "Quý I/2023", "50", None, None, "-"]]), "accept", (Rec(EDOC, YT, "2023-Q1", 50, "D2"),)),
    _case("target-without-value", lambda: book([HEAD, ["Sở Y tế", NAME[EDOC], "Quý I/2023", None, None, None, "70"], ["Tỉnh Mẫu", NAME[EDOC], "Quý I/2023", "80", None, None, "70"]]),
          "warn", (Rec(EDOC, TM, "2023-Q1", 80, "D3", target=70),), (Place("2", "value", "any"),), is_must=False,
          doubtful=(), or_places=(Place("2", "", "any"),)),
)  # fmt: skip

CASES = (*COUNTS, *SERIES, *DUPLICATES)
