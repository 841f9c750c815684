"""
Everything that differs between two readings, and what of it a reader needs to know first.

Puts together what the other modules of this room find, counts it, and ranks it: what changed sides against a target, then the
targets, then revised figures that are judged, and so on down to the documents.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.changes.figures import compare_figures, count_compared
from dtanalysis.changes.promises import compare_statuses, compare_targets, pair_promises
from dtanalysis.changes.readings import Reading
from dtanalysis.changes.world import compare_definitions, compare_sources, compare_units
from dtanalysis.checks import find_revisions

ASPECTS = ("status", "target", "definition", "unit", "figure", "source")

_KEY = list(SERIES_KEY)

# What a reader needs first. A turn for the worse comes before one for the better: it is the one that asks for a decision.
_URGENCY = (
    ("status", "lost"), ("status", "found_behind"), ("status", "gained"), ("status", "found_met"),
    ("target", "lowered"), ("target", "raised"), ("target", "dropped"), ("target", "new"), ("target", "comparator"),
    ("figure", "revised_judged"), ("figure", "other_source_judged"), ("definition", "register"), ("definition", "base"),
    ("unit", "ended_near"), ("unit", "began_near"), ("figure", "restated"), ("figure", "revised"), ("figure", "other_source"),
    ("figure", "moved_judged"), ("status", "degree"), ("status", "out_of_sight"), ("figure", "moved"),
    ("figure", "new_judged"), ("figure", "new"), ("target", "plan"), ("target", "year"), ("figure", "gone_judged"),
    ("figure", "gone"), ("unit", "ended"), ("unit", "began"), ("figure", "older"), ("source", "appeared"), ("source", "left"),
)  # fmt: skip
# Without an interval nobody can say "real", nor "none": such moves stand behind those beyond chance.
_SURE = ("", "beyond_chance", "exact", "recount", "restated")
_RANKS = {pair: rank for rank, pair in enumerate(_URGENCY)}


@dataclass(frozen=True, eq=False)
class Changes:
    """
    What differs between two readings of one unit; each difference is one row of one frame.

    Attributes
    ----------
    before, after : Reading
        What was compared.
    statuses, targets, figures, definitions, units, sources : pandas.DataFrame
        As `compare_statuses`, `compare_targets`, `compare_figures`, `compare_definitions`, `compare_units` and
        `compare_sources` give them.
    n_compared : int
        How many series have a figure of their own in both readings, changed or not.
    n_revised_before : int
        How many figures of the earlier period their own source had changed by the day of the earlier reading; what they were
        before does not show in the comparison.
    """

    before: Reading
    after: Reading
    statuses: pd.DataFrame
    targets: pd.DataFrame
    figures: pd.DataFrame
    definitions: pd.DataFrame
    units: pd.DataFrame
    sources: pd.DataFrame
    n_compared: int
    n_revised_before: int = 0

    @property
    def is_same_period(self) -> bool:
        """Whether both readings report one period, so that only knowledge moved on."""
        return self.before.period == self.after.period

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not any(len(frame) for frame in self.frames.values())

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The frames by their aspect, in the order of `ASPECTS`."""
        frames = (self.statuses, self.targets, self.definitions, self.units, self.figures, self.sources)
        return dict(zip(ASPECTS, frames, strict=True))


def compare_readings(before: Reading, after: Reading) -> Changes:
    """
    Compare two readings of the world.

    Parameters
    ----------
    before, after : Reading
        Of one unit; the order says which differences are called new.

    Returns
    -------
    Changes
        Every difference once.

    Raises
    ------
    ValueError
        If the readings are of two units: their figures are never joined.
    """
    if before.unit != after.unit:
        raise ValueError(
            f"Readings of one unit can be compared; got {before.unit!r} and {after.unit!r}. Figures are not joined across units."
        )
    figures = compare_figures(before, after)
    pairs = pair_promises(before, after)
    return Changes(
        before=before,
        after=after,
        statuses=_add_worth(compare_statuses(pairs, is_same_period=before.period == after.period), figures),
        targets=compare_targets(pairs),
        figures=figures,
        definitions=compare_definitions(before, after, figures),
        units=compare_units(before, after),
        sources=compare_sources(before, after),
        n_compared=count_compared(before, after),
        n_revised_before=_count_revised(before),
    )


