"""
Executed notebooks for the tests of pages, made in code: one like the scorecard, one full of hostile text.
"""

from __future__ import annotations

from zlib import crc32

import nbformat
import pandas as pd
from matplotlib.figure import Figure as Drawing

from dtanalysis.exhibits import STATUS_COLOURS, Column, Figure, Finding, Note, Table, house_style, number_axis

NBFORMAT = nbformat.v4

CONTEXT = {
    "unit_name": "Tỉnh Ninh Thuận",
    "period_name": "6 tháng đầu năm 2023",
    "notebook": "10_scorecard",
    "as_of": "2023-07-12",
    "parameters": {
        "period": "2023-H1",
        "unit": "ninh-thuan",
        "plan": "",
        "as_of": "2023-07-12",
        "interval_level": 0.8,
    },
    "versions": {"dtanalysis": "0.1.0", "python": "3.11.7", "pandas": "3.1.1"},
    "inputs": {"catalogue/indicators.csv": "4f" * 32, "ninh-thuan/observations.csv": "a7" * 32},
}


def prose(text: str, *tags: str):
    return NBFORMAT.new_markdown_cell(text, id=_id(text), metadata={"tags": list(tags)})


def code(source: str, *outputs, tags: tuple[str, ...] = ()):
    return NBFORMAT.new_code_cell(
        source, id=_id(source), outputs=list(outputs), metadata={"tags": list(tags)}
    )


def _id(text: str) -> str:
    """The same id in every process, unlike nbformat's own."""
    return f"cell-{crc32(text.encode())}"


def shown(exhibit):
    """The output that Jupyter stores for an object."""
    bundle = exhibit._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return NBFORMAT.new_output("display_data", data=data, metadata=metadata)


def output(**data):
    """An output of any other origin; `text_html` stands for text/html."""
    return NBFORMAT.new_output(
        "display_data", data={kind.replace("_", "/", 1): value for kind, value in data.items()}
    )


def stream(text: str, name: str = "stdout"):
    return NBFORMAT.new_output("stream", name=name, text=text)


def notebook(*cells):
    return NBFORMAT.new_notebook(cells=list(cells))


def scorecard_frame() -> pd.DataFrame:
    """A few rows of the province's half-year, in the shape of a scorecard."""
    columns = [
        "name",
        "target",
        "value",
        "qualifier",
        "unit_measure",
        "unit_label",
        "decimals",
        "gap",
        "status",
    ]
    rows = [
        (
            "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận trực tuyến",
            70,
            81.17,
            "eq",
            "percent",
            "",
            None,
            11.17,
            "exceeded",
        ),
        (
            "Tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ",
            80,
            33.25,
            "eq",
            "percent",
            "",
            None,
            -46.75,
            "behind",
        ),
        (
            "Tỷ lệ xử lý hồ sơ công việc trên môi trường mạng cấp huyện",
            90,
            93.1,
            "eq",
            "percent",
            "",
            None,
            3.1,
            "met",
        ),
        ("Tỷ lệ dân số có hồ sơ sức khỏe điện tử", 90, 90, "gt", "percent", "", None, None, "undecided"),
        ("Thành viên tổ công nghệ số cộng đồng", None, 2439, "eq", "count", "người", None, None, "no_target"),
        ("Chỉ số chuyển đổi số cấp tỉnh (DTI)", None, 0.5934, "eq", "index", "", 4, None, "no_target"),
        ("Xếp hạng chuyển đổi số cấp tỉnh", 20, None, "eq", "rank", "", None, None, "not_reported"),
    ]
    return pd.DataFrame(rows, columns=columns)


def scorecard_table(**changes) -> Table:
    columns = (
        Column("name", "Chỉ tiêu"),
        Column("target", "Mục tiêu năm 2023", "value"),
        Column("value", "Thực hiện đến 30/6/2023", "value", qualifier="qualifier"),
        Column("gap", "So với mục tiêu (điểm phần trăm)", "difference"),
        Column("status", "Đánh giá", "status"),
    )
    settings = {
        "caption": "Kết quả thực hiện các chỉ tiêu chuyển đổi số đã công bố mục tiêu, tỉnh Ninh Thuận, 6 "
        "tháng đầu năm 2023",
        "note": "“Trên 90%” là một ngưỡng, không phải con số chính xác, nên chưa xác định được so với mục "
        "tiêu 90%.",
        "source": "Báo cáo chuyển đổi số 6 tháng đầu năm 2023 của UBND tỉnh Ninh Thuận; Kế hoạch chuyển đổi "
        "số năm 2023.",
    }
    return Table(scorecard_frame(), columns=columns, **(settings | changes))


