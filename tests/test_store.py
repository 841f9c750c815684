"""Storing what was received: nothing lost, nothing twice, nothing half, the same whatever the order."""

from __future__ import annotations

import itertools
import json
import os
import stat
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_world import (
    DAY,
    LATER,
    make_data,
    observations,
    read_json,
    said,
    send,
    table,
    take,
    targets,
    tree,
    write_table,
)

from dtanalysis.catalogue import DataFaultError, latest_by_source, load_programme
from dtanalysis.catalogue.receipts import ISSUES, RECEIPTS
from dtanalysis.catalogue.schema import OBSERVATIONS, SOURCES, TARGETS
from dtanalysis.ingest.file_sets import held
from dtanalysis.ingest.lexicon import open_lexicon
from dtanalysis.ingest.outcome import Record
from dtanalysis.ingest.raw_files import RECEIVED, copy_name
from dtanalysis.ingest.revisions import Told, settle
from dtanalysis.ingest.stored import PROVENANCE
from dtanalysis.ingest.table_files import (
    make_row,
    number_text,
    read_rows,
    replace_rows,
    safe_text,
    write_rows,
)

ANY_FIGURE = st.builds(
    lambda value, counts, status, target, unit: said(
        value, **counts, status=status, target=target, unit=unit
    ),
    st.sampled_from([None, 50.0, 60.0]),
    st.sampled_from([{}, {"denominator": 4.0}]),
    st.sampled_from(["published", "estimate"]),
    st.sampled_from([None, 70.0, 90.0]),
    st.sampled_from(["so-a", "so-b"]),
)


@pytest.fixture(autouse=True)
def _reader(monkeypatch):
    monkeypatch.setattr("dtanalysis.ingest.store.receive_file", read_json)


@pytest.fixture
def data(tmp_path):
    return make_data(tmp_path / "data")


@pytest.fixture
def inbox(tmp_path):
    return tmp_path / "inbox"


def codes(intake) -> list[tuple[str, str]]:
    return [(issue.severity, issue.code) for receipt in intake.receipts for issue in receipt.issues]


# Figures


def test_an_accepted_figure_stands_in_the_tables_and_remembers_its_cell(data, inbox):
    take(data, send(inbox, "so-a.json", said(81.17, numerator=8117.0, denominator=10000.0)))
    (row,) = observations(data)
    assert (row["value"], row["numerator"], row["denominator"]) == ("81.17", "8117", "10000")
    assert (row["status"], row["as_of"], row["source"]) == ("published", "2023-07-05", "received")
    (origin,) = table(data, "received/provenance.csv", PROVENANCE)
    assert [origin[column] for column in OBSERVATIONS.key] == [row[column] for column in OBSERVATIONS.key]
    assert (origin["file"], origin["sheet"], origin["cell"], origin["raw"]) == (
        "so-a.json",
        "Biểu",
        "D2",
        "81.17",
    )
    assert load_programme(data).observations["value"].tolist() == [81.17]


