"""
Why a question has no answer from the data of a scope: one reason per question, in Vietnamese and English.
"""

from __future__ import annotations

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Note
from dtanalysis.narrative import period_phrases, pick

REASONS = {
    "plans": (
        "Chưa có kế hoạch nào của {unit} cho năm {year} trong kho số liệu. Ghi kế hoạch vào "
        "data/catalogue/plans.csv và mục tiêu vào data/<chương trình>/targets.csv.",
        "No plan of {unit} for {year} is on file. Register it in data/catalogue/plans.csv and its targets in "
        "data/<programme>/targets.csv.",
    ),
    "targets": (
        "Không có mục tiêu nào của {unit} cho năm {year} được công khai, nên không tính được khoảng cách.",
        "No target of {unit} for {year} is public, so no gap can be computed.",
    ),
    "work": (
        "Không có mục tiêu nào đã biết của {unit} mà {during} còn thiếu.",
        "No known target of {unit} is short {during}.",
    ),
    "year_over": (
        "Năm {year} đã kết thúc, không còn tháng nào để chia phần còn thiếu; bảng trên nêu kết quả cả năm.",
        "The year {year} is over and leaves no month over which to spread a gap; the table above gives its results.",
    ),
    "reference": (
        "Không có mục tiêu quốc gia hay mục tiêu dài hạn nào cho các chỉ tiêu có số liệu {during}.",
        "No national or long-term target exists for the indicators with figures {during}.",
    ),
    "figures": (
        "Kho số liệu không có số liệu nào của {unit} {during}.",
        "No figure of {unit} {during} is on file.",
    ),
    "completeness": (
        "Không đo được độ đầy đủ của {unit} {during}: chưa có kế hoạch nào nêu chỉ tiêu phải báo cáo, và kho số liệu không có "
        "kỳ cùng loại trước đó để so. Cần danh mục chỉ tiêu mà đơn vị phải báo cáo.",
        "Completeness of {unit} {during} cannot be measured: no plan names what has to be reported, and no earlier period of the "
        "same kind is on file. A list of the indicators that the unit has to report is needed.",
    ),
    "missing": (
        "Không thiếu số liệu nào trong số phải có {during}.",
        "None of the figures expected {during} is missing.",
    ),
    "timeliness": (
        "Kho số liệu không có số liệu nào của riêng kỳ này cho {unit}, nên không đo được độ kịp thời.",
        "No figure of this very period is on file for {unit}, so there is no delay to measure.",
    ),
    "receipts": (
        "Chưa có tệp nào được tiếp nhận, nên không có gì bị từ chối: số liệu của trang này được nhập từ tài liệu đã công bố. "
        "Khi đơn vị gửi tệp, chạy lệnh dtanalysis ingest để kiểm tra từng ô.",
        "No file has been received, so nothing was refused: the figures of this page come from published documents. Once units "
        "send files, dtanalysis ingest checks every cell.",
    ),
    "refusals": (
        "Không dòng nào bị từ chối, không ô nào phải xem lại.",
        "No row was refused, and no cell has to be looked at.",
    ),
    "stated_changes": (
        "Không có mức tăng nào của {unit} (hoặc của cả nước) mà giá trị hai năm cùng được biết, nên không kiểm tra được.",
        "No published change of {unit} (or of the country) has both its values on file, so none can be tested.",
    ),
    "counts": (
        "Không tỷ lệ nào của {unit} {during} có tử số và mẫu số, nên không tính lại được tỷ lệ nào. Cần hai con số đó "
        "bên cạnh mỗi tỷ lệ.",
        "No rate of {unit} {during} comes with its counts, so none can be computed again. Numerator and denominator are needed "
        "beside every rate.",
    ),
    "suspects": (
        "Không thấy số liệu nào của {unit} và đơn vị trực thuộc bất thường so với các kỳ đã có.",
        "No figure of {unit} or of the units below it is out of line with the periods on file.",
    ),
    "revisions": (
        "Kho số liệu không ghi nhận lần sửa đổi nào đối với số liệu của {unit} và đơn vị trực thuộc đến {until}.",
        "No revision of a figure of {unit} or of the units below it up to {until} is on file.",
    ),
    "weak": (
        "Không số liệu nào của báo cáo có căn cứ yếu.",
        "No figure of the report stands on weak ground.",
    ),
    "changes": (
        "Không so sánh được: kho số liệu không có chỉ tiêu nào của {unit} có số liệu cả {during} và {during_before}.",
        "No comparison: no indicator of {unit} has figures both {during} and {during_before}.",
    ),
    "contradictions": (
        "Không có số liệu nào của {unit} đến {until} mà các nguồn nêu khác nhau.",
        "No figure of {unit} up to {until} differs between sources.",
    ),
    "parts": (
        "Kho số liệu không có tử số và mẫu số theo từng đơn vị trực thuộc {unit} {during}, nên không chỉ ra được "
        "khoảng cách tập trung ở đơn vị nào. Cần bảng số dịch vụ (hoặc hồ sơ) theo từng sở, ngành, huyện, xã.",
        "There are no counts by unit below {unit} {during}, so nobody can say which unit holds the gap. "
        "A table of services (or dossiers) by department, district and commune is needed.",
    ),
    "scenarios": (
        "Không có tỷ lệ DVCTT phát sinh hồ sơ của {unit} {during}, nên không tính được cần thêm bao nhiêu.",
        "The share of online services with a dossier is not on file for {unit} {during}.",
    ),
    "ratios": (
        "Kho số liệu không có tỷ lệ nào về dịch vụ công và hồ sơ trực tuyến của {unit} {during}.",
        "No rate of online services or dossiers of {unit} {during} is on file.",
    ),
    "levels": (
        "Không có chỉ tiêu nào của {unit} {during} có số liệu ở từ hai cấp hành chính trở lên.",
        "No indicator of {unit} has figures at two or more levels {during}.",
    ),
    "slices": (
        "Không có số liệu theo lĩnh vực để tính giới hạn cho {unit} {during}.",
        "There are no figures by field from which to derive bounds for {unit} {during}.",
    ),
    "dti": (
        "Kho số liệu không có DTI nào của {unit} đến {until}.",
        "No index of {unit} up to {until} is on file.",
    ),
    "pillars": (
        "Kho số liệu không có giá trị ba trụ cột của {unit} đến {until}.",
        "No pillar values of {unit} up to {until} are on file.",
    ),
    "parts_of_index": (
        "Nguồn công khai không nêu đủ các chỉ số thành phần của {unit} cho năm DTI gần nhất, nên không tách được "
        "DTI thành từng phần. Giá trị ba trụ cột công bố từ năm 2021 không cộng lại thành DTI.",
        "Public sources do not give all main indices of {unit} for the latest year of the index, so it cannot be "
        "taken apart. The pillar values published since 2021 do not add up to the index.",
    ),
    "means": (
        "Kho số liệu không có bình quân các tỉnh cho những năm {unit} có DTI.",
        "No mean of the provinces is on file for the years in which {unit} has an index.",
    ),
    "projections": (
        "Chưa dự báo được chỉ tiêu nào của {unit} tính đến {until}: dự báo cần ít nhất 3 số liệu của cùng một chỉ tiêu ở các "
        "kỳ khác nhau. Bảng số học bên dưới nêu lý do của từng mục tiêu.",
        "No indicator of {unit} can be projected as of {until}: it takes at least 3 readings of one indicator in different "
        "periods. The table of arithmetic gives the reason for each target.",
    ),
    "projections_far": (
        "Các chỉ tiêu của {unit} được đọc theo ngày trong thời gian ngắn; 31/12 quá xa so với khoảng cách giữa các lần đọc, nên "
        "không dự báo cho cuối năm. Mục “Số liệu đọc theo ngày” bên dưới dự báo cho ít ngày tới.",
        "The indicators of {unit} are read by the day over a short time; 31 December lies too many readings ahead, so the year "
        "end is not projected. The section on readings by the day below looks a few days ahead.",
    ),
    "arithmetic": (
        "Không có mục tiêu nào của {unit} chỉ tính được bằng số học: mục tiêu có số liệu đều đã được dự báo, hoặc chưa biết mục "
        "tiêu nào còn hạn.",
        "No target of {unit} is left to arithmetic alone: those with figures are projected, or none is known that is still due.",
    ),
    "days": (
        "Không có chỉ tiêu nào của {unit} được đọc theo ngày trong tháng gần nhất, nên không có gì để dự báo cho ít ngày tới.",
        "No indicator of {unit} was read by the day within the last month, so there is nothing to project a few days ahead.",
    ),
    "yardsticks": (
        "Không thước đo nào tính được cho {unit} {during}: cần mục tiêu, số liệu của kỳ và giá trị đầu năm.",
        "No yardstick can be computed for {unit} {during}: it takes a target, a figure of the period and one of the year before.",
    ),
    "year_end_scenarios": (
        "Không có mục tiêu nào còn thiếu của {unit} có số liệu {during} để kéo nhịp đến cuối năm.",
        "No open target of {unit} has a figure {during} from which a pace could go on to the year end.",
    ),
    "rest_of_year": (
        "Không có tỷ lệ tính từ đầu năm nào của {unit} {during} có cả mục tiêu, tử số và mẫu số, nên không tính được phần còn "
        "lại của năm phải đạt bao nhiêu.",
        "No rate of {unit} counted from January has a target and its counts {during}, so what the rest of the year needs "
        "cannot be computed.",
    ),
    "rest_of_parts": (
        "Không có đơn vị trực thuộc {unit} nào có tử số và mẫu số {during} cùng một mục tiêu chung, nên không nói được đơn vị "
        "nào còn kịp.",
        "No unit below {unit} has counts {during} together with a common target, so nobody can say which are still in time.",
    ),
    "record": (
        "Kho số liệu chưa có lần dự báo nào của {unit} mà sau đó biết được giá trị thực: mỗi chỉ tiêu cần ít nhất 4 số liệu cách "
        "đều để thử. Vì vậy trang này không khẳng định dự báo đúng đến đâu.",
        "No earlier projection of {unit} can be held against what came: each indicator takes at least 4 readings. So this page "
        "claims nothing about how good its projections are.",
    ),
    "reliability": (
        "Chưa đủ 30 lần dự báo để kiểm tra xem các xác suất có đúng không.",
        "There are fewer than 30 projections, too few to test the probabilities.",
    ),
    "outcomes_over": (
        "Kỳ báo cáo đã là cuối năm, nên không còn giá trị cuối năm nào công bố về sau để so.",
        "The period ends the year itself, so there is no later year-end value to compare with.",
    ),
    "outcomes": (
        "Chưa có giá trị cuối năm {year} nào của {unit} được công bố sau kỳ này (theo những gì biết được ở ngày của báo cáo), "
        "nên chưa so được.",
        "No value of {unit} for the end of {year} has been published since (as far as known on the day of the report), so "
        "there is nothing to compare with.",
    ),
    "field": (
        "Kho số liệu không có bảng xếp hạng của năm này.",
        "No ranking of this year is on file.",
    ),
}


def why_not(key: str, scope: Scope) -> Note:
    """
    Say why a question has no answer from the data of this scope.

    Parameters
    ----------
    key : str
        Which question.
    scope : Scope
        The question asked.

    Returns
    -------
    Note
    """
    text = pick(scope, *REASONS[key]).format(
        unit=scope.unit_name,
        year=scope.period.year,
        during_before=period_phrases(scope.compare_to, scope.language)["during"],
        **period_phrases(scope.period, scope.language),
    )
    return Note(text, language=scope.language)
