"""
Good forms with one thing changed, and good files damaged on the way: nothing comes out that is not said there.

A seeded part runs here; ``MUTATIONS=1000 python -m pytest tests/test_mutations.py`` makes it as many as that, and
``python -m tests.faults.mutations --count 1000 --seed 2`` prints every fault of another thousand.
"""

from __future__ import annotations

import os
import random

import pytest
from faults import register
from faults.forms import book, delimited
from faults.mutations import (
    FORMS,
    LIST,
    LIST_RECORDS,
    cut_text_faults,
    damage_faults,
    faults_of,
    flipped,
    make_mutant,
    try_mutant,
)

from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.receive import receive_bytes

MUTATIONS = int(os.environ.get("MUTATIONS", "200"))
BATCH = 20
WORKBOOK, TEXT = book(LIST), delimited(LIST, ";")


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory) -> Lexicon:
    """The small register that the forms are read with."""
    return register.open_all(tmp_path_factory.mktemp("registers"))["full"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_the_forms_are_good_before_anything_is_changed(form, lexicon):
    assert not faults_of(form, receive_bytes(form.build(), form.file, lexicon), None)


@pytest.mark.parametrize("first", range(0, MUTATIONS, BATCH))
def test_a_changed_form_gives_its_own_values_or_an_issue_where_it_was_changed(first, lexicon):
    tried = {seed: try_mutant(seed, lexicon) for seed in range(first, min(first + BATCH, MUTATIONS))}
    found = {
        f"{seed} {mutant.form}: {mutant.what}": lines for seed, (mutant, lines) in tried.items() if lines
    }
    assert not found, "\n".join("\n    ".join([name, *lines]) for name, lines in found.items())


def test_a_mutant_is_the_same_every_time():
    assert [make_mutant(seed).build() for seed in range(5)] == [
        make_mutant(seed).build() for seed in range(5)
    ]


def test_the_oracle_sees_a_figure_that_came_out_wrong(lexicon):
    form = FORMS[0]
    receipt = receive_bytes(form.build(), form.file, lexicon)
    wrong = [record for record in form.records if record.value != 65]
    lines = faults_of(form.done("one record left unsaid", records=tuple(wrong)), receipt, None)
    assert [line.split(":")[0] for line in lines] == ["silent"]


@pytest.mark.parametrize("part", range(5))
def test_a_workbook_with_one_bit_turned_is_read_whole_or_refused(part, lexicon):
    bits = random.Random(part).sample(range(8 * len(WORKBOOK)), max(MUTATIONS // 10, 100))
    found = {bit: damage_faults(flipped(WORKBOOK, bit), "list.xlsx", LIST_RECORDS, lexicon) for bit in bits}
    assert not {bit: lines for bit, lines in found.items() if lines}


@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_a_workbook_that_ends_too_early_is_refused(percent, lexicon):
    receipt = receive_bytes(WORKBOOK[: len(WORKBOOK) * percent // 100], "list.xlsx", lexicon)
    assert (receipt.records, receipt.is_clean) == ((), False)


@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_text_that_ends_too_early_gives_whole_rows_and_names_the_last(percent, lexicon):
    assert not cut_text_faults(TEXT[: len(TEXT) * percent // 100], "list.csv", LIST_RECORDS, lexicon)
