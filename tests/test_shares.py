"""Intervals of shares and of their differences: against statsmodels, and at the ends of the scale."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from dtanalysis.shares import bound_differences, bound_shares, two_sided_z


@pytest.mark.parametrize(("counted", "cases"), [(81, 263), (15, 148), (0, 20), (1, 29), (29, 29)])
def test_the_interval_of_a_share_is_that_of_statsmodels(counted, cases):
    expected = [100 * end for end in proportion_confint(counted, cases, alpha=0.1, method="wilson")]
    assert [float(end) for end in bound_shares(counted, cases, 0.9)] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (9, 10, 3, 10), (0, 10, 10, 10)])
def test_the_interval_of_a_difference_is_that_of_statsmodels(counts):
    expected = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
    found = [float(end) for end in bound_differences(*counts)]
    assert found == pytest.approx([100 * end for end in expected], abs=1e-9)


def test_without_cases_there_is_no_interval_and_no_warning():
    for ends in (bound_shares([0, 3], [0, 6]), bound_differences([0, 3], [0, 6], [1, 1], [2, 2])):
        assert [np.isnan(end).tolist() for end in ends] == [[True, False]] * 2


def test_a_level_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="above 0 and below 1, such as 0.95; got 95"):
        two_sided_z(95)
