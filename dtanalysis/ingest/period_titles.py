"""
Which periods does a line of a title block name, and which of them is the form's own?

Takes a line as it stands above a table ("BÁO CÁO KẾT QUẢ CHUYỂN ĐỔI SỐ 6 THÁNG ĐẦU NĂM 2023") and finds the
periods in it, the longest first, never one inside a date. What the words in front say decides whether a
period is reported on: documents ("Kế hoạch số 12/KH-UBND năm 2023"), comparisons ("so với cùng kỳ năm 2022")
and outlooks ("nhiệm vụ 6 tháng cuối năm 2023") are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dtanalysis.ingest.numbers import Refusal
from dtanalysis.ingest.period_scan import COUNT, Stretch, Word, scan, split_words, words_between
from dtanalysis.ingest.period_texts import PeriodReading, period_of, refuse, with_year
from dtanalysis.periods import Period

_LONGEST_LINE = 400

# Everything below is written as `fold` leaves it.
_DOCUMENTS = (
    "cong van|quyet dinh|ke hoach|bao cao|to trinh|thong tu|nghi quyet|nghi dinh|chi thi"
    "|thong bao|luat|cong dien|huong dan"
    "|van ban|ket luan|chuong trinh|de an|giay moi|bien ban|phieu|bieu|mau|phu luc"
)
_DOCUMENT_NUMBER = re.compile(
    r"(?:^| )(?:so:? )?[0-9]+[a-z]?(?:/[0-9]{4})?[/-][a-z][^ ]*(?: cua [^0-9]{1,40})?,? *$"
)
_NUMBER_COMES = re.compile(
    rf"(?:^| )(?:(?:{_DOCUMENTS}) (?:so|so ?:|no\.?)|bieu|mau|phu luc|quy|dieu|khoan|dot|lan) ?$"
)
_LAW = re.compile(r"(?:^| )(?:(?<!phap )(?<!ky )luat|hien phap|phap lenh)(?: [^ 0-9]+){1,8} ?$")
_COMPARED = re.compile(r"(?:^| )(?:so voi|so cung ky|cung ky|so sanh voi)(?: |$)")
_OUTLOOK = re.compile(
    r"(?:^| )phuong huong |(?:^|[ ,;&-])(?:phuong huong|nhiem vu|ke hoach|giai phap|du kien"
    r"|dinh huong|muc tieu|trien khai)(?: |$)"
)
_DEADLINE = re.compile(
    r"(?:^| )(?:thoi han|cham nhat|hieu luc)(?: [^ ]+){0,5} ?$|(?:^| )(?:han|gui|nop|truoc) ?:? ?$"
)
_AIM = re.compile(
    r"(?:^| )(?:muc tieu|phan dau|dinh huong|tam nhin|chi tieu|ke hoach|lo trinh|chuong trinh)(?: |$)"
)
_REPORT_WORDS = re.compile(
    r"(?:^| )(?:bao cao|bieu|ket qua|so lieu|tinh hinh|thuc hien|tong hop|ky|phu luc|bang"
    r"|thong ke|danh gia|danh sach)(?: |:|$)"
)
_LENGTH_COMES = re.compile(r"(?:^| )(?:dinh ky|thoi han|vong|sau|toi thieu|it nhat|moi|hang) ?:? ?$")
_PERIOD_LABEL = re.compile(r"(?:^| )(?:ky|ky bao cao|thoi ky|nam|thoi gian|ky so lieu|nam bao cao) ?: ?$")
_ESTIMATE_BEFORE = re.compile(r"(?:^|[ (])uoc(?: (?:tinh|thuc hien|dat|ket qua|so lieu|so))* ?$")
_ESTIMATE_BEHIND = re.compile(
    r" ?(?:[(\[] ?(?:so |so lieu )?uoc(?: tinh| thuc hien| dat)? ?[)\]]|[,-]? ?uoc(?: tinh"
    r"| thuc hien)?[ .]*$)"
)
# Words that make another time of what looks like a period.
_SINCE = re.compile(r"(?:^| )(?:tu|truoc|sau)(?: het)? ?$")
_SHIFTED = re.compile(r"(?:con lai|sau|toi|tiep|gan|qua|vua|lien)(?: |$)")
_PART_OF_YEAR = re.compile(rf"(?:^| )(?:thang|quy) (?:[0-9]+|[ivx]+|{COUNT})(?: [^ (:;]+){{0,3}} ?$")
_CUMULATIVE_BEFORE = re.compile(r"(?:^|[ (])(?:luy ke|cong don)(?: (?:ket qua|so lieu|thuc hien|trong))* ?$")


def find_title_periods(text: str, year: int | None = None) -> tuple[PeriodReading | Refusal, ...]:
    """
    The periods that a title line reports on, from left to right.

    Parameters
    ----------
    text : str
        The line. Above 400 characters it is prose, and has none.
    year : int, optional
        Year of the form, for "THÁNG 6" in a line without a year.

    Returns
    -------
    tuple of PeriodReading or Refusal
        A refusal where the line names a period in error, by decree ("từ ngày 15/12/2022 đến ngày 14/6/2023")
        or without a year. A year that stands in the same line is taken. The rule is "title", or
        "title.cut_off" for "số liệu tính đến ngày 30/6/2023", which may be no more than the day of counting.

    Examples
    --------
    >>> [one.period.code for one in find_title_periods("KẾT QUẢ THÁNG 6, NHIỆM VỤ THÁNG 7 NĂM 2023")]
    ['2023-06']
    >>> find_title_periods("(Kèm theo Công văn số 123/UBND-VX ngày 05/7/2023)")
    ()
    """
    if len(text) > _LONGEST_LINE:
        return ()
    words = split_words(text)
    found = list(scan(text, words))
    kept, outlooks = _split_by_lead(words, found)
    readings = (_reading(one, words, kept, outlooks, year) for one in kept)
    return tuple(filter(None, readings))


def choose_title_period(
    readings: Sequence[PeriodReading | Refusal],
) -> PeriodReading | Refusal | None:
    """
    The period of a form, of all that its title lines name.

    Parameters
    ----------
    readings : sequence of PeriodReading or Refusal
        Of every title line.

    Returns
    -------
    PeriodReading, Refusal or None
        A year gives way to a shorter period of that year, a day of counting ("tính đến ngày 30/6/2023") to a
        period that ends on it. Two that differ are refused, and a refusal stands; None where there is none.
        An estimate in one place is one.

    Examples
    --------
    >>> lines = "CHUYỂN ĐỔI SỐ NĂM 2023", "Quý II/2023", "(Số liệu tính đến ngày 30/6/2023)"
    >>> choose_title_period([one for line in lines for one in find_title_periods(line)]).period
    Period('2023-Q2')
    """
    refused = next((one for one in readings if isinstance(one, Refusal)), None)
    if refused or not readings:
        return refused
    left = [one for one in readings if not any(_gives_way(one, other) for other in readings)]
    periods = sorted({one.period for one in left})
    if len(periods) > 1:
        names = " và ".join(f"“{period.name()}”" for period in periods)
        return refuse("period.several", " | ".join(one.raw for one in left), periods=names)
    return PeriodReading(periods[0], any(one.is_estimate for one in left), left[0].rule, left[0].raw)


def _gives_way(one: PeriodReading, other: PeriodReading) -> bool:
    if one.period == other.period:
        return False
    if one.period.kind == "year":
        return other.period.year == one.period.year
    return one.rule == "title.cut_off" != other.rule and one.period.last_day == other.period.last_day


# What the words in front say


def _split_by_lead(words: Sequence[Word], found: Sequence[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """Stretches that the line reports on, and those of an outlook."""
    kept: list[Stretch] = []
    outlooks: list[Stretch] = []
    start = 0
    for one in found:
        lead = words_between(words, start, one.first)
        before = words_between(words, 0, one.first)
        looks_ahead = bool(_OUTLOOK.search(lead)) or (bool(outlooks) and "(" not in lead)
        if lead.strip().startswith("phuong huong") or (kept and looks_ahead and _may_follow(one, kept[-1])):
            outlooks.append(one)
        elif not _is_passed_over(one, lead, before, words_between(words, one.last + 1, len(words))):
            kept.append(one)
        start = one.last + 1
    return kept, outlooks


def _may_follow(one: Stretch, reported: Stretch) -> bool:
    """Whether an outlook lies behind what is reported; the tasks of a year that is over are no outlook."""
    if not isinstance(reported.meaning, Period):
        return True
    ahead = one.meaning
    if ahead == "yearless":
        ahead = period_of(with_year(one.folded, reported.meaning.year))
    return not isinstance(ahead, Period) or ahead.first_day > reported.meaning.last_day


def _is_passed_over(one: Stretch, lead: str, before: str, behind: str) -> bool:
    """Whether a stretch is a period of something else than the report."""
    if _COMPARED.search(lead):
        return True
    if re.fullmatch("[0-9]+ thang", one.folded):
        return _is_a_duration(one, lead)
    if re.fullmatch("[0-9]{4}", one.folded):
        return not _is_bare_year(lead, before, behind)
    return _is_an_aim(one, lead) or _is_of_a_document(one, lead) or _is_place_and_month(one, before, behind)


def _is_an_aim(one: Stretch, lead: str) -> bool:
    """Whether "đến …" says until when something is to be done: "Mục tiêu đến hết năm 2025"."""
    if not one.folded.startswith("den "):
        return False
    is_year = isinstance(one.meaning, Period) and one.meaning.kind == "year"
    is_reported = not is_year and bool(_REPORT_WORDS.search(lead))
    return bool(_DEADLINE.search(lead)) or (bool(_AIM.search(lead)) and not is_reported)


def _is_of_a_document(one: Stretch, lead: str) -> bool:
    """Whether it is the number or the year of a document: "Báo cáo số 12/2023", "Kế hoạch số 12/KH-UBND năm
    2023"."""
    if re.fullmatch("[0-9]{1,2} ?[-/.] ?[0-9]{4}", one.folded):
        return bool(_NUMBER_COMES.search(lead))
    is_year = isinstance(one.meaning, Period) and one.meaning.kind == "year"
    # "Đề án 06/CP" has no year of its own.
    is_numbered = _DOCUMENT_NUMBER.search(lead) and "de an" not in lead
    return is_year and bool(is_numbered or _LAW.search(lead))


