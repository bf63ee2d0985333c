"""Made-up customers of a telephone company, always the same ones for the same seed."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEATURES = ["tenure_months", "monthly_charge", "contract", "support_calls", "paperless"]


def customers(rows: int, seed: int) -> pd.DataFrame:
    """Customers, and whether they left. The shorter the contract and the higher the charge, the
    likelier; nobody's customers are behind these numbers."""
    draw = np.random.default_rng(seed)
    contract = draw.choice(["monthly", "one year", "two years"], size=rows, p=[0.55, 0.25, 0.2])
    tenure = np.minimum(72, draw.gamma(2.0, 14.0, size=rows)).round()
    charge = np.clip(draw.normal(65, 20, size=rows), 20, 120).round(2)
    calls = draw.poisson(1.2, size=rows)
    paperless = draw.random(rows) < 0.6
    pull = (
        -1.2
        + 1.1 * (contract == "monthly")
        - 1.0 * (contract == "two years")
        - 0.035 * tenure
        + 0.018 * (charge - 65)
        + 0.35 * calls
    )
    leaves = draw.random(rows) < 1 / (1 + np.exp(-pull))
    return pd.DataFrame(
        {
            "tenure_months": tenure,
            "monthly_charge": charge,
            "contract": contract,
            "support_calls": calls,
            "paperless": paperless,
            "truth": np.where(leaves, "leaves", "stays"),
        }
    )
