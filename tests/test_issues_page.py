"""The page of a delivery: says what to do, cell by cell, and nothing on it can run or ask for anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from dtanalysis.ingest.outcome import Issue, LedgerLine, Receipt, Record
from dtanalysis.publish.issues import ledger_sentences, publish_issues, render_issues, summarise
from dtanalysis.publish.style import page_style

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=y>"
DIGEST = "8f335a7e" * 8


def record(row: int = 2, status: str = "published") -> Record:
    return Record(
        "rate", "so-a", "agency", "", "2023-H1", 80.0, "eq", None, None, None, status, "Biểu", row, "D", "80"
    )


def issue(severity="error", code="number.ambiguous_dot", row=7, column="D", raw="33.250", **more) -> Issue:
    told = {"sheet": "Biểu", "message": "Không rõ dấu chấm.", "suggestion": "Viết 33,25."} | more
    return Issue(severity, code, told["sheet"], row, column, raw, told["message"], told["suggestion"])


def receipt(*issues: Issue, file: str = "so-a.xlsx", records=None, ledger=None) -> Receipt:
    lines = (LedgerLine("Biểu", 4, 2, 1, 1, {"header": 1}),) if ledger is None else ledger
    return Receipt(file, DIGEST, (record(),) if records is None else tuple(records), issues, lines)


class Page(HTMLParser):
    """Elements, the text outside the style sheet, and the cells of each row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text, self.rows, self._open = "", [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" not in self._open:
            self.text += data
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data


HOSTILE = receipt(
    issue(raw=MARKUP, message=MARKUP, suggestion=MARKUP, sheet=MARKUP),
    file=f"{MARKUP}.xlsx",
    ledger=(LedgerLine(MARKUP, 1, 1, 0, 0),),
)
DAMAGED = receipt(
    issue(code="file.password", row=0, column="", raw="b.xlsx", sheet=""),
    file="b.xlsx",
    records=(),
    ledger=(),
)


def test_an_issue_stands_in_one_row_with_sheet_cell_what_why_and_remedy():
    page = Page(render_issues([receipt(issue())], period="2023-H1"))
    assert page.rows == [
        ["Trang", "Ô", "Thấy gì", "Vì sao", "Sửa thế nào"],
        ["Biểu", "D7", "33.250", "Không rõ dấu chấm.", "Viết 33,25."],
    ]


def test_errors_come_before_warnings_and_both_are_counted():
    page = Page(render_issues([receipt(issue("warning", raw="later"), issue(raw="first"))]))
    assert page.text.index("Phải sửa (1)") < page.text.index("Nên xem lại (1)")
    assert [row[2] for row in page.rows if row[1] == "D7"] == ["first", "later"]
    assert "Có 1 lỗi phải sửa, 1 điều nên xem lại." in page.text


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ({"row": 7, "column": "D"}, "D7"),
        ({"row": 7, "column": ""}, "dòng 7"),
        ({"row": 0, "column": "D"}, "cột D"),
        ({"row": 0, "column": ""}, "cả trang"),
        ({"row": 0, "column": "", "sheet": ""}, "cả tệp"),
    ],
)
def test_every_place_has_its_words(place, shown):
    page = Page(render_issues([receipt(issue(**place))]))
    assert shown in page.rows[1]


def test_what_stands_in_a_cell_can_be_seen():
    page = Page(render_issues([receipt(issue(raw="1\N{NO-BREAK SPACE}234\n\u202e5"), issue(raw=""))]))
    assert "1␣234⏎\N{REPLACEMENT CHARACTER}5" in page.text
    assert "(để trống)" in page.text


def test_a_page_without_issues_says_so_and_asks_for_nothing():
    page = Page(render_issues([receipt()], period="2023-H1"))
    assert "Tệp này được nhận hết." in page.text
    assert "Không có lỗi, không có gì phải sửa." in page.text
    assert "Cách làm" not in page.text
    assert page.rows == []