def test_received_figures_have_one_source_and_other_rows_keep_their_bytes(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    take(data, send(inbox, "b.json", said(70.0, unit="so-b")), programme="dti")
    lines = (data / "sources.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == 'doc,"Văn bản",,official,2023,'
    assert [line.split(",")[0] for line in lines] == ["source", "doc", "received", "received-dti"]


def test_a_corrected_figure_is_a_new_row_and_the_old_one_stays(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    before = (data / "received" / "observations.csv").read_text(encoding="utf-8")
    intake = take(data, send(inbox, "b.json", said(85.0)), day=LATER)
    after = (data / "received" / "observations.csv").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert [(row["value"], row["as_of"]) for row in observations(data)] == [
        ("80", "2023-07-05"),
        ("85", "2023-08-01"),
    ]
    assert codes(intake) == [("warning", "revision.changed")]
    assert "80%" in intake.receipts[0].issues[0].message


def test_the_same_figure_told_again_later_is_no_new_row_but_one_more_place(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    intake = take(data, send(inbox, "b.json", said(80.0), said(70.0, unit="so-b")), day=LATER)
    assert [(row["unit"], row["as_of"]) for row in observations(data)] == [
        ("so-a", "2023-07-05"),
        ("so-b", "2023-08-01"),
    ]
    assert codes(intake) == []
    places = table(data, "received/provenance.csv", PROVENANCE)
    told = {(row["file"], row["as_of"]) for row in places if row["unit"] == "so-a"}
    assert told == {("a.json", "2023-07-05"), ("b.json", "2023-07-05")}


def test_the_same_figure_with_another_remark_is_no_new_row(data, inbox):
    take(data, send(inbox, "a.json", said(80.0), said(None, unit="so-b", status="not_reported")))
    again = (
        said(80.0, note="Số liệu đã rà soát."),
        said(None, unit="so-b", status="not_reported", note="Chưa có."),
    )
    take(data, send(inbox, "b.json", *again), day=LATER)
    assert [row["as_of"] for row in observations(data)] == ["2023-07-05", "2023-07-05"]


def test_another_figure_of_the_same_day_is_refused_and_the_ledger_adds_up(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    intake = take(data, send(inbox, "b.json", said(85.0), said(70.0, unit="so-b")))
    (receipt,) = intake.receipts
    assert codes(intake) == [("error", "revision.same_day")]
    assert "--as-of 2023-07-06" in receipt.issues[0].suggestion
    assert (receipt.ledger[0].accepted, receipt.ledger[0].rejected) == (1, 1)
    assert [row["value"] for row in observations(data)] == ["80", "70"]


def test_with_a_later_day_the_refused_correction_is_taken(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    second = send(inbox, "b.json", said(85.0))
    take(data, second)
    assert take(data, second, as_of=date(2023, 7, 6)).is_clean
    assert [row["as_of"] for row in observations(data)] == ["2023-07-05", "2023-07-06"]
    # The file itself came on the first day, whatever day its figures are known from.
    assert {row["as_of"] for row in table(data, "received/receipts.csv", RECEIPTS)} == {"2023-07-05"}


def test_a_late_older_file_stands_at_its_own_day(data, inbox):
    take(data, send(inbox, "b.json", said(85.0)), day=LATER)
    take(data, send(inbox, "a.json", said(80.0)), as_of=DAY)
    assert latest_by_source(load_programme(data).observations)["value"].tolist() == [85.0]


def test_a_reported_absence_is_an_empty_row_that_says_so(data, inbox):
    take(data, send(inbox, "a.json", said(None, status="not_reported", raw="-")))
    (row,) = observations(data)
    assert (row["value"], row["status"], row["note"]) == ("", "published", "Đơn vị báo chưa có số liệu.")


def test_an_absence_never_displaces_a_known_figure(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    intake = take(data, send(inbox, "b.json", said(None, status="not_reported")), day=LATER)
    assert [row["value"] for row in observations(data)] == ["80"]
    assert codes(intake) == [("warning", "revision.withdrawn")]


@pytest.mark.parametrize("names", [("a.json", "b.json"), ("b.json", "a.json")])
def test_a_figure_takes_the_place_of_an_absence_of_the_same_day_in_any_order(data, inbox, names):
    files = {"a.json": said(None, status="not_reported"), "b.json": said(80.0, numerator=8.0)}
    for name in names:
        assert take(data, send(inbox, name, files[name])).is_clean
    assert [(row["value"], row["numerator"], row["note"]) for row in observations(data)] == [("80", "8", "")]


def test_two_files_that_disagree_on_counts_are_both_refused_and_a_third_is_not(data, inbox):
    send(inbox, "a.json", said(50.0, numerator=1.0, denominator=2.0))
    send(inbox, "b.json", said(50.0, numerator=2.0, denominator=4.0))
    send(inbox, "c.json", said(70.0, unit="so-b"))
    intake = take(data, inbox)
    assert codes(intake) == [("error", "duplicate.conflict")] * 2
    assert [row["unit"] for row in observations(data)] == ["so-b"]


def test_an_estimate_that_is_confirmed_becomes_a_published_figure(data, inbox):
    take(data, send(inbox, "a.json", said(80.0, status="estimate")))
    take(data, send(inbox, "b.json", said(80.0)), day=LATER)
    take(
        data,
        send(inbox, "c.json", said(80.0, status="estimate"), said(1.0, unit="so-b")),
        day=date(2023, 9, 1),
    )
    assert [row["status"] for row in observations(data) if row["unit"] == "so-a"] == ["estimate", "published"]


def test_a_figure_known_before_its_period_is_over_is_told_unless_it_is_an_estimate(data, inbox):
    early = take(data, send(inbox, "a.json", said(80.0, period="2023")), day=date(2023, 12, 1))
    assert codes(early) == [("warning", "period.not_over")]
    # Reports within the administration close on the 14th.
    assert take(data, send(inbox, "b.json", said(80.0)), as_of=date(2023, 6, 14)).is_clean
    estimate = said(80.0, period="2023", unit="so-b", status="estimate")
    assert codes(take(data, send(inbox, "c.json", estimate), day=date(2023, 12, 1))) == []


def test_earlier_figures_are_shown_to_the_reader_but_never_those_of_the_same_day(data, inbox, monkeypatch):
    seen = []

    def read(path, lexicon, *, name, period, known):
        seen.append(known["value"].tolist())
        return read_json(path, lexicon, name=name, period=period, known=known)

    monkeypatch.setattr("dtanalysis.ingest.store.receive_file", read)
    first = send(inbox, "a.json", said(80.0))
    take(data, first)
    take(data, first)
    take(data, send(inbox, "b.json", said(85.0)), day=LATER)
    take(data, first, day=LATER)
    assert seen == [[], [], [80.0], []]


# Targets


def test_the_targets_of_a_form_stand_under_the_one_plan_of_the_unit(data, inbox):
    take(data, send(inbox, "a.json", said(80.0, target=90.0), said(9.0, indicator="rank", target=5.0)))
    stored = [(row["indicator"], row["plan"], row["target"], row["comparator"]) for row in targets(data)]
    assert stored == [("rank", "KH-A", "5", "le"), ("rate", "KH-A", "90", "ge")]
    assert load_programme(data).targets["basis"].tolist() == ["stated", "stated"]


def test_where_the_plan_is_not_known_the_file_is_told_once_and_its_figures_are_stored(data, inbox):
    figures = said(80.0, target=90.0, unit="so-b"), said(9.0, indicator="rank", unit="so-b", target=5.0)
    intake = take(data, send(inbox, "b.json", *figures))
    assert codes(intake) == [("warning", "target.no_plan")]
    assert "2 mục tiêu" in intake.receipts[0].issues[0].message
    assert (len(observations(data)), targets(data)) == (2, [])
    take(data, send(inbox, "b.json", *figures), plan="KH-B2")
    assert [row["plan"] for row in targets(data)] == ["KH-B2", "KH-B2"]


def test_the_target_of_the_plans_own_document_is_not_displaced_by_a_form(data, inbox):
    document = "rate,so-a,agency,,KH-A,2023,90,gt,stated,2023-01-01,doc,"
    write_table(data / "plans" / "targets.csv", TARGETS, [document])
    same = take(data, send(inbox, "a.json", said(80.0, target=90.0)))
    other = take(data, send(inbox, "b.json", said(80.0, target=95.0)))
    assert (codes(same), codes(other)) == ([], [("warning", "target.changed")])
    assert "trên 90%" in other.receipts[0].issues[0].message
    assert targets(data) == []


def test_a_target_that_only_forms_have_stated_is_kept_in_versions(data, inbox):
    first = send(inbox, "a.json", said(80.0, target=90.0))
    take(data, first)
    second = send(inbox, "b.json", said(80.0, target=95.0))
    assert codes(take(data, second, day=LATER)) == [("warning", "target.changed")]
    assert [(row["target"], row["as_of"]) for row in targets(data)] == [
        ("90", "2023-07-05"),
        ("95", "2023-08-01"),
    ]
    before = tree(data)
    take(data, second, first, day=date(2024, 1, 1))
    assert tree(data) == before


def test_targets_that_disagree_within_a_delivery_are_told_and_not_stored(data, inbox):
    figures = said(80.0, target=90.0), said(70.0, period="2023-Q1", target=95.0)
    intake = take(data, send(inbox, "a.json", *figures))
    assert codes(intake) == [("warning", "target.changed")] * 2
    assert (len(observations(data)), targets(data)) == (2, [])


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        (said(80.0, target=110.0), "target.out_of_bounds"),
        (said(80.0, target=100.0, comparator="gt"), "target.out_of_bounds"),
        (said(80.0, target=90.0, comparator="le"), "target.against_direction"),
        (said(9.0, indicator="rank", target=5.0, comparator="ge"), "target.against_direction"),
    ],
)
def test_an_impossible_target_is_an_error_and_its_figure_is_stored(data, inbox, figure, code):
    intake = take(data, send(inbox, "a.json", figure))
    assert codes(intake) == [("error", code)]
    assert (len(observations(data)), targets(data)) == (1, [])


def test_a_plan_that_is_not_registered_stops_the_call(data, inbox):
    with pytest.raises(ValueError, match="Allowed: KH-A, KH-B1, KH-B2"):
        take(data, send(inbox, "a.json", said(80.0)), plan="KH-X")
    assert not (data / "raw").exists()


# Originals


def test_the_original_is_kept_as_received_read_only_and_listed(data, inbox):
    path = send(inbox, "Sở A/Báo cáo 6 tháng.json", said(80.0))
    take(data, inbox)
    (kept,) = table(data, "raw/received.csv", RECEIVED)
    copy = data / "raw" / "2023-H1" / f"{kept['sha256'][:8]}-so-a-bao-cao-6-thang.json"
    assert copy.read_bytes() == path.read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o444
    assert (kept["file"], kept["period"], kept["as_of"]) == (
        "Sở A/Báo cáo 6 tháng.json",
        "2023-H1",
        "2023-07-05",
    )


def test_what_is_read_is_the_copy(data, inbox, monkeypatch):
    path = send(inbox, "a.json", said(80.0))

    def overwritten_meanwhile(copy, *arguments, **named):
        path.write_text("[]", encoding="utf-8")
        return read_json(copy, *arguments, **named)

    monkeypatch.setattr("dtanalysis.ingest.store.receive_file", overwritten_meanwhile)
    take(data, path)
    (kept,) = (data / "raw" / "2023-H1").iterdir()
    assert json.loads(kept.read_text(encoding="utf-8"))[0]["value"] == 80.0


def test_a_damaged_copy_is_restored_and_a_file_of_the_same_digest_is_kept_once_per_name(data, inbox):
    path = send(inbox, "a.json", said(80.0))
    take(data, path)
    (copy,) = (data / "raw" / "2023-H1").iterdir()
    copy.chmod(0o644)
    copy.write_bytes(b"damaged")
    take(data, path, send(inbox, "b.json", said(80.0)))
    assert copy.read_bytes() == path.read_bytes()
    assert len(list((data / "raw" / "2023-H1").iterdir())) == 2


def test_a_file_without_figures_is_kept_under_no_period_or_the_one_asked_for(data, inbox):
    take(data, send(inbox, "a.json"))
    take(data, send(inbox, "b.json", said(1.0)), programme="other")
    periods = [row["period"] for row in table(data, "raw/received.csv", RECEIVED)]
    assert sorted(periods) == ["2023-H1", "khong-ro-ky"]


@given(name=st.text(min_size=1, max_size=300), digest=st.just("ab" * 32))
def test_the_name_of_a_copy_is_always_harmless(name, digest):
    copied = copy_name(name, digest)
    assert copied.isascii()
    assert len(copied) <= 200
    assert not set(copied) & set('/\\:*?"<>| \n\0')
    assert copied.startswith("abababab-")


# Which files


def test_what_is_no_received_file_is_passed_over_and_told(data, inbox):
    send(inbox, "a.json", said(80.0))
    send(inbox, "~$a.json")
    send(inbox, ".hidden/b.json")
    take(data, inbox)
    os.mkfifo(inbox / "pipe")
    intake = take(data, inbox, data)
    assert [receipt.file for receipt in intake.receipts] == ["a.json"]
    reasons = dict(intake.skipped)
    assert {"~$a.json", ".hidden/b.json", "pipe", "catalogue/units.csv", "received/observations.csv"} <= set(
        reasons
    )
    assert reasons["raw/received.csv"] == "bản gốc đã lưu"


def test_a_file_meant_twice_is_read_once(data, inbox):
    path = send(inbox, "a.json", said(80.0))
    assert len(take(data, path, inbox, path).receipts) == 1


def test_a_call_without_a_file_is_refused_and_leaves_nothing(tmp_path, inbox):
    register = make_data(tmp_path / "register")
    inbox.mkdir()
    with pytest.raises(ValueError, match="No file to read among"):
        take(tmp_path / "new", inbox, lexicon=open_lexicon(register))
    assert not (tmp_path / "new").exists()
    with pytest.raises(FileNotFoundError, match="nowhere"):
        take(register, inbox / "nowhere")


def test_files_that_cannot_be_opened_or_are_too_large_are_told_and_the_others_are_stored(
    data, inbox, monkeypatch
):
    monkeypatch.setattr("dtanalysis.ingest.store.LARGEST_FILE", 500)
    send(inbox, "a.json", said(80.0))
    send(inbox, "large.json", *[said(80.0)] * 100)
    (inbox / "dangling.json").write_text("[]", encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.open", _denied("dangling.json", type(inbox).open))
    intake = take(data, inbox)
    assert [receipt.issues[0].code if receipt.issues else "" for receipt in intake.receipts] == [
        "",
        "file.unreadable",
        "file.too_large",
    ]
    assert [row["value"] for row in observations(data)] == ["80"]


def _denied(name, original):
    def open_(self, *arguments, **named):
        if self.name == name:
            raise PermissionError(13, "Permission denied")
        return original(self, *arguments, **named)

    return open_


def test_a_reader_that_fails_is_told_and_loses_no_other_file(data, inbox, monkeypatch):
    def read(path, lexicon, *, name, period, known):
        if name == "b.json":
            raise KeyError("x")
        return read_json(path, lexicon, name=name, period=period, known=known)

    monkeypatch.setattr("dtanalysis.ingest.store.receive_file", read)
    send(inbox, "a.json", said(80.0))
    send(inbox, "b.json")
    assert codes(take(data, inbox)) == [("error", "file.failed")]
    assert len(observations(data)) == 1


def test_every_file_has_a_receipt_with_its_day_even_if_nothing_of_it_could_be_read(data, inbox, monkeypatch):
    monkeypatch.setattr("dtanalysis.ingest.store.LARGEST_FILE", 1)
    path = send(inbox, "a.json", said(80.0))
    take(data, path)
    before = tree(data)
    take(data, path, day=LATER)
    (row,) = table(data, "received/receipts.csv", RECEIPTS)
    assert (row["read"], row["as_of"]) == ("0", "2023-07-05")
    assert tree(data) == before


# Hostile text


def test_text_of_strangers_is_no_formula_in_any_table(data, inbox):
    hostile = "=HYPERLINK(1)"
    path = send(inbox, f"{hostile}.json", said(80.0, note=hostile, sheet=hostile, raw="+1", rule="r"))
    take(data, path, send(inbox, "@b.json", said(85.0, unit="so-b", raw="\t=1")), day=DAY)
    for file in (
        "received/observations.csv",
        "received/provenance.csv",
        "received/issues.csv",
        "raw/received.csv",
    ):
        cells = [
            cell
            for line in (data / file).read_text(encoding="utf-8").splitlines()
            for cell in line.split(",")
        ]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))], file


@given(st.lists(st.lists(st.text(max_size=8), min_size=6, max_size=6), max_size=4))
def test_rows_survive_writing_and_reading_whatever_stands_in_them(rows):
    made = [make_row(cells) for cells in rows]
    again = read_rows(write_rows(made, SOURCES), SOURCES, "sources.csv")
    assert sorted(row.cells for row in again) == sorted(row.cells for row in made)


def test_a_row_whose_cells_do_not_change_keeps_its_bytes():
    stored = read_rows(
        b'source,title,publisher,kind,date,url\na,"x",,official,,\nb,y,,press,,\n', SOURCES, "s.csv"
    )
    new = [make_row(["a", "x", "", "official", "", ""]), make_row(["b", "z", "", "press", "", ""])]
    assert [row.text for row in replace_rows(stored, new, SOURCES)] == ['a,"x",,official,,', "b,z,,press,,"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_so_that_it_reads_back_as_the_same_number(value):
    text = number_text(value)
    assert float(text) == value
    assert set(text) <= set("-.0123456789")


def test_what_is_shown_of_a_cell_is_short():
    assert len(safe_text("=" * 5000)) == 201


# Twice, and in any order


def test_the_same_files_once_more_change_no_byte_on_any_day(data, inbox):
    send(inbox, "a.json", said(80.0, target=90.0), said(None, status="not_reported", indicator="rank"))
    send(inbox, "b.json", said(70.0, unit="so-b", target=90.0))
    take(data, inbox)
    before = tree(data)
    assert take(data, inbox).written == ()
    take(data, inbox, day=LATER)
    assert tree(data) == before


@settings(max_examples=8, deadline=None)
@given(files=st.lists(st.lists(ANY_FIGURE, max_size=3), min_size=2, max_size=3))
def test_the_order_of_the_paths_makes_no_difference_and_twice_is_once(tmp_path_factory, files):
    inbox = tmp_path_factory.mktemp("inbox")
    paths = [send(inbox, f"{number}.json", *_distinct(figures)) for number, figures in enumerate(files)]
    results = []
    for order in (paths, paths[::-1]):
        data = make_data(tmp_path_factory.mktemp("order") / "data")
        intake = take(data, *order)
        results.append((tree(data), [receipt.to_json() for receipt in intake.receipts]))
        take(data, *order, day=LATER)
        assert tree(data) == results[-1][0]
    assert results[0] == results[1]


@given(
    values=st.lists(st.sampled_from([None, 50.0, 60.0]), min_size=1, max_size=4),
    counts=st.lists(st.sampled_from([None, 2.0, 4.0]), min_size=4, max_size=4),
    statuses=st.lists(st.sampled_from(["published", "estimate"]), min_size=4, max_size=4),
    days=st.lists(st.sampled_from([DAY, LATER]), min_size=4, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_what_is_decided_depends_on_no_order_and_is_settled_once(values, counts, statuses, days, order):
    delivery = [
        Told(number, tell(value, counts[number], statuses[number]), days[number])
        for number, value in enumerate(values)
    ]
    ruling = settle(delivery, {}, {})
    order.shuffle(delivery)
    assert settle(delivery, {}, {}) == ruling
    stored: dict = {}
    for (figure, day), version in ruling.versions.items():
        stored.setdefault(figure, {})[day] = version
    again = settle(delivery, stored, {})
    assert again.versions == {}
    assert (again.known_since, set(again.refused)) == (ruling.known_since, set(ruling.refused))
    assert set(ruling.known_since) | set(ruling.refused) == set(delivery)


def tell(value: float | None, denominator: float | None, status: str) -> Record:
    counted = None if value is None else denominator
    return Record(
        "rate", "so-a", "agency", "", "2023", value, "eq", None, counted, None, status, "", 2, "D", ""
    )


def _distinct(figures: list[dict]) -> list[dict]:
    """Within one file the reader has settled what is told twice."""
    return list({figure["unit"]: figure for figure in figures}.values())


# Two worlds


def test_generated_and_real_figures_never_share_a_folder(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    before = tree(data)
    with pytest.raises(ValueError, match="never share a data folder"):
        take(data, send(inbox, "b.synthetic.json", said(80.0)))
    assert tree(data) == before


def test_generated_figures_alone_say_so_in_file_status_and_source(data, inbox):
    take(data, send(inbox, "b.synthetic.json", said(80.0, target=90.0)))
    (row,) = observations(data, "received/observations.synthetic.csv")
    assert (row["status"], len(targets(data, "received/targets.synthetic.csv"))) == ("synthetic", 1)
    assert load_programme(data).sources["kind"].tolist() == ["official", "synthetic"]
    with pytest.raises(ValueError, match="never share a data folder"):
        take(data, send(inbox, "a.json", said(80.0)))


def test_one_delivery_of_both_kinds_is_refused(data, inbox):
    send(inbox, "a.json", said(80.0))
    send(inbox, "b.synthetic.json", said(80.0, unit="so-b"))
    with pytest.raises(ValueError, match="never share a data folder"):
        take(data, inbox)
    rehearsed = take(data, inbox, is_rehearsal=True)
    assert len(rehearsed.receipts) == 2
    assert "synthetic" in rehearsed.notices[0]


# All or nothing


def test_a_rehearsal_says_the_same_and_writes_nothing(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    before = tree(data)
    second = send(inbox, "b.json", said(85.0), said(1.0, unit="so-b", target=9.0))
    rehearsed = take(data, second, is_rehearsal=True)
    assert tree(data) == before
    assert rehearsed.receipts == take(data, second).receipts


def test_tables_that_would_not_agree_are_not_written(data, inbox):
    before = tree(data)
    with pytest.raises(DataFaultError, match="giá trị nằm ngoài giới hạn"):
        take(data, send(inbox, "a.json", said(150.0)))
    assert tree(data) == before


def test_faults_that_were_there_before_are_told_and_do_not_stop_a_delivery(data, inbox):
    wrong = "rate,so-b,agency,,2023-H1,150,eq,,,published,2023-07-05,doc,"
    write_table(data / "old" / "observations.csv", OBSERVATIONS, [wrong])
    intake = take(data, send(inbox, "a.json", said(80.0)))
    assert "vốn đã có 1 lỗi" in intake.notices[0]
    assert len(observations(data)) == 1


def test_a_register_with_few_tables_will_do_and_it_is_told_that_not_all_was_checked(data, inbox):
    for name in ("terms", "plans", "unit_successions"):
        (data / "catalogue" / f"{name}.csv").unlink()
    path = send(inbox, "a.json", said(80.0))
    assert "chưa đối chiếu" in take(data, path).notices[0]
    before = tree(data)
    assert take(data, path, day=LATER).is_clean
    assert tree(data) == before


def test_a_table_of_ours_that_was_edited_into_another_shape_stops_the_run(data, inbox):
    path = send(inbox, "a.json", said(80.0))
    take(data, path)
    (data / "received" / "issues.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(DataFaultError, match=r"received/issues.csv.*dòng đầu phải là: file,sha256"):
        take(data, path)


def test_issues_of_other_files_stay_and_those_of_a_file_are_those_of_its_last_reading(data, inbox):
    take(data, send(inbox, "a.json", said(80.0)))
    second = send(inbox, "b.json", said(85.0))
    take(data, second)
    take(data, send(inbox, "c.json", said(1.0, unit="so-b", target=90.0)))
    assert [row["file"] for row in table(data, "received/issues.csv", ISSUES)] == ["b.json", "c.json"]
    take(data, second, as_of=LATER)
    stored = [(row["file"], row["code"]) for row in table(data, "received/issues.csv", ISSUES)]
    assert stored == [("b.json", "revision.changed"), ("c.json", "target.no_plan")]


class Crash(OSError):
    """What a full disk or a cut cable raises."""


def _fail_at(monkeypatch, number: int) -> None:
    calls = itertools.count(1)
    replace = os.replace

    def failing(*arguments, **named):
        if next(calls) == number:
            raise Crash("no space left")
        replace(*arguments, **named)

    monkeypatch.setattr("os.replace", failing)


@pytest.mark.parametrize("number", range(1, 10))
def test_a_crash_leaves_every_file_old_or_new_and_the_next_run_completes_it(
    data, inbox, tmp_path, monkeypatch, number
):
    first, second = send(inbox, "a.json", said(80.0)), send(inbox, "b.json", said(85.0, target=90.0))
    take(data, first)
    old = tree(data)
    other = make_data(tmp_path / "other")
    take(other, first)
    take(other, second, day=LATER)
    new = tree(other)
    with monkeypatch.context() as patch:
        _fail_at(patch, number)
        if number <= 7:
            with pytest.raises(Crash):
                take(data, second, day=LATER)
        else:
            take(data, second, day=LATER)
    assert all(digest in (old.get(name), new.get(name)) for name, digest in tree(data).items())
    load_programme(data)
    # Once the list of originals is written, the day of the crash is remembered.
    take(data, second, day=date(2023, 8, 2) if number > 2 else LATER)
    assert tree(data) == new


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_killed_run_leaves_parts_that_the_next_run_sweeps(data, inbox, tmp_path, monkeypatch, number):
    path = send(inbox, "a.json", said(80.0, target=90.0))
    other = make_data(tmp_path / "other")
    take(other, path)
    if (child := os.fork()) == 0:
        monkeypatch.setattr("os.replace", _killed_at(number))
        take(data, path)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    load_programme(data)
    take(data, path)
    assert tree(data) == tree(other)


def _killed_at(number: int):
    calls = itertools.count(1)
    replace = os.replace

    def killing(*arguments, **named):
        if next(calls) == number:
            os._exit(9)
        replace(*arguments, **named)

    return killing


def test_a_second_run_waits_and_then_says_that_another_is_writing(data):
    with (
        held(data),
        pytest.raises(TimeoutError, match="Another `dtanalysis ingest`"),
        held(data, patience=0.1),
    ):
        pass


@pytest.mark.parametrize("name", ["raw", "catalogue", "../x", "Dti", "", "a/b"])
def test_a_programme_is_a_plain_folder_that_is_not_taken(data, inbox, name):
    with pytest.raises(ValueError, match="cannot be a folder of tables"):
        take(data, send(inbox, "a.json", said(80.0)), programme=name)
