"""The pages in a real browser without network: nothing is asked for, nothing runs, nothing is cut off."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from page_samples import CONTEXT, HOSTILE_CONTEXT, hostile_notebook, sample_notebook

from dtanalysis.publish.html import render_html, render_index

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--metrics-recording-only",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The pages as files, each also without its policy line, so that the cleaning itself is tested."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "sample": render_html(sample_notebook(), context=CONTEXT),
        "english": render_html(sample_notebook(), context=CONTEXT, language="en"),
        "hostile": render_html(hostile_notebook(), context=HOSTILE_CONTEXT),
        "index": render_index([{"name": "sample", "notebook": sample_notebook()}], period_name="năm 2023"),
    }
    for name, html in pages.items():
        bare, removed = re.subn(r"<meta http-equiv[^>]*>", "", html, count=1)
        assert removed == 1
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        (folder / f"{name}-bare.html").write_text(bare, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """One Chromium with a profile of its own."""
    from playwright.sync_api import sync_playwright

    profile = str(tmp_path_factory.mktemp("profile"))
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, headless=True, args=QUIET, offline=True
        )
        yield context
        context.close()


class Visit:
    """One opened page, and what it did that it should not."""

    def __init__(self, browser, path: Path, *, width: int = 1280) -> None:
        self.requests: list[str] = []
        self.messages: list[str] = []
        self.dialogs: list[str] = []
        self.page = browser.new_page()
        self.page.set_viewport_size({"width": width, "height": 844})
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(path.as_uri())
        self.page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        self.page.wait_for_timeout(200)

    def _dismiss(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:"))]

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_error) -> None:
        self.page.close()


@pytest.mark.parametrize("name", ["sample", "english", "hostile", "index"])
def test_a_page_asks_for_nothing_and_reports_no_error(browser, folder, name):
    with Visit(browser, folder / f"{name}.html") as visit:
        assert visit.outside() == []
        assert len([url for url in visit.requests if url.startswith("file:")]) == 1
        assert visit.messages == []


@pytest.mark.parametrize("name", ["hostile", "hostile-bare", "sample-bare"])
def test_nothing_runs_with_and_without_the_policy(browser, folder, name):
    with Visit(browser, folder / f"{name}.html") as visit:
        for link in visit.page.locator("main a:visible").all():
            if not (link.get_attribute("href") or "").startswith(("http", "mailto")):
                link.click(timeout=2000)
        assert visit.dialogs == []
        assert visit.outside() == []


def test_the_test_for_dialogs_sees_one(browser, tmp_path):
    path = tmp_path / "alarm.html"
    path.write_text("<img src=x onerror='alert(1)'>", encoding="utf-8")
    with Visit(browser, path) as visit:
        assert visit.dialogs == ["1"]


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
@pytest.mark.parametrize("name", ["sample", "hostile", "index"])
def test_a_page_never_scrolls_sideways(browser, folder, name, width):
    # 640 is a screen of 1280 at 200 % zoom.
    with Visit(browser, folder / f"{name}.html", width=width) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_wide_tables_scroll_in_a_region_that_the_keyboard_reaches(browser, folder):
    with Visit(browser, folder / "sample.html", width=390) as visit:
        region = visit.page.get_by_role("region", name="Bảng 2.")
        region.focus()
        visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_timeout(300)
        assert region.evaluate("box => box.scrollWidth > box.clientWidth && box.scrollLeft > 0")


def test_no_picture_is_cut_off_or_distorted_on_a_phone(browser, folder):
    with Visit(browser, folder / "sample.html", width=390) as visit:
        boxes = visit.page.evaluate(
            "[...document.images].map(i => [i.clientWidth, i.parentElement.clientWidth, i.clientWidth / "
            "i.clientHeight,"
            " i.naturalWidth / i.naturalHeight])"
        )
        assert boxes
        for width, room, shape, natural in boxes:
            assert 0 < width <= room
            assert shape == pytest.approx(natural, rel=0.02)


def test_the_page_uses_the_font_that_it_carries(browser, folder):
    with Visit(browser, folder / "sample.html") as visit:
        visit.page.evaluate("document.fonts.ready")
        loaded = visit.page.evaluate(
            "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.weight).sort()"
        )
        assert loaded == ["400", "700"]


def test_figures_in_tables_have_one_width(browser, folder):
    script = (
        "text => { const cell = document.querySelector('td.number').cloneNode(); "
        "document.querySelector('tbody tr').append(cell);"
        " cell.innerHTML = '<span>' + text + '</span>'; return "
        "cell.firstChild.getBoundingClientRect().width }"
    )
    with Visit(browser, folder / "sample.html") as visit:
        assert visit.page.evaluate(script, "1111") == pytest.approx(
            visit.page.evaluate(script, "8888"), abs=0.01
        )


def test_the_skip_link_comes_first_and_leads_to_the_content(browser, folder):
    with Visit(browser, folder / "sample.html") as visit:
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.className") == "skip"
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("document.activeElement.id") == "content"


def test_paper_shows_no_code_and_repeats_the_head_of_a_table(browser, folder):
    with Visit(browser, folder / "sample.html") as visit:
        visit.page.emulate_media(media="print")
        assert visit.page.locator("details:visible, nav:visible").count() == 0
        display = "getComputedStyle(document.querySelector('thead')).display"
        assert visit.page.evaluate(display) == "table-header-group"
        assert visit.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