def wide_table() -> Table:
    """Thirteen columns: a table that fits no phone."""
    months = [f"Tháng {month}" for month in range(1, 13)]
    names = [
        "Sở Tư pháp",
        "Sở Tài nguyên và Môi trường",
        "UBND thành phố Phan Rang – Tháp Chàm",
        "UBND huyện Ninh Phước",
    ]
    rows = [
        [name, *(40 + 3.37 * month + 5 * place for month in range(12))] for place, name in enumerate(names)
    ]
    columns = (Column("Đơn vị", "Đơn vị"), *(Column(month, month, "percent", 1) for month in months))
    frame = pd.DataFrame(rows, columns=["Đơn vị", *months])
    return Table(frame, "Tỷ lệ hồ sơ trực tuyến theo tháng và đơn vị", columns, wide=True, synthetic=True)


def gap_figure(**changes) -> Figure:
    frame = scorecard_frame().iloc[:3]
    with house_style():
        drawing = Drawing(figsize=(6, 2.9))
        axes = drawing.subplots()
        labels = [
            "Hồ sơ tiếp nhận\ntrực tuyến",
            "Dịch vụ công có\nphát sinh hồ sơ",
            "Hồ sơ công việc\ntrên mạng, cấp huyện",
        ]
        axes.barh(
            labels, frame["value"], color=[STATUS_COLOURS[status] for status in frame["status"]], height=0.6
        )
        axes.plot(frame["target"], labels, "|", color="#1C2530", markersize=22, markeredgewidth=2)
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        number_axis(axes.xaxis, suffix="%")
        axes.grid(axis="x")
    columns = (
        Column("name", "Chỉ tiêu"),
        Column("target", "Mục tiêu", "percent"),
        Column("value", "Thực hiện", "percent"),
    )
    settings = {
        "caption": "Thực hiện so với mục tiêu năm (vạch đứng), 6 tháng đầu năm 2023",
        "alt": "Biểu đồ thanh ngang: hồ sơ trực tuyến 81,17% so với mục tiêu 70%; dịch vụ công có phát sinh "
        "hồ sơ 33,25% so với "
        "80%; hồ sơ công việc cấp huyện 93,1% so với 90%.",
        "table": Table(frame, "Số liệu của biểu đồ", columns),
        "source": "Báo cáo chuyển đổi số 6 tháng đầu năm 2023 của UBND tỉnh Ninh Thuận.",
    }
    return Figure(drawing, **(settings | changes))


def sample_notebook():
    """A scorecard as a run would leave it."""
    finding = Finding(
        (
            "Tỉnh Ninh Thuận công bố đã đạt và vượt 8/19 chỉ tiêu (42,1%) của Kế hoạch chuyển đổi số năm "
            "2023 tính đến hết 6 tháng "
            "đầu năm 2023.",
            "Khoảng cách lớn nhất trong số đã biết: tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ mới "
            "đạt 33,25% so với mục tiêu "
            "80%, còn thiếu 46,75 điểm phần trăm; để đạt vào ngày 31/12 phải tăng bình quân 7,79 điểm phần "
            "trăm mỗi tháng.",
        )
    )
    frame = pd.DataFrame({"Nhóm": ["Chính quyền số", "Kinh tế số", "Xã hội số"], "Số chỉ tiêu": [9, 4, 6]})
    return notebook(
        prose(
            "# Bảng điểm: các chỉ tiêu chuyển đổi số đang ở đâu?\n\nTrang này trả lời ba câu hỏi: chỉ tiêu "
            "nào đã đạt, chỉ tiêu "
            "nào còn xa mục tiêu nhất, và những gì chưa biết. Mục tiêu là *mục tiêu cả năm*; nửa năm đã qua."
        ),
        code('period: str = "2023-H1"  # kỳ báo cáo\nunit: str = "ninh-thuan"', tags=("parameters",)),
        code('period = "2023-H1"\nunit = "ninh-thuan"\nas_of = "2023-07-12"', tags=("injected-parameters",)),
        code("from dtanalysis import build_scorecard, open_scope"),
        code(
            "scope = open_scope(period, unit=unit)  # bảng đã được kiểm tra khi đọc\nscorecard = "
            "build_scorecard(scope)"
        ),
        code("narrative.headline(scorecard)", shown(finding)),
        prose(
            "## Những chỉ tiêu nào đã đạt?\n\nBảng dưới đây xếp các chỉ tiêu theo **khoảng cách đến mục "
            "tiêu**. Khoảng cách của tỷ lệ "
            "được tính bằng *điểm phần trăm*: 81,17% so với 70% là vượt 11,17 điểm phần trăm, không phải "
            "vượt 11,17%."
        ),
        code("tables.scorecard(scorecard)", shown(scorecard_table())),
        prose(
            "## Dịch vụ công trực tuyến: khoảng cách nằm ở đâu?\n\nHai tỷ lệ thường bị nhầm với nhau:\n\n- "
            "tỷ lệ **dịch vụ** có phát "
            "sinh hồ sơ (33,25%) đếm số dịch vụ;\n- tỷ lệ **hồ sơ** tiếp nhận trực tuyến (81,17%) đếm số hồ "
            "sơ.\n\n### Hai mẫu số khác nhau"
            "\n\n| Tỷ lệ | Tử số | Mẫu số |\n|---|---|---|\n| Dịch vụ có phát sinh hồ sơ | dịch vụ có ít "
            "nhất một hồ sơ | dịch vụ đã cung "
            "cấp |\n| Hồ sơ trực tuyến | hồ sơ nộp trực tuyến | hồ sơ đã tiếp nhận |\n\nKhoảng cách là $g = "
            "t - v$; nguồn: [trang của "
            "tỉnh](https://example.org/bao-cao)."
        ),
        code("plots.against_targets(scorecard)", shown(gap_figure())),
        code(
            "tables.fields(scope)",
            shown(
                Note(
                    "Báo cáo không công bố số hồ sơ theo từng lĩnh vực, nên chưa thể nói lĩnh vực nào giữ "
                    "phần lớn khoảng cách."
                )
            ),
        ),
        prose("## Các đơn vị tiến triển ra sao?"),
        code("by_month = monthly_rates(scope)"),
        code("tables.by_month(by_month)", shown(wide_table())),
        code("scope.groups", output(text_html=frame._repr_html_(), text_plain=repr(frame))),
        prose(
            "## Số liệu và phương pháp\n\n> Chưa đạt ở thời điểm giữa năm chưa phải là không hoàn thành cả "
            "năm."
        ),
        code("print(len(scorecard), 'chỉ tiêu')", stream("7 chỉ tiêu\n")),
    )


MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)"><svg onload=alert(3)></svg>'


def hostile_notebook():
    """Hostile text in every place that text can take; all of it must show and none of it run."""
    frame = pd.DataFrame({"name": [MARKUP], "n": [1]})
    columns = (Column("name", f"Tên {MARKUP}"), Column("n", "Số", "number"))
    table = Table(frame, f"Chú thích {MARKUP}", columns, note=MARKUP, source=MARKUP)
    figure = Figure(
        Drawing(figsize=(2, 1)), caption=f"Hình {MARKUP}", alt=f'"><{MARKUP}', table=table, source=MARKUP
    )
    image = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(4)">{MARKUP}</svg>'
    picture = output(**{"image_svg+xml": image})
    picture.metadata["alt"] = f'" onload="alert(5)" {MARKUP}'
    html = (
        f"chữ {MARKUP}<iframe srcdoc='<script>alert(6)</script>'></iframe><a "
        "href='javascript:alert(7)'>liên kết</a>"
        "<details open ontoggle='alert(8)'>mở</details><form "
        "action='https://example.org'><button>gửi</button></form>"
        "<div style='background:url(https://example.org/a.png);position:fixed'>nền</div><base "
        "href='https://example.org/'>"
        "<link rel='stylesheet' href='https://example.org/a.css'><meta http-equiv='refresh' "
        "content='0;url=https://example.org'>"
        "<math><mtext><table><mglyph><style><img src=x "
        "onerror=alert(9)></style></mglyph></table></mtext></math>"
        "<img src='https://example.org/b.png' alt='xa'><p id='content' class='skip'>chiếm chỗ</p>"
    )
    text = (
        f"# Thử {MARKUP}\n\n{MARKUP}\n\n## Mục {MARKUP}\n\n[liên kết](javascript:alert(10)) "
        "<https://example.org> "
        f"[dữ liệu](data:text/html;base64,PHNjcmlwdD4=)\n\n`{MARKUP}`\n\n```html\n{MARKUP}\n```\n\n"
        f"```mermaid\n</pre>{MARKUP}\n```\n\n"
        f"| a |\n|---|\n| {MARKUP} |\n\n$x {MARKUP}$"
    )
    return notebook(
        prose(text),
        code(f"x = '{MARKUP}'  # </pre></details>{MARKUP}", shown(Finding((MARKUP,)))),
        code("table", shown(table)),
        code("figure", shown(figure)),
        code("note", shown(Note(MARKUP, heading=MARKUP))),
        code("svg", picture),
        code("html", output(text_html=html)),
        code("markdown", output(text_markdown=f"đoạn {MARKUP}\n\n[x](javascript:alert(11))")),
        code("latex", output(text_latex=f"${MARKUP}$")),
        code("text", output(text_plain=f"</pre>{MARKUP}")),
        code("frame", output(text_html=frame.to_html(escape=False))),
        code("print", stream(f"</pre>{MARKUP}")),
    )


HOSTILE_CONTEXT = {
    "unit_name": MARKUP,
    "period_name": MARKUP,
    "notebook": MARKUP,
    "parameters": {MARKUP: MARKUP},
    "inputs": {MARKUP: MARKUP},
}