def _is_a_duration(one: Stretch, lead: str) -> bool:
    """Whether "6 tháng" without "đầu năm" is a length of time; only usual lengths of reports are periods."""
    return bool(_LENGTH_COMES.search(lead)) or int(one.folded.split()[0]) not in (3, 6, 9, 12)


def _is_bare_year(lead: str, before: str, behind: str) -> bool:
    """Whether four digits without "năm" are a year: alone, behind a label, or at the end of a report's
    title."""
    if not before and not behind:
        return True
    if before.endswith(":"):
        return bool(_PERIOD_LABEL.search(before))
    is_at_end = not behind.strip(" .,;*)]")
    return (
        is_at_end
        and bool(_REPORT_WORDS.search(before))
        and not (_LAW.search(lead) or _NUMBER_COMES.search(lead))
    )


def _is_place_and_month(one: Stretch, before: str, behind: str) -> bool:
    """Whether the line is the foot of a cover page: "Ninh Thuận, tháng 7 năm 2023"."""
    is_short = before.endswith(",") and len(before.split()) <= 5 and not behind.strip(" .,;)")
    return is_short and one.folded.startswith("thang") and not _REPORT_WORDS.search(before)


# Readings


def _reading(
    one: Stretch,
    words: Sequence[Word],
    kept: Sequence[Stretch],
    outlooks: Sequence[Stretch],
    year: int | None,
) -> PeriodReading | Refusal | None:
    meaning = _complete(one, kept, outlooks, year) if one.meaning == "yearless" else one.meaning
    if meaning == "period.several":
        return refuse(meaning, one.raw, periods=f"“{one.raw}”")
    if isinstance(meaning, str):
        return refuse(meaning, one.raw)
    before = words_between(words, 0, one.first)
    if _CUMULATIVE_BEFORE.search(before) and not re.match("[0-9]+ ?t|den|tu|tinh|ca nam", one.folded):
        return refuse("period.cumulative", one.raw)
    behind = words_between(words, one.last + 1, len(words))
    if _is_another_time(one, meaning, before, behind):
        return refuse("period.unknown", one.raw)
    is_estimate = bool(_ESTIMATE_BEFORE.search(before) or _ESTIMATE_BEHIND.match(behind))
    is_cut_off = one.folded.startswith(("tinh den", "den ")) and not _CUMULATIVE_BEFORE.search(before)
    return PeriodReading(meaning, is_estimate, "title.cut_off" if is_cut_off else "title", one.raw)


