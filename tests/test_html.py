"""The page of a notebook and the index of a report: complete, harmless, numbered, the same on every run."""

from __future__ import annotations

import re
from base64 import b64encode
from html.parser import HTMLParser

import nbformat
import pytest
from page_samples import (
    CONTEXT,
    HOSTILE_CONTEXT,
    MARKUP,
    code,
    gap_figure,
    hostile_notebook,
    notebook,
    output,
    prose,
    sample_notebook,
    scorecard_table,
    shown,
    stream,
)

from dtanalysis.exhibits import EXHIBIT_MIME, Finding, Note
from dtanalysis.publish.cleaning import clean_html
from dtanalysis.publish.html import PageExporter, render_html, render_index
from dtanalysis.publish.words import PAGE_WORDS

VOID = {"meta", "link", "img", "br", "hr", "col", "wbr"}


class Page(HTMLParser):
    """Elements in order, the text of the body, and whether every element is closed in its place."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.style = ""
        self.misplaced: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.misplaced.append(tag)

    def handle_data(self, data):
        if "style" in self._open:
            self.style += data
        else:
            self.text += data

    def named(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(*cells, **settings) -> str:
    return render_html(notebook(prose("# Thử"), *cells), **settings)


def one_image(alt: str = "Đồ thị"):
    picture = output(image_png=b64encode(b"picture").decode())
    picture.metadata["alt"] = alt
    return picture


SAMPLE = render_html(sample_notebook(), context=CONTEXT)
HOSTILE = render_html(hostile_notebook(), context=HOSTILE_CONTEXT)
INDEX = render_index(
    [
        {"name": "10_scorecard", "notebook": sample_notebook(), "statuses": {"met": 2, "behind": 1}},
        {"name": "50_dti", "title": "Chỉ số DTI", "problem": f"ô 7 {MARKUP}"},
    ],
    unit_name="Tỉnh Ninh Thuận",
    period_name="6 tháng đầu năm 2023",
)
PAGES = {"sample": SAMPLE, "hostile": HOSTILE, "index": INDEX}


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_nothing_on_a_page_asks_for_anything_outside_it(html):
    page = Page(html)
    sources = [
        value
        for _, attributes in page.elements
        for key, value in attributes.items()
        if key in ("src", "srcset", "data")
    ]
    assert all(source.startswith("data:image/") for source in sources)
    assert [link["href"] for link in page.named("link")] == ["data:,"]
    styles = page.style + " ".join(attributes.get("style") or "" for _, attributes in page.elements)
    assert set(re.findall(r"url\(([^)]{10})", styles)) == {"data:font/"}
    assert "@import" not in styles


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_nothing_on_a_page_can_run(html):
    page = Page(html)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {
        "script",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "form",
        "base",
        "button",
        "input",
        "template",
    }
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]
    addresses = [attributes["href"] for attributes in page.named("a") if "href" in attributes]
    assert all(re.match(r"#[\w-]+$|https?://|[\w./-]+\.(html|ipynb)$", address) for address in addresses)


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_the_policy_comes_first_in_the_head_and_forbids_everything_but_the_page_itself(html):
    page = Page(html)
    assert [tag for tag, _ in page.elements[:3]] == ["html", "head", "meta"]
    policy = page.elements[2][1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert policy["content"].startswith(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:;"
    )


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_a_page_is_well_formed_and_has_one_title_and_all_landmarks(html):
    page = Page(html)
    tags = [tag for tag, _ in page.elements]
    assert page.misplaced == []
    assert [tags.count(tag) for tag in ("h1", "header", "main", "footer", "title")] == [1, 1, 1, 1, 1]
    assert page.named("a")[0] == {"class": "skip", "href": "#content"}
    assert page.named("main")[0]["id"] == "content"


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_no_id_and_no_region_name_occurs_twice(html):
    page = Page(html)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    regions = [
        attributes["aria-label"] for _, attributes in page.elements if attributes.get("role") == "region"
    ]
    assert len(ids) == len(set(ids))
    assert len(regions) == len(set(regions))


def test_every_link_within_the_page_has_its_place():
    page = Page(SAMPLE)
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    targets = {attributes["href"][1:] for attributes in page.named("a") if attributes["href"].startswith("#")}
    assert targets - ids == set()
    assert len(targets) == 6


def test_hostile_text_is_shown_as_text_in_every_place():
    assert Page(HOSTILE).text.count(MARKUP) >= 25


def test_the_page_cannot_be_left_by_an_output_that_closes_its_box():
    assert Page(page_of(code("x", output(text_html="</div></main></body>chữ")))).misplaced == []


def test_an_output_cannot_take_the_name_of_a_place_or_the_look_of_the_page():
    html = page_of(
        code(
            "x",
            output(text_html='<p id="content" class="skip dataframe" style="position:fixed;color:red">a</p>'),
        )
    )
    assert '<p class="dataframe" style="color:red">a</p>' in html


def test_an_output_that_claims_to_be_an_exhibit_is_cleaned_all_the_same():
    forged = nbformat.v4.new_output(
        "display_data",
        data={"text/html": f"<p onclick='x()'>chữ{MARKUP}</p>", EXHIBIT_MIME: {"kind": "table"}},
    )
    assert "<p>chữ</p>" in page_of(code("x", forged))


def test_html_in_markdown_is_shown_and_not_obeyed():
    assert "&lt;b&gt;đậm&lt;/b&gt;" in page_of(prose("<b>đậm</b>"))


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ('<p><img src="https://example.org/a.png" alt="xa"></p>', "<p>xa</p>"),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="//example.org">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<p tabindex="3" role="banner">a</p>', "<p>a</p>"),
        ('<p class="skip finding masthead">a</p>', '<p class="finding">a</p>'),
        ('<p data-x="1" id="a" contenteditable>a</p>', "<p>a</p>"),
        ("<!-- a --><p>b", "<p>b</p>"),
    ],
)
def test_what_is_not_named_is_removed(html, cleaned):
    assert clean_html(html) == cleaned


@pytest.mark.parametrize(
    "style",
    [
        "background-color:url(https://a.vn/b)",
        "color:var(--x)",
        "width:expression(alert(1))",
        "color:r\\65 d",
        "left:0",
    ],
)
def test_a_style_that_could_fetch_or_move_is_dropped(style):
    assert clean_html(f'<p style="{style}">a</p>') == "<p>a</p>"


def test_the_language_of_the_page_is_the_language_of_its_labels():
    for language in ("vi", "en"):
        html = render_html(sample_notebook(), language=language, context=CONTEXT)
        assert f'<html lang="{language}">' in html
        assert PAGE_WORDS[language]["code"] in html
    assert "Figure 1." in html
    assert "Hình 1." not in html
    assert "Xem mã lệnh" not in html
    assert "Figures as known on 12 July 2023" in html


def test_both_languages_have_the_same_words():
    assert PAGE_WORDS["vi"].keys() == PAGE_WORDS["en"].keys()


def test_cells_of_the_other_language_are_left_out():
    cells = (prose("Tiếng Việt", "vi"), prose("English", "en"), prose("Cả hai"))
    assert "English" not in page_of(*cells)
    english = page_of(*cells, language="en")
    assert "Tiếng Việt" not in english
    assert "Cả hai" in english


def test_figures_and_tables_are_numbered_in_reading_order_each_for_itself():
    labels = re.findall(r'<span class="label">((?:Hình|Bảng) \d+)\.</span> ', SAMPLE)
    assert labels == ["Bảng 1", "Hình 1", "Bảng 2"]


def test_the_table_behind_a_figure_has_no_number_of_its_own_but_names_the_figure():
    html = page_of(code("a", shown(gap_figure())))
    assert html.count('<span class="label">Hình 1.</span>') == 1
    assert 'aria-label="Hình 1. Số liệu của biểu đồ"' in html


def test_the_finding_stands_before_the_text_that_precedes_it():
    html = SAMPLE[SAMPLE.index("<main") :]
    assert html.index('class="finding"') < html.index("<nav") < html.index("Trang này trả lời ba câu hỏi")


def test_a_finding_within_a_section_stays_there():
    html = page_of(prose("## Mục"), code("f", shown(Finding(("Kết luận của mục.",)))))
    assert html.index("<h2 ") < html.index('class="finding"')


def test_only_the_finding_moves_to_the_top_and_the_rest_of_its_cell_keeps_its_place():
    html = page_of(prose("Lời dẫn."), code("f", shown(Finding(("Kết luận.",))), shown(Note("Còn lại."))))
    assert html.index("Kết luận.") < html.index("Lời dẫn.") < html.index("Còn lại.")


def test_contents_list_the_sections_and_not_their_parts():
    contents = SAMPLE[SAMPLE.index("<nav") : SAMPLE.index("</nav>")]
    assert "Những chỉ tiêu nào đã đạt?" in contents
    assert "Tham số và nguồn gốc" in contents
    assert "Hai mẫu số khác nhau" not in contents


def test_a_page_of_one_section_has_no_contents():
    assert "<nav" not in page_of(prose("## Mục duy nhất"))


def test_headings_of_one_name_get_different_addresses():
    html = page_of(prose("## Số liệu\n\n## Số liệu\n\n## Content\n\n## !?"))
    assert re.findall(r'<h2 id="([^"]*)"', html) == ["so-lieu", "so-lieu-2", "content-2", "section"]


def test_the_first_heading_is_the_title_and_further_ones_of_its_level_become_sections():
    html = render_html(notebook(prose("# Tên **trang**\n\nLời dẫn."), prose("# Phần hai")))
    assert "<h1>Tên trang</h1>" in html
    assert '<h2 id="phan-hai">Phần hai</h2>' in html
    assert "<title>Tên trang</title>" in html


def test_a_title_of_the_caller_takes_the_place_of_the_notebooks():
    assert "<h1>Khác</h1>" in page_of(prose("chữ"), title="Khác")


def test_a_notebook_without_title_is_refused():
    with pytest.raises(ValueError, match="has no title: begin its first cell with '# '"):
        render_html(notebook(prose("Chỉ có chữ")))


def test_code_lies_behind_a_fold_with_the_result_it_leads_to():
    html = page_of(code("a = 1"), code("b = 2"), code("show(a, b)", shown(scorecard_table())))
    (fold,) = re.findall(r'<details class="code">.*?</details>', html, flags=re.DOTALL)
    assert html.index("</table>") < html.index(fold)
    assert [re.sub("<.*?>", "", cell) for cell in re.findall("<pre>(.*?)</pre>", fold)] == [
        "a = 1",
        "b = 2",
        "show(a, b)",
    ]


def test_code_without_a_result_is_shown_before_the_next_words():
    html = page_of(code("a = 1"), prose("Sau đó"))
    assert html.index("Xem mã lệnh") < html.index("Sau đó")


def test_a_section_whose_code_shows_nothing_is_left_out_and_its_code_goes_on():
    html = page_of(
        prose("## Trống"), code("nothing()"), prose("### Phần của mục trống"),
        prose("## Có"), code("show(b)", shown(scorecard_table())), prose("## Lời cuối"),
    )  # fmt: skip
    assert "Trống" not in html
    assert "Phần của mục trống" not in html
    assert re.findall(r'<h2 id="([^"]*)"', html) == ["co", "loi-cuoi"]
    (fold,) = re.findall(r'<details class="code">.*?</details>', html, flags=re.DOTALL)
    assert fold.index("nothing") < fold.index("show")


def test_blank_printing_shows_nothing_but_a_note_does():
    blank, said = stream(" \n"), shown(Note("Không thiếu số liệu nào."))
    html = page_of(prose("## Trống"), code("print()", blank), prose("## Có"), code("b", said))
    assert re.findall(r'<h2 id="([^"]*)"', html) == ["co"]


def test_sections_of_a_notebook_without_any_result_stay():
    assert '<h2 id="muc">' in page_of(prose("## Mục"), code("a = 1"))


def test_code_keeps_its_line_breaks_and_indents_and_marks_comments():
    html = page_of(code("for x in y:\n    f(x)  # vì sao\n"))
    assert '\n    f(x)  <span class="c"># vì sao</span></code></pre>' in html


def test_parameters_are_told_at_the_end_and_not_as_code_of_the_page():
    body, provenance = SAMPLE.split('<h2 id="provenance">')
    assert "injected" not in SAMPLE
    assert "2023-07-12" not in body
    assert "2023-07-12" in provenance
    assert "(để trống)" in provenance
    assert "4f" * 32 in provenance
    assert "10_scorecard" in provenance


def test_without_a_context_nothing_is_said_about_the_origin():
    assert 'id="provenance"' not in render_html(sample_notebook())


def test_removed_cells_leave_no_trace():
    html = page_of(code("bí_mật()", stream("bí mật"), tags=("remove-cell",)), prose("bí mật", "remove-cell"))
    assert "mật" not in html


def test_synthetic_figures_are_told_under_the_title():
    assert "số liệu mô phỏng (synthetic)" in page_of(context={"synthetic": True})
    assert "synthetic)" not in page_of(context={"synthetic": False})


def test_the_day_of_knowledge_is_told_unless_it_is_the_latest():
    assert "đến hết ngày 12/7/2023" in page_of(context={"as_of": "2023-07-12"})
    assert "được biết đến" not in page_of(context={"as_of": "latest"})


def test_our_exhibits_lose_nothing_but_their_inline_style():
    for exhibit in (scorecard_table(), gap_figure(), Finding(("a",)), Note("b")):
        bare = re.sub(r' style="[^"]*"', "", exhibit.html())
        cleaned = clean_html(exhibit.html(), keep_style=False)
        assert Page(cleaned).elements == Page(bare).elements
        assert Page(cleaned).text == Page(bare).text


def test_a_failed_cell_makes_no_page_and_is_named():
    error = nbformat.v4.new_output("error", ename="KeyError", evalue="'x'", traceback=[])
    with pytest.raises(ValueError, match=r"Cell 2 \('frame\[\"x\"\]'\) failed: KeyError: 'x'"):
        page_of(code('frame["x"]', error))


def test_a_warning_makes_no_page_and_is_quoted():
    with pytest.raises(
        ValueError,
        match=r"Cell 2 \('f\(\)'\) wrote to stderr, which must not reach a reader: FutureWarning: x",
    ):
        page_of(code("f()", stream("FutureWarning: x\n", "stderr")))


@pytest.mark.parametrize(
    "data",
    [
        {"application/vnd.plotly.v1+json": {}},
        {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Button()"},
        {"application/javascript": "alert(1)", "text/plain": "<Javascript object>"},
        {"text/vnd.mermaid": "graph"},
        {},
    ],
)
def test_an_output_that_needs_a_script_makes_no_page(data):
    with pytest.raises(ValueError, match=r"Cell 2 \('chart'\) shows something that a page cannot carry"):
        page_of(code("chart", nbformat.v4.new_output("display_data", data=data)))


@pytest.mark.parametrize(
    "html", ["<script>draw()</script>", "<div></div>", "<svg><circle r='1'/></svg>", "<style>a{}</style>"]
)
def test_an_output_of_which_nothing_is_left_makes_no_page(html):
    with pytest.raises(ValueError, match=r"Cell 2 \('chart'\): nothing is left of its text/html output"):
        page_of(code("chart", output(text_html=html)))


@pytest.mark.parametrize(
    "cell",
    [
        code("plot", output(image_png="aGk=")),
        code("plot", output(**{"image_svg+xml": "<svg/>"})),
        code("plot", output(text_html='<img src="data:image/png;base64,aGk=">')),
        prose("![](data:image/png;base64,aGk=)"),
    ],
    ids=["png", "svg", "html", "markdown"],
)
def test_a_picture_without_alternative_text_makes_no_page(cell):
    with pytest.raises(ValueError, match=r"Cell 2 .*alternative text"):
        page_of(cell)


@pytest.mark.parametrize("address", ["bieu-do.png", "https://example.org/a.png", "attachment:missing.png"])
def test_a_picture_that_is_not_in_the_notebook_makes_no_page(address):
    with pytest.raises(ValueError, match=r"Cell 2 .*(not part of the notebook|missing attachment)"):
        page_of(prose(f"![Đồ thị]({address})"))


def test_an_attached_picture_is_in_the_page():
    cell = prose("![Đồ thị](attachment:a.png)")
    cell.attachments = {"a.png": {"image/png": "aGk="}}
    assert '<img src="data:image/png;base64,aGk=" alt="Đồ thị">' in page_of(cell)


def test_pictures_are_images_with_their_words():
    assert '<img alt="Đồ thị" src="data:image/png;base64,cGljdHVyZQ==">' in page_of(code("x", one_image()))


def test_printed_text_and_markdown_and_formulas_are_shown():
    html = page_of(
        code("a", stream("\x1b[31mđỏ\x1b[0m < 1\n")),
        code("b", output(text_markdown="**đậm** và $a<b$")),
        code("c", output(text_latex="$$x$$")),
        code("d", output(text_plain="42")),
    )
    assert '<pre class="text">đỏ &lt; 1</pre>' in html
    assert '<strong>đậm</strong> và <code class="formula">a&lt;b</code>' in html
    assert '<code class="formula">x</code>' in html
    assert '<pre class="text">42</pre>' in html


def test_outputs_stored_as_lists_of_lines_are_read():
    html = page_of(code("a", output(text_html=["<p>một", " hai</p>"]), stream(["ba\n", "bốn"])))
    assert "<p>một hai</p>" in html
    assert "ba\nbốn" in html


def test_a_result_is_read_like_a_displayed_output():
    result = nbformat.v4.new_output("execute_result", data={"text/plain": "42"}, execution_count=1)
    assert ">42</pre>" in page_of(code("6 * 7", result))


def test_the_same_notebook_gives_the_same_bytes():
    assert render_html(sample_notebook(), context=CONTEXT) == SAMPLE


def test_rendering_leaves_the_notebook_as_it_was():
    before, after = sample_notebook(), sample_notebook()
    render_html(after, context=CONTEXT)
    assert after == before


def test_the_page_without_its_pictures_stays_small():
    pictures = sum(len(source) for source in re.findall(r'src="(data:[^"]*)"', SAMPLE))
    assert len(SAMPLE.encode()) - pictures < 90_000


def test_nbconvert_can_use_the_exporter_by_itself():
    body, _ = PageExporter(language="en").from_notebook_node(sample_notebook())
    assert '<html lang="en">' in body


def test_the_index_quotes_the_first_sentence_and_links_page_and_notebook():
    page = Page(INDEX)
    assert "<h1>Báo cáo chuyển đổi số 6 tháng đầu năm 2023</h1>" in INDEX
    assert "Tỉnh Ninh Thuận công bố đã đạt và vượt 8/19 chỉ tiêu (42,1%)" in page.text
    assert "Khoảng cách lớn nhất" not in page.text
    assert {link["href"] for link in page.named("a")} == {
        "#content",
        "10_scorecard.html",
        "10_scorecard.ipynb",
    }


def test_the_index_counts_statuses_in_words():
    items = re.findall(r'<li class="status">(.*?)</li>', INDEX)
    assert [Page(item).text for item in items] == ["●\u00a0đạt 2", "▼\u00a0chưa đạt 1"]


def test_the_index_says_why_a_page_is_missing_and_does_not_link_it():
    assert "Không lập được trang này: ô 7" in Page(INDEX).text
    assert "50_dti.html" not in INDEX


def test_the_index_takes_its_title_from_the_cells_of_its_language():
    bilingual = notebook(prose("# Bảng điểm", "vi"), prose("# Scorecard", "en"))
    html = render_index(
        [{"name": "a", "notebook": bilingual}], language="en", period_name="first half of 2023"
    )
    assert ">Scorecard</a>" in html
    assert "Bảng điểm" not in html
    assert "<h1>Digital transformation report, first half of 2023</h1>" in html
