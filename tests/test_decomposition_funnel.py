"""The funnel of services: steps lost, steps nobody counted, steps that are none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.decomposition import SERVICE_STEPS, build_funnel, service_steps


def funnel(*counts: float) -> pd.DataFrame:
    return build_funnel(service_steps(**dict(zip(SERVICE_STEPS, counts, strict=False))))


def test_the_largest_loss_in_counts_need_not_be_the_steepest():
    steps = funnel(1000, 400, 390, 100).set_index("step")
    assert steps["lost"].tolist()[1:] == [600, 10, 290]
    assert steps.index[steps["is_largest_loss"]].tolist() == ["with_dossier"]
    assert steps.index[steps["is_steepest"]].tolist() == ["on_time"]
    assert steps["lost_share"].tolist()[1:] == pytest.approx([0.6, 10 / 400, 290 / 390])


def test_a_step_nobody_counted_is_not_bridged_in_silence():
    steps = funnel(1000, np.nan, 400, np.nan).set_index("step")
    assert steps["compared_with"].to_dict() == {
        "published": "", "with_dossier": "", "with_online_dossier": "published", "on_time": "",
    }  # fmt: skip
    assert steps["lost"].dropna().tolist() == [600]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 5000), min_size=4, max_size=4).map(lambda counts: sorted(counts, reverse=True))
)
def test_losses_and_what_is_left_make_up_the_first_step(counts):
    steps = funnel(*counts)
    assert steps["lost"].sum() + counts[-1] == pytest.approx(counts[0])
    assert steps["is_largest_loss"].sum() == (1 if counts[0] > counts[-1] else 0)


def test_after_a_step_of_none_shares_are_missing_and_no_warning_is_given():
    steps = funnel(0, 0, 0, 0)
    assert steps["share_of_previous"].isna().all()
    assert not steps["is_steepest"].any()
    assert build_funnel(service_steps())["lost"].isna().all()
    assert build_funnel(service_steps().iloc[:0]).empty


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ((10, 11), "'with_dossier' has 11, more than 10 before it"),
        ((10, np.nan, 11), "'with_online_dossier' has 11, more than 10"),
        ((10, -1), "cannot have fewer than 0; 'with_dossier' has"),
    ],
)
def test_steps_that_are_no_subsets_are_refused(counts, message):
    with pytest.raises(ValueError, match=message):
        funnel(*counts)


def test_an_unknown_step_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"Unknown steps: used\. Steps are published, with_dossier"):
        service_steps(used=3)