def _is_another_time(one: Stretch, period: Period, before: str, behind: str) -> bool:
    """Whether the words around shift it: "từ tháng 6/2023", "6 tháng còn lại", "tháng sáu, bảy năm 2023"."""
    if re.fullmatch("[0-9]+ thang", one.folded):
        return bool(_SHIFTED.match(behind))
    is_part = period.kind == "year" and one.folded.startswith("nam") and bool(_PART_OF_YEAR.search(before))
    return is_part or bool(_SINCE.search(before))


def _complete(
    one: Stretch, kept: Sequence[Stretch], outlooks: Sequence[Stretch], year: int | None
) -> Period | str:
    """A period without a year, by the one year of its line; that of an outlook where the outlook comes
    later."""
    dated = [other.meaning for other in kept if isinstance(other.meaning, Period)]
    ahead = [other.meaning for other in outlooks if isinstance(other.meaning, Period)]
    years = {period.year for period in dated or ahead}
    if not years and year is not None:
        years = {year}
    if len(years) != 1:
        return "period.missing_year"
    completed = period_of(with_year(one.folded, years.pop()))
    if not isinstance(completed, Period):
        return completed or "period.unknown"
    is_outrun = not dated and any(period.first_day <= completed.last_day for period in ahead)
    return "period.missing_year" if is_outrun else completed
