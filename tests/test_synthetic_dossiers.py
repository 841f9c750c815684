"""The synthetic dossiers: labelled, reproducible, and as their README says."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from dtanalysis.dossiers import choose_months, load_cube, online_rates, read_services, service_use
from dtanalysis.dossiers.question import open_dossiers

pytest.importorskip("duckdb")

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "synthetic" / "dossiers"


@pytest.fixture(scope="module")
def cube():
    return load_cube(FOLDER / "store")


@pytest.fixture(scope="module")
def half_year(cube):
    return service_use(cube, read_services(FOLDER / "services.csv"), first=202301, last=202306)


def test_the_script_makes_the_same_dossiers_again(tmp_path, cube):
    script = ROOT / "benchmarks" / "make_synthetic_dossiers.py"
    subprocess.run(
        [sys.executable, "-W", "error", script, "--out", tmp_path], check=True, capture_output=True
    )
    assert (tmp_path / "dossiers" / "services.csv").read_bytes() == (FOLDER / "services.csv").read_bytes()
    again = load_cube(tmp_path / "dossiers" / "store")
    for name in ("counts", "days", "quality"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(cube, name))


def test_every_service_and_dossier_says_that_it_is_invented():
    services = pd.read_csv(FOLDER / "services.csv", dtype=str)
    assert services["source"].str.contains("synthetic").all()
    import duckdb

    query = (
        f"SELECT count(*), count(*) FILTER (source LIKE '%synthetic%') FROM '{FOLDER}/store/ym=*/*/*.parquet'"
    )
    ((rows, labelled),) = duckdb.sql(query).fetchall()
    assert rows == labelled == 41_764


def test_a_third_of_the_online_services_see_an_online_dossier_in_half_a_year(half_year):
    assert (len(half_year), (half_year["n_online"] > 0).sum()) == (334, 108)


def test_land_is_hardly_online(cube):
    rates = online_rates(choose_months(cube, 202301, 202306), "field").set_index("field")
    assert rates.loc["Đất đai", ["n", "n_online"]].tolist() == [1640, 40]
    assert rates["rate"].drop("Đất đai").min() > 70


def test_the_dirt_of_the_readme_is_in_it(cube):
    problems = cube.quality.groupby("problem", observed=True)["n"].sum()
    assert problems["duplicate_id"] > 50
    assert {"no_channel", "impossible_dates"} <= set(problems[problems > 10].index)
    assert (cube.counts["procedure_code"] == "MAU.999999").any()


def test_the_folder_stays_small_enough_to_be_shared():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 2_000_000


def test_the_page_finds_them(monkeypatch):
    from dtanalysis.catalogue import open_scope

    monkeypatch.chdir(ROOT)
    asked = open_dossiers(open_scope("data/synthetic", period="2023-H1", unit="tinh-mau"))
    assert (asked.reason, asked.target, asked.missing_months) == ("", 50, [])
