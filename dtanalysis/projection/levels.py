"""The probabilities at which a projection is told, and the distances at which a series may be read."""

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Probabilities of the quantiles of a projection, rising; the 95 % range is scored but never printed."""

PRINTED = LEVELS[1:-1]
"""Those that a reader sees: the ends of the 80 % and 50 % ranges and the middle."""

RANGE_ENDS = ("lower_80", "lower_50", "median", "upper_50", "upper_80")
"""Columns of a frame that hold `PRINTED`, in the same order."""

FREQUENCIES = {"M": 1, "Q": 3, "H": 6, "A": 12}
"""Months between two readings of a series, by the letter of its frequency."""

DAYS_A_MONTH = 365.25 / 12

FARTHEST = {"D": 12, "M": 12, "Q": 4, "H": 3, "A": 3}
"""Steps ahead to which the model was scored; nothing is projected beyond."""
