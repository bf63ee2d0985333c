"""Leeway: monitoring of machine-learning models, from Python.

>>> import leeway
>>> client = leeway.Client("churn")
>>> prediction_id = client.log({"tenure": 12, "plan": "basic"}, score=0.31, decision="stays")
>>> client.label(prediction_id, "leaves")
"""

from ._counters import Stats
from ._report import Report, ReportColumn, report
from .client import Client
from .errors import LeewayError
from .middleware import LeewayMiddleware

__version__ = "0.1.0"

__all__ = [
    "Client",
    "LeewayError",
    "LeewayMiddleware",
    "Report",
    "ReportColumn",
    "Stats",
    "report",
]
