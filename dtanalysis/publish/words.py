"""
The words of the page that come neither from the notebook nor from the data, in Vietnamese and in English.
"""

from __future__ import annotations

PAGE_WORDS = {
    "vi": {
        "skip": "Chuyển đến nội dung",
        "contents": "Trong trang này",
        "figure": "Hình",
        "table": "Bảng",
        "output": "Kết quả",
        "code": "Xem mã lệnh",
        "provenance": "Tham số và nguồn gốc",
        "provenance_text": "Trang này được lập tự động từ sổ tay tính toán {notebook}. Cùng số liệu đầu vào, "
        "cùng tham số và cùng phiên bản phần mềm thì cho cùng kết quả.",
        "parameter": "Tham số",
        "parameters": "Tham số của lần chạy",
        "value": "Giá trị",
        "versions": "Phiên bản phần mềm",
        "software": "Phần mềm",
        "version": "Phiên bản",
        "inputs": "Tệp số liệu đầu vào",
        "file": "Tệp",
        "digest": "Mã kiểm tra SHA-256",
        "times": "Thời gian",
        "parameter_code": "Ô tham số trong sổ tay tính toán",
        "empty": "(để trống)",
        "as_of": "Số liệu được biết đến hết ngày {date}",
        "synthetic": "Trang này dùng số liệu mô phỏng (synthetic) để thử nghiệm, không phải số liệu thật.",
        "back": "Các trang của báo cáo này",
        "report_title": "Báo cáo chuyển đổi số {period}",
        "report_text": "Báo cáo gồm {count} trang. Mỗi trang mở đầu bằng kết luận, sau đó trình bày số liệu "
        "và cách tính; mở được khi không có mạng.",
        "open": "Đọc trang",
        "notebook": "Tải sổ tay tính toán (.ipynb)",
        "failed": "Không lập được trang này",
        "made_by": "Lập bằng dtanalysis {version}",
    },
    "en": {
        "skip": "Skip to content",
        "contents": "On this page",
        "figure": "Figure",
        "table": "Table",
        "output": "Output",
        "code": "Show the code",
        "provenance": "Parameters and origin",
        "provenance_text": "This page was made by the notebook {notebook}. The same inputs, parameters and "
        "software versions give the same result.",
        "parameter": "Parameter",
        "parameters": "Parameters of this run",
        "value": "Value",
        "versions": "Software versions",
        "software": "Software",
        "version": "Version",
        "inputs": "Input files",
        "file": "File",
        "digest": "SHA-256 digest",
        "times": "Times",
        "parameter_code": "Parameter cells of the notebook",
        "empty": "(empty)",
        "as_of": "Figures as known on {date}",
        "synthetic": "This page uses synthetic figures made for tests; they are not real.",
        "back": "All pages of this report",
        "report_title": "Digital transformation report, {period}",
        "report_text": "This report has {count} pages. Each opens with its finding, then shows the figures "
        "and how they were computed; no network is needed.",
        "open": "Read the page",
        "notebook": "Download the notebook (.ipynb)",
        "failed": "This page could not be made",
        "made_by": "Made with dtanalysis {version}",
    },
}
"""Words by language and place; those in braces are filled in when the page is made."""
