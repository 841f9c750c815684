"""The words of forms, and what they are not."""

import pytest

from dtanalysis.ingest.matching import match_key
from dtanalysis.ingest.vocabulary import (
    _WORDS,
    QUALIFIERS,
    is_note,
    role_of,
    state_of,
    total_kind,
)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("STT", "number"),
        ("Địa phương", "unit"),
        ("Đơn vị", "unit_or_measure"),
        ("ĐVT", "measure"),
        ("Kết  quả thực hiện", "value"),
        ("Luỹ kế từ đầu năm", "cumulative"),
        ("Cùng kỳ năm trước", "previous"),
        ("So với cùng kỳ", "change"),
        ("% so kế hoạch", "attainment"),
        ("Cơ quan chủ trì", "note"),
        ("(Đơn vị)", "unit_or_measure"),
        ("value", "value"),
    ],
)
def test_a_heading_has_the_role_of_its_words(text, role):
    assert role_of(text) == role


@pytest.mark.parametrize("text", ["", "Số thuê bao", "Lũy kê", "Kết quả của sở", "Sở Y tế"])
def test_other_words_have_none(text):
    assert role_of(text) is None


def test_words_that_are_compared_lead_to_a_known_way_of_comparing():
    assert set(QUALIFIERS.values()) == {"eq", "ge", "gt", "le", "lt", "approx"}
    assert QUALIFIERS["không quá"] == "le"


def test_no_word_has_two_roles():
    roles: dict[str, set[str]] = {}
    for role, words in _WORDS.items():
        for word in words.split("|"):
            roles.setdefault(match_key(word), set()).add(role)
    assert [word for word, found in roles.items() if len(found) > 1] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Toàn tỉnh", "sum"),
        ("Cộng khối sở", "sum"),
        ("Bình quân chung", "average"),
        ("Tổng số hồ sơ", None),
        ("Cộng đồng", None),
    ],
)
def test_a_total_is_told_from_a_name_that_begins_alike(text, kind):
    assert total_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Ghi chú: tạm tính",
        "* Số liệu tạm",
        "KT. GIÁM ĐỐC",
        "(Ký, ghi rõ họ tên)",
        "Mẫu, ngày 5 tháng 7 năm 2023",
    ],
)
def test_remarks_and_signatures_are_notes(text):
    assert is_note(text)


@pytest.mark.parametrize("text", ["Nguồn nhân lực số", "Sở Y tế", "Ngày làm việc", "Chính quyền số"])
def test_names_that_begin_like_a_remark_are_none(text):
    assert not is_note(text)


@pytest.mark.parametrize(
    ("text", "state"),
    [("", "published"), ("số ước", "estimate"), ("Chưa báo cáo", "not_reported"), ("xong", None)],
)
def test_a_state_is_one_of_three_or_unknown(text, state):
    assert state_of(text) == state
