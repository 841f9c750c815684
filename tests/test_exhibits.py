"""The display objects: what they hold, that nothing in them runs, that pictures are the same every time."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import unicodedata
from base64 import b64decode
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import nbformat
import pandas as pd
import pytest
from matplotlib.figure import Figure as Drawing
from page_samples import MARKUP, gap_figure, scorecard_frame, scorecard_table, wide_table

from dtanalysis.catalogue.schema import STATUSES
from dtanalysis.exhibits import (
    EXHIBIT_MIME,
    STATUS_COLOURS,
    STATUS_MARKS,
    STATUS_WORDS,
    SYNTHETIC_WORDS,
    Column,
    Figure,
    Finding,
    Note,
    Table,
    house_style,
    mark_synthetic,
    number_axis,
    status_html,
)
from dtanalysis.exhibits.drawing import FONTS


class Tags(HTMLParser):
    """All elements with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def named(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]


def bundle(exhibit):
    """What Jupyter would store, without metadata."""
    stored = exhibit._repr_mimebundle_()
    return stored[0] if isinstance(stored, tuple) else stored


def simple_drawing(marks: int = 3) -> Drawing:
    with house_style():
        drawing = Drawing(figsize=(3, 2))
        drawing.subplots().scatter(range(marks), [number % 7 for number in range(marks)])
    return drawing


def one_column(kind: str, value, **settings) -> str:
    """The cell of a table of one row and one column."""
    extra = {name: [settings.pop(name)] for name in ("unit_measure", "unit_label", "q") if name in settings}
    frame = pd.DataFrame({"x": [value], **extra})
    language = settings.pop("language", "vi")
    return Table(frame, "Bảng thử", [Column("x", "X", kind, **settings)], language=language).texts()[0][0]


HOSTILE_COLUMNS = [Column("a", MARKUP), Column("b", MARKUP, "number"), Column("c", MARKUP)]
HOSTILE = {
    "finding": Finding((MARKUP, MARKUP)),
    "note": Note(MARKUP, heading=MARKUP),
    "table": Table(
        pd.DataFrame({"a": [MARKUP], "b": [1], "c": [MARKUP]}), MARKUP, HOSTILE_COLUMNS, MARKUP, MARKUP
    ),
    "figure": Figure(Drawing(figsize=(1, 1)), MARKUP, f'"><{MARKUP}', source=MARKUP, note=MARKUP),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_in_any_place_of_an_exhibit_stays_text(name):
    tags = Tags(HOSTILE[name].html())
    assert "script" not in {tag for tag, _ in tags.elements}
    assert not [key for _, attributes in tags.elements for key in attributes if key.startswith("on")]
    assert all(image["src"].startswith("data:image/") for image in tags.named("img"))
    assert MARKUP in tags.text


def test_an_exhibit_holds_no_style_block_and_no_script():
    for exhibit in (scorecard_table(), gap_figure(), wide_table(), Finding(("a",)), Note("b")):
        assert not {"style", "script", "link"} & {tag for tag, _ in Tags(exhibit.html()).elements}


@pytest.mark.parametrize("exhibit", [scorecard_table(), gap_figure(), Finding(("a",)), Note("b")])
def test_structured_data_travels_as_strict_json(exhibit):
    data = bundle(exhibit)[EXHIBIT_MIME]
    assert json.loads(json.dumps(data, allow_nan=False)) == data


@pytest.mark.parametrize("exhibit", [scorecard_table(), gap_figure(), Finding(("a",)), Note("b")])
def test_jupyter_can_store_every_exhibit(exhibit):
    output = nbformat.v4.new_output("display_data", data=bundle(exhibit))
    nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output], id="a")]))


def test_a_finding_shows_its_first_sentence_apart():
    finding = Finding(("8 trong 19 chỉ tiêu đã đạt.", "Còn 11."))
    assert '<p class="lead"><strong>8 trong 19 chỉ tiêu đã đạt.</strong></p><p>Còn 11.</p>' in finding.html()
    assert bundle(finding)["text/markdown"] == "> **8 trong 19 chỉ tiêu đã đạt.** Còn 11."
    assert bundle(finding)[EXHIBIT_MIME]["sentences"] == ["8 trong 19 chỉ tiêu đã đạt.", "Còn 11."]


def test_a_finding_of_one_bare_text_is_one_sentence_not_its_letters():
    assert Finding("Chưa có kế hoạch.").sentences == ("Chưa có kế hoạch.",)


@pytest.mark.parametrize("sentences", [(), ("",), ("Đúng.", " ")])
def test_an_empty_finding_is_refused(sentences):
    with pytest.raises(ValueError, match="Finding"):
        Finding(sentences)


