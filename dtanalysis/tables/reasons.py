"""
Why a question has no answer from the data of a scope: one reason per question, in Vietnamese and English.
"""

from __future__ import annotations

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Note
from dtanalysis.narrative import compared_period, period_phrases, pick

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
    "dossier_change": (
        "Kỳ so sánh không có hồ sơ nào của {unit} trong kho, nên không tách được thay đổi thành cách làm và cơ cấu.",
        "The period compared with has no dossier of {unit} in the store, so the change cannot be split.",
    ),
    "dossier_idle": (
        "Mọi dịch vụ công trực tuyến của {unit} đều có hồ sơ trực tuyến {during}.",
        "Every online service of {unit} had an online dossier {during}.",
    ),
    "dossier_target": (
        "Chưa biết mục tiêu để so với kỳ này của {unit}, hoặc mục tiêu đã đạt {during}, nên không có khoảng cách để khép.",
        "No target to hold this period of {unit} against is known, or it is met {during}, so there is no gap to close.",
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
    "ranked_changes": (
        "Không có thay đổi nào giữa hai báo cáo: số liệu, mục tiêu, cách tính, đơn vị và tài liệu đều như nhau.",
        "Nothing has changed between the two readings: figures, targets, definitions, units and documents are the same.",
    ),
    "status_flips": (
        "Không chỉ tiêu nào của {unit} đổi đánh giá so với mục tiêu giữa hai báo cáo.",
        "No indicator of {unit} changed its status against a target between the two readings.",
    ),
    "target_changes": (
        "Không mục tiêu nào của {unit} được thêm, bỏ hay thay đổi giữa hai báo cáo.",
        "No target of {unit} was added, dropped or changed between the two readings.",
    ),
    "revised_figures": (
        "Không số liệu nào của {unit} và đơn vị trực thuộc được chính nguồn của nó sửa, hay được lấy từ nguồn khác, giữa hai báo cáo.",
        "No figure of {unit} or of the units below it was changed by its own source, or taken from another one, between the two "
        "readings.",
    ),
    "restated_counts": (
        "Không thấy số đếm lũy kế nào giảm giữa hai kỳ của cùng một năm, nên không có dấu hiệu số cũ bị tính lại.",
        "No count since January fell between two periods of one year, so nothing shows that earlier counts were restated.",
    ),
    "same_period": (
        "Hai báo cáo cùng một kỳ, nên không có số liệu nào đổi do sang kỳ mới.",
        "Both readings are of one period, so no figure moved with the period.",
    ),
    "moved_figures": (
        "Không có số liệu nào của {unit} mà cả hai kỳ đều có và khác nhau.",
        "No figure of {unit} is given for both periods and differs.",
    ),
    "moved_parts": (
        "Không có số liệu nào của đơn vị trực thuộc {unit} mà cả hai kỳ đều có và khác nhau.",
        "No figure of a unit below {unit} is given for both periods and differs.",
    ),
    "new_figures": (
        "Báo cáo này không có số liệu nào mà báo cáo trước không có.",
        "This reading has no figure that the earlier one did not have.",
    ),
    "gone_figures": (
        "Mọi số liệu của báo cáo trước đều được nêu lại.",
        "Every figure of the earlier reading is given again.",
    ),
    "world_changes": (
        "Giữa hai báo cáo không có thay đổi nào về cách tính chỉ tiêu và không có đơn vị nào thành lập hay chấm dứt.",
        "Between the two readings no definition changed, and no unit began or ended.",
    ),
    "changed_documents": (
        "Hai báo cáo dựa trên cùng những tài liệu.",
        "Both readings rest on the same documents.",
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
        "Không có tỷ lệ DVCTT phát sinh hồ sơ của {unit} {during}, nên không biết bao nhiêu dịch vụ chưa có hồ sơ và cần thêm bao nhiêu.",
        "The share of online services with a dossier is not on file for {unit} {during}, so nobody can say how many services "
        "have none and how many more are needed.",
    ),
    "ratios": (
        "Kho số liệu không có tỷ lệ nào về dịch vụ công và hồ sơ trực tuyến của {unit} {during}.",
        "No rate of online services or dossiers of {unit} {during} is on file.",
    ),
    "no_months": (
        "Kho số liệu không có tỷ lệ nào của {unit} theo từng tháng (cùng một cách tính) tính đến {until}, nên không phân biệt "
        "được thay đổi thật với dao động thường. Cần ít nhất 6 tháng liền của cùng một tỷ lệ; từ 13 tháng thì giới hạn mới ổn định.",
        "No rate of {unit} is on file month by month (in one definition) up to {until}, so real change cannot be told from the "
        "usual variation. It takes at least 6 months in a row of one rate, and 13 for limits that hold.",
    ),
    "too_few": (
        "Các tỷ lệ theo từng tháng của {unit} tính đến {until} mới có dưới 6 tháng, quá ít để nói tháng nào khác thường: cần ít nhất "
        "6 tháng liền của cùng một tỷ lệ, và 13 tháng để giới hạn ổn định.",
        "The monthly rates of {unit} up to {until} have fewer than 6 months, too few to call any month unusual: it takes at least "
        "6 in a row of one rate, and 13 for limits that hold.",
    ),
    "levels": (
        "Không có chỉ tiêu nào của {unit} {during} có số liệu ở từ hai cấp hành chính trở lên.",
        "No indicator of {unit} has figures at two or more levels {during}.",
    ),
    "dti": (
        "Kho số liệu không có DTI nào của {unit} đến {until}, nên trang này không có các mục khác về DTI.",
        "No index of {unit} up to {until} is on file, so the page has no other section on it.",
    ),
    "places_first": (
        "{unit} đứng đầu bảng xếp hạng gần nhất, không còn hạng nào ở trên.",
        "{unit} stands first in the last ranking; there is no place above.",
    ),
    "points": (
        "Kho số liệu không có điểm QĐ 766 của {unit} {during}, hoặc không có quy tắc tính điểm để đọc. Điểm này có từ năm 2026, theo từng "
        "ngày đọc của Cổng Dịch vụ công quốc gia.",
        "No QĐ 766 score of {unit} {during} is on file, or no rules to read it by. Scores are on file from 2026, by day of reading.",
    ),
    "point_components": (
        "Nguồn chỉ nêu điểm sáu nhóm của {unit} {during}, không nêu thành phần, nên không biết điểm mất nằm ở thành phần nào.",
        "Only the six group scores of {unit} {during} are published, so nobody can say which component loses the points.",
    ),
    "points_full": (
        "Mọi thành phần đã công bố của {unit} {during} đều đạt điểm tối đa.",
        "Every published component of {unit} {during} has its full points.",
    ),
    "points_before": (
        "Không có lần đọc nào trước đó trong năm mà đủ điểm sáu nhóm của {unit} được công bố, nên không nói được nhóm nào làm điểm thay đổi.",
        "No earlier reading of the year has all six group scores of {unit} published, so what moved the score is not known.",
    ),
    "points_first": (
        "{unit} đứng đầu về điểm QĐ 766, không còn hạng nào ở trên.",
        "{unit} stands first by QĐ 766; there is no place above.",
    ),
    "points_rank": (
        "Kho số liệu không có thứ hạng QĐ 766 của {unit} {during}.",
        "No QĐ 766 rank of {unit} {during} is on file.",
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
    "units": (
        "Chưa trả lời được từ số liệu này đơn vị nào khác biệt vượt mức ngẫu nhiên, vì không tỷ lệ nào của các đơn vị trực thuộc {unit} "
        "{during} có tử số và mẫu số. Một tỷ lệ không kèm số đếm có thể đến từ 5 hồ sơ hay 5.000 hồ sơ. Cần bảng tử số, mẫu số theo "
        "từng sở, ngành, huyện, xã.",
        "Which units differ by more than chance cannot be answered from these figures, because no rate of the units below {unit} "
        "comes with its counts {during}. A rate without counts may stem from 5 dossiers or from 5,000. A table of numerators and "
        "denominators by department, district and commune is needed.",
    ),
    "units_again": (
        "Chưa trả lời được từ số liệu này, vì không có tử số và mẫu số theo từng đơn vị (xem mục đầu của trang).",
        "This cannot be answered from these figures, because there are no counts by unit (see the first section).",
    ),
    "few_units": (
        "Chỉ hai đơn vị trực thuộc {unit} có số đếm {during}, chưa đủ để vẽ giới hạn; bảng thứ hạng cho biết hai đơn vị ấy có khác nhau không.",
        "Only two units below {unit} have counts {during}, too few for limits; the table of ranks tells whether they differ.",
    ),
    "judged_units": (
        "Chưa so sánh được các đơn vị trực thuộc {unit} {during}: không tỷ lệ nào có từ hai đơn vị đủ 30 trường hợp trở lên.",
        "The units below {unit} cannot be compared {during}: no rate has two units with 30 cases or more.",
    ),
    "convergence": (
        "Chưa trả lời được từ số liệu này các đơn vị có xích lại gần nhau hay không, vì không có chỉ tiêu nào có số liệu của cùng ít "
        "nhất 5 đơn vị ở từ hai kỳ cùng độ dài trở lên, tính đến {until}.",
        "Whether units have drawn nearer cannot be answered from these figures, because no indicator has figures of the same 5 units "
        "or more in two periods of equal length up to {until}.",
    ),
    "peers": (
        "Chưa so được {unit} với đơn vị cùng cấp, vì {during} không đơn vị nào khác có số liệu cùng chỉ tiêu, cùng cấp, cùng kỳ trong kho "
        "số liệu. Tỷ lệ khác kỳ hoặc khác cách tính thì không đem so.",
        "{unit} cannot be held against units of its level, because no other unit has a figure of the same indicator, level and period "
        "on file {during}. Rates of other periods or definitions are not compared.",
    ),
    "change_parts": (
        "Không tách được thay đổi so với {before}: kho số liệu không có tử số, mẫu số của từ hai đơn vị trực "
        "thuộc {unit} trở lên cho cả hai kỳ. Một tỷ lệ tăng có thể chỉ vì đơn vị vốn cao chiếm phần lớn hơn; "
        "có hai con số đó theo đơn vị thì mới phân biệt được.",
        "The change since {before} cannot be taken apart: there are no counts of two units or more below "
        "{unit} for both periods. A rate can rise merely because units that were high all along weigh more; "
        "only counts by unit tell.",
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
        before=compared_period(scope),
        during_before=period_phrases(scope.compare_to, scope.language)["during"],
        **period_phrases(scope.period, scope.language),
    )
    return Note(text, language=scope.language)
