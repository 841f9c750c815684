"""
Where indicators end the year: ranges that hold, probabilities that come true, and arithmetic where there is too little.

`project` asks for one series, `project_frame` for all of a scope at once, `backtest` how earlier projections of the
user's own series did. `forecast_quantiles` is the bare model. What was measured, and on which data, stands in
docs/projection.md.
"""

from dtanalysis.projection.frame import project_frame
from dtanalysis.projection.model import Forecast, forecast, forecast_quantiles
from dtanalysis.projection.project import project
from dtanalysis.projection.record import backtest, rate_chances, summarise_record
from dtanalysis.projection.result import Projection

__all__ = [
    "Forecast",
    "Projection",
    "backtest",
    "forecast",
    "forecast_quantiles",
    "project",
    "project_frame",
    "rate_chances",
    "summarise_record",
]