def test_markdown_of_a_finding_cannot_start_markup():
    assert Finding(("*a* <b> [c](d) $e$",)).markdown() == r"> **\*a\* &lt;b&gt; \[c\](d) \$e\$**"


def test_a_figure_without_alternative_text_or_caption_is_refused():
    with pytest.raises(
        ValueError, match="alternative text of a Figure is empty. Say in one or two sentences"
    ):
        Figure(simple_drawing(), "Hình", alt=" ")
    with pytest.raises(ValueError, match="caption of a Figure is empty"):
        Figure(simple_drawing(), "", alt="Biểu đồ")


def test_a_table_without_caption_or_column_is_refused():
    with pytest.raises(ValueError, match="caption of a Table is empty"):
        Table(scorecard_frame(), "", [Column("name", "Chỉ tiêu")])
    with pytest.raises(ValueError, match="at least one Column"):
        Table(scorecard_frame(), "Bảng", [])


def test_a_column_that_the_frame_lacks_is_named_with_those_it_has():
    with pytest.raises(ValueError, match="lacks q, unit_measure, vaule; it has value."):
        Table(pd.DataFrame({"value": [1]}), "Bảng", [Column("vaule", "X", "value", qualifier="q")])


def test_an_unknown_kind_of_column_is_refused_with_the_kinds_that_exist():
    with pytest.raises(
        ValueError, match="'perzent' is none of text, number, percent, points, index, rank, status"
    ):
        Column("x", "X", "perzent")


def test_an_unknown_status_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match="'done' is none of met, exceeded, behind"):
        one_column("status", "done")


@pytest.mark.parametrize(
    ("kind", "value", "settings", "expected"),
    [
        ("number", 2439, {}, "2.439"),
        ("number", 2439.5, {"language": "en"}, "2,439.5"),
        ("percent", 81.17, {}, "81,17%"),
        ("percent", 90.0, {"q": "gt", "qualifier": "q"}, "trên 90%"),
        ("points", 81.17 - 70, {}, "+11,17"),
        ("points", -46.75, {"decimals": 1}, "−46,8"),
        ("index", 0.5934, {}, "0,5934"),
        ("rank", 27.0, {}, "27"),
        ("status", "behind", {}, "chưa đạt"),
        ("status", "behind", {"language": "en"}, "behind"),
        ("date", dt.date(2023, 6, 30), {}, "30/6/2023"),
        ("text", "Sở Tư pháp", {}, "Sở Tư pháp"),
        ("value", 840, {"unit_measure": "count", "unit_label": "người"}, "840\u00a0người"),
        ("value", 90.0, {"unit_measure": "percent", "q": "approx", "qualifier": "q"}, "khoảng 90%"),
        ("difference", 26.0, {"unit_measure": "rank"}, "+26"),
    ],
)
def test_cells_are_written_as_the_kind_of_their_column_says(kind, value, settings, expected):
    assert one_column(kind, value, **settings) == expected


@pytest.mark.parametrize("kind", ["text", "number", "percent", "points", "index", "rank", "status", "date"])
@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_a_missing_value_is_a_dash_never_a_zero(kind, missing):
    assert one_column(kind, missing) == "–"


def test_numbers_stay_raw_in_the_data_of_a_table():
    data = scorecard_table().data()
    assert data["rows"][1] == [
        "Tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ",
        80,
        33.25,
        -46.75,
        "behind",
    ]
    assert data["rows"][6][2] is None
    assert data["helpers"]["qualifier"][3] == "gt"


def test_the_frame_of_a_table_is_left_as_it_was():
    frame = scorecard_frame()
    table = Table(frame, "Bảng", [Column("name", "Chỉ tiêu"), Column("value", "Giá trị", "number")])
    table.html(), table.data(), table.plain()
    pd.testing.assert_frame_equal(frame, scorecard_frame())


def test_a_table_says_which_cells_head_rows_and_columns():
    html = scorecard_table().html()
    tags = Tags(html)
    assert [head["scope"] for head in tags.named("th")] == ["col"] * 5 + ["row"] * 7
    assert html.count("<caption ") == 1
    region = tags.named("div")[1]
    assert region["aria-label"] == scorecard_table().caption
    assert (region["class"], region["role"], region["tabindex"]) == ("scroll", "region", "0")


def test_a_column_with_empty_cells_heads_no_row():
    frame = pd.DataFrame({"group": ["Chính quyền số", ""], "name": ["Một", "Hai"]})
    html = Table(frame, "Bảng", [Column("group", "Nhóm"), Column("name", "Chỉ tiêu")]).html()
    assert re.findall(r'<th scope="row"[^>]*>([^<]*)', html) == ["Một", "Hai"]


def test_numbers_stand_on_the_right_and_words_on_the_left():
    cells = re.findall(r'<td[^>]*style="text-align:(\w+)[^>]*>([^<]*)', scorecard_table().html())
    assert ("right", "81,17%") in cells
    assert ("right", "trên 90%") in cells
    assert "right" not in {side for side, text in cells if text == ""}


