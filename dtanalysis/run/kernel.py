"""
The kernel of a report: this very Python, no network port, one thread, none of the user's settings.

The stock kernel listens on TCP ports that other users of the machine can read (and says so on the terminal),
puts the working folder before the installed libraries, and reads the user's start-up files. A report must
not depend on any of that.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

# Longest path of a socket: 104 bytes on macOS, 108 on Linux; the kernel's own part is "/k-5".
_LONGEST_FOLDER = 90

_ENVIRONMENT = {
    # An agency's attachment named openpyxl.py in the working folder is data, not a library.
    "PYTHONSAFEPATH": "1",
    # As in JupyterLab, whatever the user's shell prefers; our figures do not depend on it.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MATPLOTLIBRC": os.devnull,
    # The frames are small: threads of linear algebra cost more than they bring, and may change last digits.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Python 3.12 and newer would have the debugger, which nobody uses here, write a warning.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


class ReportKernelManager(AsyncKernelManager):
    """Starts the Python that runs this process, also where the user registered another one as "python3"."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """Command and environment of the kernel; its start-up files would lie beside its connection file."""
        home = {"IPYTHONDIR": str(Path(self.connection_file).with_name("ipython"))}
        return KernelSpec(**get_kernel_dict(), env=_ENVIRONMENT | home)


@contextmanager
def kernel_settings(cwd: Path | None = None) -> Iterator[dict[str, Any]]:
    """
    Give what nbclient needs to start a report's kernel, and a private folder for its sockets.

    Parameters
    ----------
    cwd : pathlib.Path, optional
        Working folder of the kernel; by default that of this process.

    Yields
    ------
    dict
        Keyword arguments for ``papermill.execute_notebook``. The folder is gone when the block ends.
    """
    with tempfile.TemporaryDirectory(prefix="dt-", dir=_short_folder(), ignore_cleanup_errors=True) as folder:
        managers: list[ReportKernelManager] = []

        class RememberedManager(ReportKernelManager):
            def __init__(self, **settings: Any) -> None:
                super().__init__(**settings)
                managers.append(self)

        connection = {"connection_file": str(Path(folder, "k.json")), **_transport(folder)}
        try:
            yield {
                "kernel_manager_class": RememberedManager,
                "config": Config(KernelManager=connection),
                "resources": {"metadata": {"path": str(cwd or "")}},
                # Every cell has been read by then: nothing is lost, and a fifth of a second is won.
                "shutdown_kernel": "immediate",
            }
        finally:
            for manager in managers:
                _kill(manager)


def _kill(manager: ReportKernelManager) -> None:
    """End a kernel that nbclient left behind because it was interrupted while it waited for its start."""
    process = getattr(manager.provisioner, "process", None)
    if process is not None and process.poll() is None:
        process.kill()
        process.wait()


def _transport(folder: str) -> dict[str, str]:
    """Sockets in a folder that only this user can enter; where there are none, encrypted ports."""
    if os.name == "posix" and len(os.fsencode(folder)) <= _LONGEST_FOLDER:
        return {"transport": "ipc", "ip": str(Path(folder, "k"))}
    return {"transport_encryption": "auto"} if hasattr(AsyncKernelManager, "transport_encryption") else {}


def _short_folder() -> str | None:
    """A folder for temporary files whose path leaves room for a socket's name; None for the usual one."""
    usual = tempfile.gettempdir()
    too_long = len(os.fsencode(usual)) > _LONGEST_FOLDER - len("/dt-12345678")
    return "/tmp" if too_long and os.path.isdir("/tmp") else None  # noqa: PTH112
