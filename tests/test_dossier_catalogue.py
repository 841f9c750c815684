"""The catalogue of services: read as it is, and every fault told at once with its place."""

import pytest

from dtanalysis.catalogue.faults import DataFaultError
from dtanalysis.dossiers.catalogue import read_services

HEADER = "province,procedure_code,name_vi,level,field,service_type,online_since"
GOOD = "an,1.000001,Đăng ký khai sinh,commune,Hộ tịch,full,202204"


@pytest.fixture
def catalogue(tmp_path):
    def write(*lines, encoding="utf-8"):
        path = tmp_path / "services.csv"
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


def faults_of(path):
    with pytest.raises(DataFaultError) as error:
        read_services(path)
    return [(fault.line, fault.column) for fault in error.value.faults]


def test_a_service_that_is_not_online_has_no_month(catalogue):
    rows = read_services(catalogue(HEADER, GOOD, "an,1.000002,Xác nhận,commune,Hộ tịch,partial,"))
    assert rows["online_since"].tolist()[0] == 202204
    assert rows["online_since"].isna().tolist() == [False, True]


def test_more_columns_in_any_order_and_a_byte_order_mark_are_fine(catalogue):
    path = catalogue("fee," + HEADER, "0," + GOOD, encoding="utf-8-sig")
    assert read_services(path)["name_vi"].tolist() == ["Đăng ký khai sinh"]


def test_a_missing_column_is_named_with_those_that_are_needed(catalogue):
    with pytest.raises(DataFaultError, match="thiếu cột online_since"):
        read_services(catalogue(HEADER.removesuffix(",online_since"), GOOD.removesuffix(",202204")))


def test_every_fault_is_told_with_line_and_column(catalogue):
    path = catalogue(HEADER, GOOD, "an,,Tên,xã,Hộ tịch,full,202313", "an,1.000003,,commune,,toàn trình,")
    assert faults_of(path) == [
        (3, "procedure_code"), (3, "level"), (3, "online_since"), (4, "name_vi"), (4, "field"), (4, "service_type"),
    ]  # fmt: skip


def test_a_procedure_twice_in_one_province_is_a_fault_but_not_in_two(catalogue):
    assert faults_of(catalogue(HEADER, GOOD, GOOD)) == [(3, "procedure_code")]
    assert len(read_services(catalogue(HEADER, GOOD, GOOD.replace("an,", "binh,", 1)))) == 2


def test_a_row_with_a_comma_too_many_is_told_not_shifted(catalogue):
    assert faults_of(catalogue(HEADER, GOOD + ",")) == [(2, "")]


@pytest.mark.parametrize("month", ["2022-04", "202200", "2022", "tháng 4"])
def test_a_month_in_another_form_is_refused(catalogue, month):
    assert faults_of(catalogue(HEADER, GOOD.replace("202204", month))) == [(2, "online_since")]


def test_a_file_in_another_encoding_is_told_as_such(tmp_path):
    path = tmp_path / "services.csv"
    path.write_bytes(f"{HEADER}\n{GOOD}\n".encode("utf-16"))
    with pytest.raises(DataFaultError, match="CSV UTF-8"):
        read_services(path)


def test_line_breaks_inside_a_name_do_not_move_the_lines(catalogue):
    path = catalogue(
        HEADER, 'an,1.000001,"Đăng ký\nkhai sinh",commune,Hộ tịch,full,', GOOD.replace("full", "x")
    )
    assert faults_of(path) == [(4, "service_type"), (4, "procedure_code")]


def test_an_empty_file_lacks_every_column(catalogue):
    with pytest.raises(DataFaultError, match="thiếu cột province"):
        read_services(catalogue(""))
