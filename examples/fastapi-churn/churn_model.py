"""The model: who will leave."""

from __future__ import annotations

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from customers import FEATURES, customers


def train() -> Pipeline:
    rows = customers(20_000, seed=1)
    columns = ColumnTransformer(
        [
            ("numbers", StandardScaler(), ["tenure_months", "monthly_charge", "support_calls"]),
            ("categories", OneHotEncoder(), ["contract", "paperless"]),
        ]
    )
    return make_pipeline(columns, LogisticRegression(max_iter=200)).fit(
        rows[FEATURES], rows["truth"]
    )


def scored(model: Pipeline, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with what the model says of them."""
    place = list(model.classes_).index("leaves")
    probability = model.predict_proba(rows[FEATURES])[:, place]
    decision = ["leaves" if one > 0.5 else "stays" for one in probability]
    return rows.assign(probability=probability, decision=decision)