def test_a_table_without_rows_says_so_instead_of_standing_empty():
    table = Table(scorecard_frame().head(0), "Bảng", [Column("name", "A"), Column("value", "B", "number")])
    assert ">Không có số liệu</td>" in table.html()
    assert 'colspan="2"' in table.html()


def test_an_address_in_a_cell_becomes_a_link_and_nothing_else_does():
    addresses = [
        "https://dti.gov.vn/xep-hang?a=1&b=2",
        "javascript:alert(1)",
        "xem https://a.vn",
        'https://a.vn/"onclick="x',
    ]
    html = Table(
        pd.DataFrame({"url": addresses}), "Nguồn", [Column("n", "N", "number"), Column("url", "Địa chỉ")][1:]
    ).html()
    assert [link["href"] for link in Tags(html).named("a")] == []  # the first column of words heads its rows
    frame = pd.DataFrame({"name": list("abcd"), "url": addresses})
    links = Tags(Table(frame, "Nguồn", [Column("name", "Tên"), Column("url", "Địa chỉ")]).html()).named("a")
    assert [link["href"] for link in links] == [addresses[0], addresses[3]]
    assert all(set(link) == {"href"} for link in links)


def test_every_status_has_word_mark_and_colour_and_shapes_differ_where_colours_do():
    assert list(STATUS_WORDS["vi"]) == list(STATUS_WORDS["en"]) == list(STATUSES)
    assert set(STATUS_MARKS) == set(STATUS_COLOURS) == set(STATUSES)
    by_colour = {
        STATUS_COLOURS[status]: STATUS_MARKS[status]
        for status in ("met", "exceeded", "behind", "undecided", "no_target")
    }
    assert len(set(by_colour.values())) == len(by_colour) == 5


def test_the_mark_of_a_status_is_hidden_from_screen_readers_and_the_word_is_not():
    tags = Tags(status_html("exceeded"))
    assert tags.named("span")[0]["aria-hidden"] == "true"
    assert tags.text == "▲\u00a0vượt"


def test_a_synthetic_table_or_figure_says_so_in_every_form():
    words = SYNTHETIC_WORDS["vi"]
    for exhibit in (mark_synthetic(scorecard_table()), mark_synthetic(gap_figure())):
        stored = bundle(exhibit)
        assert words in Tags(exhibit.html()).text
        assert words in stored["text/plain"]
        assert stored[EXHIBIT_MIME]["synthetic"] is True


def test_the_picture_of_a_synthetic_figure_carries_the_words_itself():
    drawing = simple_drawing()
    figure = Figure(drawing, "Hình", "Biểu đồ", synthetic=True)
    assert figure.svg != Figure(simple_drawing(), "Hình", "Biểu đồ").svg
    figure.html(), figure._repr_mimebundle_()
    assert [text.get_text() for text in drawing.texts] == [SYNTHETIC_WORDS["vi"]]


def test_the_table_of_a_synthetic_figure_is_marked_too():
    assert Tags(gap_figure(synthetic=True).html()).text.count(SYNTHETIC_WORDS["vi"]) == 2


def test_a_figure_is_an_image_with_the_alternative_text_and_its_table_behind_a_fold():
    html = gap_figure().html()
    (image,) = Tags(html).named("img")
    assert image["alt"] == gap_figure().alt
    assert image["src"].startswith("data:image/svg+xml;base64,")
    assert "<summary>Xem số liệu</summary>" in html
    assert html.index("<figcaption") < html.index("<img") < html.index("<details")


def test_the_bundle_of_a_figure_has_a_picture_for_every_program():
    data, metadata = gap_figure()._repr_mimebundle_()
    assert set(data) == {"text/html", "image/svg+xml", "image/png", "text/plain", EXHIBIT_MIME}
    assert data["text/plain"] == metadata["alt"] == gap_figure().alt
    assert ElementTree.fromstring(data["image/svg+xml"]).tag.endswith("svg")
    assert b64decode(data["image/png"]).startswith(b"\x89PNG")


def test_a_picture_of_very_many_marks_is_kept_as_dots_only():
    figure = Figure(simple_drawing(marks=6000), "Hình", "Biểu đồ")
    data, _ = figure._repr_mimebundle_()
    assert "image/svg+xml" not in data
    assert Tags(figure.html()).named("img")[0]["src"].startswith("data:image/png;base64,")
    assert len(figure.png) < 60_000


def test_two_drawings_of_the_same_figure_are_the_same_bytes():
    first, second = gap_figure(), gap_figure()
    assert first.svg == second.svg
    assert first.png == second.png


