"""
A received file → its sheets as grids, whatever kind of file it is; or one clear reason why it cannot be read.

Nothing but a `FileFaultError` comes out of here for any bytes: libraries are called behind this door, and what they
stumble over is told as a damaged file.
"""

from __future__ import annotations

from pathlib import Path

from dtanalysis.ingest.containers import check_size, identify
from dtanalysis.ingest.grid import FileFaultError, Grid


def open_file(path: str | Path) -> list[Grid]:
    """
    Open a received file.

    Parameters
    ----------
    path : str or pathlib.Path
        The file; its ending tells what it claims to be.

    Returns
    -------
    list of Grid
        One per sheet, in their order.

    Raises
    ------
    FileFaultError
        If it cannot be read with certainty.
    OSError
        If the file system does not give it.
    """
    path = Path(path)
    check_size(path.stat().st_size)
    return open_bytes(path.read_bytes(), path.name)


def open_bytes(content: bytes, name: str) -> list[Grid]:
    """
    Open the bytes of a received file.

    Parameters
    ----------
    content : bytes
        All of it.
    name : str
        Its name.

    Returns
    -------
    list of Grid
        One per sheet, in their order.

    Raises
    ------
    FileFaultError
        If it cannot be read with certainty.

    Examples
    --------
    >>> [grid] = open_bytes("Đơn vị;Giá trị\\nSở Y tế;81,17\\n".encode(), "bao-cao.csv")
    >>> grid.cells[2, 2].value
    '81,17'
    """
    kind = identify(content, name)
    try:
        if kind == "xlsx":
            from dtanalysis.ingest.workbook import read_workbook

            return read_workbook(content)
        if kind == "text":
            from dtanalysis.ingest.delimited import read_delimited

            return [read_delimited(content)]
        if kind == "ods":
            from dtanalysis.ingest.opendocument import read_ods

            return read_ods(content)
        from dtanalysis.ingest.old_workbook import read_xls

        return read_xls(content)
    except (FileFaultError, ImportError, NameError):
        # A missing library or a slip of ours is not the file's fault.
        raise
    except Exception:
        # Whatever a library stumbles over is the file's fault, and is told so.
        raise FileFaultError(
            "file.corrupt",
            "Tệp bị hỏng hoặc có cấu trúc lạ, không đọc được.",
            "Mở tệp bằng phần mềm bảng tính, lưu lại ở dạng .xlsx rồi gửi lại.",
        ) from None
