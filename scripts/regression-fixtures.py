# Writes test/unit/report/regression/scipy.json, scipy-levels.json and test/unit/contract/student-t-tail.json, what
# SciPy says:
#   python3 -m venv v && v/bin/pip install scipy && v/bin/python scripts/regression-fixtures.py
import json
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

MARGIN = 0.02
rng = np.random.default_rng(20261123)
root = Path(__file__).resolve().parent.parent


def sign_flip(differences):
    test = stats.permutation_test(
        (differences,), np.sum, permutation_type="samples", n_resamples=np.inf
    )
    return float(test.pvalue)


def case(a, b):
    logs = np.log(np.array(b) / np.array(a))
    interval = stats.ttest_1samp(logs, 0).confidence_interval(0.95)
    beyond = stats.ttest_1samp(abs(logs.mean()) + (logs - logs.mean()), np.log1p(MARGIN), alternative="greater")
    return {
        "a": list(a),
        "b": list(b),
        "ratio": float(stats.gmean(b) / stats.gmean(a)),
        "low": float(np.exp(interval.low)),
        "high": float(np.exp(interval.high)),
        "changeP": float(stats.ttest_1samp(logs, 0).pvalue),
        "beyondP": min(1.0, 2 * float(beyond.pvalue)) if abs(logs.mean()) > np.log1p(MARGIN) else 1.0,
        "signFlipP": sign_flip(logs),
    }


def made(pairs, effect, noise):
    a = 10 * np.exp(rng.normal(0, noise, pairs))
    b = 10 * (1 + effect) * np.exp(rng.normal(0, noise, pairs))
    return [float(round(x, 6)) for x in a], [float(round(x, 6)) for x in b]


shapes = [(2, 0.1, 0.02), (3, -0.2, 0.02), (5, 0.05, 0.03), (6, 0.1, 0.02), (8, 0, 0.02), (8, 0.1, 0.03), (8, -0.08, 0.01), (12, 0.03, 0.05)]
ts = [0, 0.1, 0.5, 1, 2, 3, 5, 10, 40]
made_by = f"SciPy {scipy.__version__}"


def write(path, fixture):
    (root / path).write_text(json.dumps({"madeBy": made_by, **fixture}, indent=2) + "\n")


write(
    "test/unit/contract/student-t-tail.json",
    {"rows": [{"t": t, "degreesOfFreedom": df, "p": float(stats.t.sf(t, df))} for df in (1, 2, 4, 7, 11, 19) for t in ts]},
)
write(
    "test/unit/report/regression/scipy.json",
    {"margin": MARGIN, "pairs": [case(*made(*shape)) for shape in shapes]},
)


def band(earlier, value):
    logs, n = np.log(earlier), len(earlier)
    deviation = logs.std(ddof=1) * np.sqrt(1 + 1 / n)
    low, high = stats.t.interval(0.95, n - 1, loc=logs.mean(), scale=deviation)
    p = 2 * stats.t.sf(abs(np.log(value) - logs.mean()), n - 1, scale=deviation)
    return {"earlier": earlier, "value": value, "low": float(np.exp(low)), "high": float(np.exp(high)), "p": float(p)}


def step(left, right):
    return {"left": left, "right": right, "p": float(stats.ttest_ind(left, right).pvalue)}


rng = np.random.default_rng(20261129)
draw = lambda size, level=10, noise=0.03: [float(x) for x in np.round(level * np.exp(rng.normal(0, noise, size)), 6)]
write(
    "test/unit/report/regression/scipy-levels.json",
    {
        "bands": [band(draw(n), 10 * factor) for n in (5, 8, 20, 50) for factor in (1.01, 1.1, 0.8)],
        "steps": [step(draw(n), draw(m, level)) for n, m in ((1, 3), (5, 5), (20, 4), (30, 40)) for level in (10, 10.5, 8)],
    },
)