def test_showing_a_drawing_again_does_not_change_it():
    first = gap_figure()
    again = Figure(first.figure, first.caption, first.alt)
    assert (again.png, again.svg) == (first.png, first.svg)


def test_the_svg_holds_no_date_no_font_and_no_text_element():
    svg = gap_figure().svg
    assert not re.search(r"<text|font-family|<metadata|<!--|20\d\d-\d\d-\d\d", svg)


def test_shortening_the_svg_moves_no_line_by_more_than_a_hundredth():
    from dtanalysis.exhibits.drawing import _relative_path

    path = "M 10.123456 20.5 L 30.987654 -4.321 Q 1 2 3.333333 4.444444 z L 0 0"
    assert _relative_path(path) == "m 10.12 20.5l 20.87-24.82q-29.99 6.32-27.66 8.76zl-10.12-20.5"


def test_png_and_svg_show_the_same_width():
    from dtanalysis.exhibits.drawing import png_pixel_width, svg_pixel_width

    figure = gap_figure()
    assert svg_pixel_width(figure.svg) == pytest.approx(png_pixel_width(figure.png), abs=4)


def test_the_picture_has_at_most_128_colours():
    from PIL import Image

    image = Image.open(BytesIO(gap_figure().png))
    assert image.mode == "P"
    assert len(image.getcolors()) <= 128


def test_a_figure_made_with_pyplot_is_closed_so_that_jupyter_does_not_show_it_again():
    import matplotlib.pyplot as plt

    drawing, _ = plt.subplots()
    Figure(drawing, "Hình", "Biểu đồ")
    assert not plt.fignum_exists(drawing.number)


def test_the_house_style_ends_with_its_context():
    import matplotlib

    before = dict(matplotlib.rcParams)
    with house_style():
        assert matplotlib.rcParams["svg.fonttype"] == "path"
    assert dict(matplotlib.rcParams) == before


def test_both_weights_of_the_bundled_font_are_found():
    from matplotlib import font_manager

    with house_style():
        for weight, name in (
            ("normal", "be-vietnam-pro-dt-regular.ttf"),
            ("bold", "be-vietnam-pro-dt-bold.ttf"),
        ):
            font = font_manager.FontProperties(family="Be Vietnam Pro DT", weight=weight)
            assert font_manager.findfont(font, fallback_to_default=False).endswith(name)


def test_an_axis_writes_decimal_commas_and_true_minus_signs():
    axis = number_axis(Drawing().subplots().yaxis, decimals=1, signed=True)
    assert [axis.get_major_formatter()(value, None) for value in (-1234.5, 0.0, 2.25)] == [
        "−1.234,5",
        "0,0",
        "+2,3",
    ]


def vietnamese_letters() -> set[str]:
    """Every letter of the Vietnamese alphabet, every vowel with every tone, small and capital, composed."""
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    vowels = {unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in tones}
    return {form for letter in vowels | set("bcdđghklmnpqrstvx") for form in (letter, letter.upper())}


@pytest.mark.parametrize("name", ["regular.ttf", "bold.ttf"])
def test_the_bundled_font_lacks_no_vietnamese_letter_and_no_sign_of_ours(name):
    from fontTools.ttLib import TTFont

    font = TTFont(FONTS / f"be-vietnam-pro-dt-{name}")
    signs = "0123456789.,%+−–—…“”‘’≥≤≠≈₫€·×÷→←↑↓●○▲▼◆■□\u00a0\u202f\u2011\u0300\u0301\u0303\u0309\u0323"
    missing = (vietnamese_letters() | set(signs)) - {chr(code) for code in font.getBestCmap()}
    assert len(vietnamese_letters()) == 178
    assert missing == set()


@pytest.mark.parametrize("name", ["regular.ttf", "bold.ttf"])
def test_tabular_figures_of_the_bundled_font_have_one_width(name):
    from fontTools.ttLib import TTFont

    font = TTFont(FONTS / f"be-vietnam-pro-dt-{name}")
    (feature,) = [r.Feature for r in font["GSUB"].table.FeatureList.FeatureRecord if r.FeatureTag == "tnum"]
    (table,) = font["GSUB"].table.LookupList.Lookup[feature.LookupListIndex[0]].SubTable
    tabular = [table.mapping[font.getBestCmap()[ord(digit)]] for digit in "0123456789"]
    assert len({font["hmtx"][glyph][0] for glyph in tabular}) == 1


def test_the_page_carries_at_most_60_kilobytes_of_font_and_its_licence_lies_beside_it():
    assert sum(path.stat().st_size for path in FONTS.glob("*.woff2")) < 60_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_importing_the_exhibits_does_not_import_matplotlib():
    heavy = "sorted({'matplotlib', 'PIL', 'nbconvert'} & set(sys.modules))"
    code = f"import sys, dtanalysis.exhibits; print({heavy})"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
