"""Over-dispersion against FunnelPlotR, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from compared import RAT_TUMOURS, RATS, TEN, units

from dtanalysis.comparison import arcsine_z, measure_dispersion


# FunnelPlotR's od_adjustment.R (data_type "PR", winsorised by 10 %), run in R 4.2.2 on these counts.
@pytest.mark.parametrize(
    ("parts", "phi", "tau2"),
    [
        (units(RAT_TUMOURS, RATS), 3.31570271776, 0.0241882792678),
        (TEN, 25.1990849272, 0.030330053456),
    ],
)
def test_funnelplotr_finds_the_same_phi_and_tau2(parts, phi, tau2):
    scatter = measure_dispersion(parts)
    assert scatter.phi == pytest.approx(phi, rel=1e-11)
    assert scatter.tau2 == pytest.approx(tau2, rel=1e-11)
    assert scatter.is_overdispersed


def test_funnelplotr_finds_the_same_z_scores():
    centre = 100 * TEN["numerator"].sum() / TEN["denominator"].sum()
    z = arcsine_z(TEN["numerator"], TEN["denominator"], centre)
    adjusted = arcsine_z(TEN["numerator"], TEN["denominator"], centre, 0.030330053456)
    assert z[:3] == pytest.approx([2.986636297, 1.813450182, -9.457250901], rel=1e-9)
    assert adjusted[:3] == pytest.approx([0.6816382965, 0.3607897623, -1.5465072596], rel=1e-9)


def test_chance_alone_is_about_two_thirds_and_not_called_over_dispersion():
    # Winsorised by 10 %, a normal z² has the mean 0.8 − 2·1.2816·φ(1.2816) + 0.2·1.2816² = 0.679.
    drawn = np.random.default_rng(20230630).binomial(2000, 0.8, size=2000)
    scatter = measure_dispersion(units(drawn.tolist(), [2000] * 2000))
    assert scatter.phi == pytest.approx(0.679, abs=0.04)
    assert not scatter.is_overdispersed


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_units_of_one_rate_do_not_scatter(share):
    cases = [40, 100, 1000]
    scatter = measure_dispersion(units([int(share * n) for n in cases], cases))
    assert scatter.phi == pytest.approx(0, abs=1e-25)
    assert scatter.tau2 == 0


def test_a_single_unit_does_not_scatter():
    assert measure_dispersion(units([5], [40])).tau2 == 0


def test_one_outlier_among_many_widens_nothing():
    assert measure_dispersion(units([80] * 29 + [5], [100] * 30)).tau2 == 0


def test_two_units_far_apart_are_overdispersed():
    assert measure_dispersion(units([900, 100], [1000, 1000])).is_overdispersed
