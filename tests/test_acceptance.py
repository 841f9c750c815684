"""
The acceptance set: some eight hundred received files, good and bad, and what each must lead to.

The files are made in ``faults/cases_*.py``. One runs alone with ``-k <its id>``, those that take seconds with ``-k slow``;
``python -m tests.faults.score`` prints the figures of the whole set.
"""

from __future__ import annotations

import pytest
from faults import register
from faults.cases import CASES
from faults.cases_delivery import DELIVERIES, Delivery, delivery_differences, write
from faults.counting import count_rows
from faults.expectations import Case, differences

from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.receive import receive_all, receive_bytes


@pytest.fixture(scope="session")
def lexicons(tmp_path_factory) -> dict[str, Lexicon]:
    """The registers that the cases are read with, each opened once."""
    return register.open_all(tmp_path_factory.mktemp("registers"))


def _id(case: Case) -> str:
    return f"slow-{case.id}" if case.is_slow else case.id


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_a_received_file_leads_to_what_it_must(case, lexicons):
    content = case.build()
    receipt = receive_bytes(content, case.file, lexicons[case.register], period=case.period)
    found = differences(case, receipt, None if case.category == "hostile" else count_rows(content, case.file))
    assert not found, "\n".join([f"{case.id} ({case.file}):", *found])


@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda delivery: delivery.id)
def test_a_delivery_leads_to_what_it_must(delivery: Delivery, lexicons, tmp_path):
    receipts = receive_all([write(delivery, tmp_path)], lexicons["full"])
    found = delivery_differences(delivery, receipts)
    assert not found, "\n".join([f"{delivery.id}:", *found])


def test_every_case_has_a_name_of_its_own():
    names = [case.id for case in (*CASES, *DELIVERIES)]
    assert sorted(set(names)) == sorted(names)