def test_the_finding_counts_the_files_by_what_became_of_them():
    page = Page(render_issues([receipt(), receipt(issue()), DAMAGED]))
    assert (
        "1 tệp được nhận hết, 1 tệp chỉ được nhận một phần và 1 tệp không nhận được số liệu nào" in page.text
    )
    assert "Cả 2 tệp được nhận hết." in render_issues([receipt(), receipt()])


def test_the_ledger_is_told_sheet_by_sheet_with_the_reasons():
    ledger = (
        LedgerLine("Quý I", 54, 51, 2, 1, {"header": 1}),
        LedgerLine("", 1200, 0, 0, 1200, {"no_table": 1200}),
    )
    assert ledger_sentences(receipt(ledger=ledger)) == [
        "Trang “Quý I”: đọc 54 dòng: nhận 51, từ chối 2, bỏ qua 1 (tiêu đề cột 1).",
        "Đọc 1.200 dòng: nhận 0, từ chối 0, bỏ qua 1.200 (trang không có bảng số liệu 1.200).",
    ]
    assert ledger_sentences(DAMAGED) == ["Không đọc được tệp; không số liệu nào được nhận."]


def test_hostile_text_is_shown_as_text_in_every_place():
    page = Page(render_issues([HOSTILE, HOSTILE]))
    assert page.text.count(MARKUP) >= 2 * 7
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "iframe", "img", "form", "object", "embed", "svg"}
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]


def test_nothing_on_the_page_asks_for_anything_but_the_table_beside_it():
    html = render_issues([HOSTILE, DAMAGED], period="2023-H1")
    page = Page(html)
    links = {attributes["href"] for tag, attributes in page.elements if tag in ("a", "link")}
    assert links == {"#content", "#tep-1", "#tep-2", "data:,", "issues.csv"}
    assert set(re.findall(r"url\(([^)]{10})", html)) == {"data:font/"}
    assert page.elements[2][1]["content"].startswith("default-src 'none'")


def test_a_page_has_one_title_and_no_name_twice():
    page = Page(render_issues([receipt(issue(), issue("warning")), receipt(issue())], period="2023-H1"))
    tags = [tag for tag, _ in page.elements]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert [tags.count(tag) for tag in ("h1", "main", "header", "footer", "title")] == [1] * 5
    assert len(ids) == len(set(ids))
    assert "Kết quả nhận số liệu 6 tháng đầu năm 2023" in page.text


def test_a_very_long_list_is_cut_and_says_where_the_rest_is():
    page = Page(render_issues([receipt(*[issue(row=row) for row in range(1, 1001)])]))
    assert len(page.rows) == 301
    assert "… và 700 ô khác" in page.text


def test_generated_figures_are_announced():
    assert "số liệu mô phỏng" in render_issues([receipt(records=(record(status="synthetic"),))])
    assert "số liệu mô phỏng" not in render_issues([receipt()])


def test_the_page_is_written_with_its_table_and_is_the_same_every_time(tmp_path):
    page = publish_issues([receipt(issue())], b"file\n", period="2023-H1", out=tmp_path)
    assert page == tmp_path / "2023-H1" / "ingest" / "index.html"
    first = page.read_bytes()
    publish_issues([receipt(issue())], b"file\n", period="2023-H1", out=tmp_path)
    assert page.read_bytes() == first
    assert sorted(path.name for path in page.parent.iterdir()) == ["index.html", "issues.csv"]


def test_a_summary_names_the_first_issues_errors_first_and_moves_no_cursor():
    lines = summarise(receipt(issue("warning"), *[issue(raw="\x1b[2J\n")] * 3))
    assert lines[0] == "so-a.xlsx: nhận một phần; 1 số liệu"
    assert lines[2].startswith("  ✗ trang “Biểu”, D7: Không rõ dấu chấm.")
    assert lines[-1] == "  … và 1 điều khác"
    assert all(char.isprintable() for line in lines for char in line)


def test_all_pages_share_one_style():
    from dtanalysis.publish.html import render_index

    assert page_style() in render_index([])
    assert page_style("intake.css").startswith(page_style())