def _add_worth(statuses: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Beside each flip what the difference of its figures is worth: a flip may be within chance, too."""
    worth = figures.loc[figures["is_shown"], [*_KEY, "evidence", "lower", "upper"]]
    names = {"lower": "lower_change", "upper": "upper_change"}
    joined = statuses.merge(worth.rename(columns=names), on=_KEY, how="left")
    return joined.assign(evidence=joined["evidence"].fillna("").astype(object))


def _count_revised(reading: Reading) -> int:
    known = reading.observations
    own = known[known["period"].map(lambda period: period == reading.period).astype(bool)]
    return int((find_revisions(own)["change"] != 0).sum()) if len(own) else 0


def rank_changes(changes: Changes) -> pd.DataFrame:
    """
    List all changes, what a reader needs to know first on top.

    Parameters
    ----------
    changes : Changes
        From `compare_readings`.

    Returns
    -------
    pandas.DataFrame
        One row per change: ``aspect`` (one of `ASPECTS`), ``kind``, ``label`` (index label of the row in its frame), ``urgency``
        (0 first). Equal urgency: the reported unit before those below it, what is surely a difference before what may be none, a
        target that is missed before others, then the larger change of rates; other measures are not held against points.
    """
    parts = [_ranked(frame, aspect, changes) for aspect, frame in changes.frames.items() if len(frame)]
    columns = ["aspect", "kind", "label", "urgency", "is_below", "stands_back", "size"]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    by = ["urgency", "is_below", "stands_back", "size", "aspect", "label"]
    ordered = rows.sort_values(by, ascending=[True, True, True, False, True, True], ignore_index=True)
    return ordered[["aspect", "kind", "label", "urgency"]]


def pick_moves(changes: Changes) -> pd.DataFrame:
    """
    Choose rates of two periods that can be drawn side by side.

    Parameters
    ----------
    changes : Changes
        From `compare_readings`.

    Returns
    -------
    pandas.DataFrame
        Rows of ``figures``: the rates of the reported unit that moved by a known amount or, with fewer than two of them, those of the
        units below for the one indicator that most of them moved on beyond chance. The largest moves come first; a rate
        above 100 % (a growth) is left out.
    """
    rows = changes.figures
    rows = rows[
        (rows["kind"] == "moved") & (rows["unit_measure"] == "percent") & rows["change"].fillna(0).ne(0)
    ]
    rows = rows[rows[["value_before", "value_after"]].le(100).all(axis=1)]
    rows = rows[rows[["value_before", "value_after"]].ge(0).all(axis=1)]
    rows = rows.sort_values("change", key=lambda change: -change.abs(), kind="stable")
    own = rows[rows["unit"] == changes.after.unit]
    return own if len(own) > 1 else _widest(rows[rows["unit"] != changes.after.unit])


def _widest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the one series that most units moved on, those beyond chance counted first."""
    if rows.empty:
        return rows
    by = ["indicator", "level", "dimension"]
    score = rows.assign(beyond=rows["evidence"] == "beyond_chance").groupby(by)["beyond"].agg(["sum", "size"])
    best = score.sort_values(["sum", "size"], ascending=False, kind="stable").index[0]
    return rows[rows[by].eq(list(best)).all(axis=1)]


def _ranked(frame: pd.DataFrame, aspect: str, changes: Changes) -> pd.DataFrame:
    unit = frame.get("unit", pd.Series("", index=frame.index))
    kind = _FINER.get(aspect, lambda rows, unit: rows["kind"])(frame, changes.after.unit)
    is_figure = aspect == "figure"
    percent = frame["unit_measure"] == "percent" if is_figure else True
    size = frame["restated_by"].fillna(frame["change"].where(percent)).abs().fillna(0.0) if is_figure else 0.0
    return pd.DataFrame(
        {
            "aspect": aspect,
            "kind": frame["kind"],
            "label": frame.index,
            "urgency": [_RANKS[aspect, word] for word in kind],
            "is_below": ~unit.isin(["", changes.after.unit]),
            "stands_back": _stands_back(frame, aspect),
            "size": size,
        }
    )


def _stands_back(frame: pd.DataFrame, aspect: str) -> pd.Series | bool:
    """What may be no difference, and targets that are not behind, come after those of the same urgency."""
    if aspect == "figure":
        return ~frame["evidence"].isin(_SURE)
    return frame["status_after"].ne("behind") if aspect == "target" else False


def _fine_units(units: pd.DataFrame, unit: str) -> pd.Series:
    """The reported unit with its forerunners and heirs, told apart from the units below it."""
    near = [
        name == unit or unit in related for name, related in zip(units["unit"], units["related"], strict=True)
    ]
    return units["kind"].mask(pd.Series(near, index=units.index, dtype=bool), units["kind"] + "_near")


def _fine_figures(figures: pd.DataFrame, unit: str) -> pd.Series:
    """Kinds of figures, judged ones and counts that were changed in silence told apart."""
    fine = figures["kind"].where(
        ~figures["is_judged"] | figures["kind"].eq("older"), figures["kind"] + "_judged"
    )
    return fine.mask((figures["evidence"] == "restated") & ~figures["is_judged"], "restated")


_FINER = {"figure": _fine_figures, "unit": _fine_units}
