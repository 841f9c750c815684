"""
What a projection says: ranges for each period to come, a probability, and the arithmetic beside it.

`Projection` is what `project` gives for one series. It prints as one sentence in Vietnamese (`sentence("en")` for
English), which names the range, what it rests on and how likely the target is; where there is too little to project
it gives the arithmetic and says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dtanalysis.formats import Language, format_date, format_points, format_share, format_value
from dtanalysis.projection.chances import outlook
from dtanalysis.projection.levels import PRINTED

Kind = Literal["model", "arithmetic"]

REASONS = {
    "too_few": {
        "vi": "mới có {n} số liệu, cần ít nhất 3 để dự báo",
        "en": "there are {n} of the 3 readings that a projection takes",
    },
    "too_far": {
        "vi": "thời điểm 31/12 cần xét ở quá xa so với khoảng cách giữa các số liệu",
        "en": "the end lies too many steps ahead to project",
    },
    "one_off": {
        "vi": "việc làm một lần, chỉ có xong hoặc chưa xong",
        "en": "it is done once, and is done or not done",
    },
    "no_counts": {
        "vi": "tỷ lệ tính lại từ tháng 1 mà không có tử số và mẫu số của từng kỳ",
        "en": "the rate starts anew each January and its counts are not known",
    },
    "no_bound": {
        "vi": "chỉ tiêu là mức tăng của một đại lượng khác, không có giới hạn dưới",
        "en": "it is the growth of something else and has no lower bound",
    },
    "not_additive": {
        "vi": "mỗi đối tượng (dịch vụ, đơn vị, người) chỉ được đếm một lần trong năm, nên các tháng không cộng được",
        "en": "it counts each service, unit or person once a year, so that months do not add up",
    },
}
"""Why there is no model, and how a reader is told."""

OUTLOOK_WORDS = {
    "very_likely": {"vi": "rất có khả năng đạt", "en": "very likely"},
    "likely": {"vi": "có khả năng đạt", "en": "likely"},
    "open": {"vi": "chưa rõ", "en": "open"},
    "unlikely": {"vi": "khó đạt", "en": "unlikely"},
    "very_unlikely": {"vi": "rất khó đạt", "en": "very unlikely"},
}
"""What a reader sees for each outlook."""

_WORDINGS = {
    "range": {
        "vi": "Dự báo đến {day}: {low} đến {high} (khoảng 80%), giữa {median}; dựa trên {n} số liệu{estimates}.",
        "en": "Projected to {day}: {low} to {high} (80% range), middle {median}; from {n} readings{estimates}.",
    },
    "estimates": {"vi": ", trong đó {k} số liệu ước", "en": ", {k} of them estimates"},
    "chance": {
        "vi": " Xác suất đạt mục tiêu {target}: khoảng {chance} ({word}).",
        "en": " Probability of reaching the target of {target}: about {chance} ({word}).",
    },
    "arithmetic": {
        "vi": "Chưa dự báo được: {reason}. Số liệu gần nhất là {last}.",
        "en": "No projection: {reason}. The latest figure is {last}.",
    },
    "nothing": {"vi": "Chưa dự báo được: {reason}.", "en": "No projection: {reason}."},
    "short": {
        "vi": " Còn thiếu {gap} so với mục tiêu {target}{pace}.",
        "en": " {gap} short of the target of {target}{pace}.",
    },
    "beyond": {
        "vi": " Còn cao hơn mục tiêu {target} là {gap}{pace}.",
        "en": " {gap} above the target of {target}{pace}.",
    },
    "rise": {"vi": ", cần tăng bình quân {pace} mỗi tháng", "en": ", which takes a rise of {pace} a month"},
    "fall": {"vi": ", cần giảm bình quân {pace} mỗi tháng", "en": ", which takes a fall of {pace} a month"},
    "even": {
        "vi": " Đang đúng bằng mục tiêu {target}, còn phải vượt qua.",
        "en": " Exactly at the target of {target}, which has to be passed.",
    },
    "goal": {"vi": " Mục tiêu là {target}.", "en": " The target is {target}."},
    "reached": {
        "vi": " Hiện đã ở mức mục tiêu {target}.",
        "en": " The target of {target} is reached as of now.",
    },
}


@dataclass(frozen=True)
class Projection:
    """
    One projected series.

    Attributes
    ----------
    kind : {"model", "arithmetic"}
        Whether there are quantiles; with "arithmetic" `quantiles` has no row and `chance` is missing.
    reason : str
        Why there is only arithmetic, a key of `REASONS`; empty for a model.
    method : str
        "combination" (weighted members), "flows" (what is realised plus projected flows) or "arithmetic".
    n_obs, n_estimates : int
        Readings that were used, and how many of them are estimates.
    left_out : tuple of str
        Periods whose figure is a bound or missing.
    last_period : datetime.date or None
        Last day of the newest reading; None where the values carry no time.
    last_value : float
        Newest reading, in the unit of measure (for rates and counts from January: of the year so far).
    standing : float
        What counts towards the target so far: the newest reading or, of a running year, the year to date; missing where
        a rate has no case yet.
    quantiles : pandas.DataFrame
        One row a period to come, by its last day (or by steps); columns .1, .25, .5, .75, .9 in the unit of measure.
        .25 to .75 is the 50 % range, .1 to .9 the 80 % range.
    members : pandas.Series
        Weight of each member; sums to 1, empty without a model.
    target, comparator : float, str
        What is to be reached; missing and empty without one.
    chance : float
        Probability that the last period satisfies the target, .001 to .999; missing without a model or a target.
    required_pace, pace_so_far : float
        Change a month needed from the newest reading, and seen so far (since the end of the year before, else since
        the first reading); arithmetic. 0 where the target is reached, missing where not known.
    rest_rate : float
        For rates counted from January: the rate that all remaining cases of the year would need; above the upper
        bound means out of reach. Else missing.
    unit_measure, unit_label : str
        Unit of measure, and what stands behind a value in a sentence.
    """

    kind: Kind
    reason: str
    method: str
    n_obs: int
    n_estimates: int
    left_out: tuple[str, ...]
    last_period: dt.date | None
    last_value: float
    standing: float
    quantiles: pd.DataFrame
    members: pd.Series
    target: float = np.nan
    comparator: str = ""
    chance: float = np.nan
    required_pace: float = np.nan
    pace_so_far: float = np.nan
    rest_rate: float = np.nan
    unit_measure: str = "percent"
    unit_label: str = ""

    @property
    def outlook(self) -> str:
        """Word for `chance`, a key of `OUTLOOK_WORDS`; empty where there is none."""
        return "" if np.isnan(self.chance) else outlook(self.chance)

    @property
    def shown_chance(self) -> float:
        """Probability as it is printed: in steps of .05, never below .05 or above .95."""
        return shown_chance(self.chance)

    @property
    def is_reached(self) -> bool:
        """Whether what counts so far satisfies the target."""
        return is_reached(self.standing, self.target, self.comparator)

    def sentence(self, language: Language = "vi") -> str:
        """
        Tell the projection in one or two sentences.

        Parameters
        ----------
        language : {"vi", "en"}, default "vi"
            What the reader reads.

        Returns
        -------
        str
            Never with a missing number in it.
        """
        told = self._tell_range(language) if self.kind == "model" else self._tell_arithmetic(language)
        return told + self._tell_target(language)

    def __str__(self) -> str:
        """Sentence in Vietnamese."""
        return self.sentence()

    def _value(self, value: float, language: Language, *, stated: bool = False) -> str:
        # What a source states is printed as stated; what a model gives, no finer than it knows.
        decimals = None if stated else decimals_of(value)
        return format_value(
            value, self.unit_measure, decimals=decimals, unit_label=self.unit_label, language=language
        )

    def _difference(self, value: float, language: Language) -> str:
        """Points are not percent."""
        if self.unit_measure == "percent":
            return format_points(abs(value), 1, language=language, signed=False)
        return self._value(abs(value), language)

    def _tell_range(self, language: Language) -> str:
        end = self.quantiles.iloc[-1]
        estimates = _WORDINGS["estimates"][language].format(k=self.n_estimates) if self.n_estimates else ""
        day = self.quantiles.index[-1]
        told = format_date(day, language=language) if isinstance(day, dt.date) else f"+{day}"
        low, median, high = (self._value(end[level], language) for level in (0.1, 0.5, 0.9))
        return _WORDINGS["range"][language].format(
            day=told, low=low, median=median, high=high, n=self.n_obs, estimates=estimates
        )

    def _tell_arithmetic(self, language: Language) -> str:
        reason = REASONS[self.reason][language].format(n=self.n_obs)
        if np.isnan(self.last_value):
            return _WORDINGS["nothing"][language].format(reason=reason)
        return _WORDINGS["arithmetic"][language].format(
            reason=reason, last=self._value(self.last_value, language, stated=True)
        )

    def _tell_target(self, language: Language) -> str:
        if np.isnan(self.target):
            return ""
        target = self._value(self.target, language, stated=True)
        if not np.isnan(self.chance):
            chance = format_share(self.shown_chance, 0, language=language)
            word = OUTLOOK_WORDS[self.outlook][language]
            return _WORDINGS["chance"][language].format(target=target, chance=chance, word=word)
        if self.is_reached:
            return _WORDINGS["reached"][language].format(target=target)
        if np.isnan(self.standing):
            return _WORDINGS["goal"][language].format(target=target)
        missing, pace = self.target - self.standing, ""
        if missing == 0:
            return _WORDINGS["even"][language].format(target=target)
        if not np.isnan(self.required_pace):
            turn = _WORDINGS["rise" if missing > 0 else "fall"][language]
            pace = turn.format(pace=self._difference(self.required_pace, language))
        wording = _WORDINGS["short" if missing > 0 else "beyond"][language]
        return wording.format(gap=self._difference(missing, language), target=target, pace=pace)


def shown_chance(chance: float) -> float:
    """
    Round a probability to what a projection from few points can carry.

    Parameters
    ----------
    chance : float
        Probability; missing stays missing.

    Returns
    -------
    float
        In steps of .05, from .05 to .95, and never across the limit of an outlook word.

    Examples
    --------
    >>> [float(shown_chance(chance)) for chance in (0.001, 0.62, 0.999)]
    [0.05, 0.6, 0.95]
    """
    if np.isnan(chance):
        return np.nan
    nearest = float(np.clip(np.round(chance * 20) / 20, 0.05, 0.95))
    # 64,9 % is "open"; printed as 65 % it would contradict its own word.
    return round(nearest - 0.05, 2) if outlook(nearest) != outlook(chance) and nearest > chance else nearest


def is_reached(value: float, target: float, comparator: str) -> bool:
    """
    Say whether a value satisfies a target.

    Parameters
    ----------
    value, target : float
        In the same unit of measure; a missing one satisfies nothing.
    comparator : {"ge", "gt", "le", "lt", "eq"}
        How the value has to compare.

    Returns
    -------
    bool
        False without a target.

    Examples
    --------
    >>> is_reached(90.0, 90.0, "ge"), is_reached(90.0, 90.0, "gt")
    (True, False)
    """
    compare = {"ge": value >= target, "gt": value > target, "le": value <= target, "lt": value < target}
    return bool(compare.get(comparator, value == target))


def empty_quantiles() -> pd.DataFrame:
    """
    Quantiles of a series that is not projected.

    Returns
    -------
    pandas.DataFrame
        No row; one column for each printed level.
    """
    return pd.DataFrame(columns=list(PRINTED), dtype=float)


def decimals_of(value: float) -> int:
    """
    Choose the decimals that a projected value is printed with.

    Parameters
    ----------
    value : float
        In any unit of measure.

    Returns
    -------
    int
        One; none from a thousand on, because a projection has no more to tell, and three below one (indices).
    """
    size = abs(value)
    return 0 if size >= 1000 else 1 if size >= 1 or size == 0 else 3
