# Writes test/unit/report/regression/otava.json, the change points that Apache Otava finds:
#   python3 -m venv v && v/bin/pip install apache-otava==0.8.0 && v/bin/python scripts/change-point-fixtures.py
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from otava.analysis import TTestSignificanceTester, compute_change_points, split

MAX_P = 0.001
MIN_MAGNITUDE = 0.05
rng = np.random.default_rng(20261129)
root = Path(__file__).resolve().parent.parent


def series(levels, noise, burst=0.0, drift=0.0, digits=4):
    """levels: (length, level) after each other; noise: standard deviation of the logarithm."""
    values = np.concatenate([np.full(length, float(level)) for length, level in levels])
    logs = rng.normal(0, noise, len(values)) + drift * np.arange(len(values))
    logs += np.where(rng.random(len(values)) < burst, 0.15, 0.0)
    return [float(x) for x in np.round(values * np.exp(logs), digits)]


def recomputed(weak, values):
    """Otava's merge, but with the neighbours on both sides of a point taken away computed anew: 0.8.0 leaves
    the one on the left with the levels it had before."""
    tester = TTestSignificanceTester(MAX_P)
    points = list(weak)
    while points:
        worst = max(points, key=lambda point: point.stats.pvalue)
        if worst.stats.pvalue < MAX_P:
            worst = min(points, key=lambda point: point.stats.change_magnitude())
            if worst.stats.change_magnitude() > MIN_MAGNITUDE:
                break
        points.remove(worst)
        intervals = tester.get_intervals(points)
        points = [tester.change_point(point.to_candidate(), values, intervals) for point in points]
    return points


def described(points):
    return [
        {
            "index": int(point.index),
            "p": float(point.stats.pvalue),
            "before": float(point.stats.mean_1),
            "after": float(point.stats.mean_2),
            "magnitude": float(point.stats.change_magnitude()),
        }
        for point in points
    ]


def case(name, values):
    weak = split(values, 50, 10 * MAX_P)
    found, _ = compute_change_points(values, window_len=50, max_pvalue=MAX_P, min_magnitude=MIN_MAGNITUDE)
    return {
        "name": name,
        "series": values,
        "weak": described(weak),
        "recomputed": described(recomputed(weak, values)),
        "changePoints": described(found),
    }


cases = [case("nothing happens", series([(40, 10)], 0.02))]
cases += [case(f"a step of {step} after {at} of {n}", series([(at, 10), (n - at, 10 * (1 + step))], noise))
          for step in (0.05, 0.1, -0.1, 0.3) for (at, n) in ((10, 20), (30, 40), (60, 130)) for noise in (0.01, 0.03)]
cases += [
    case("up and down again", series([(20, 10), (15, 12), (20, 10)], 0.02)),
    case("three steps", series([(30, 10), (30, 11), (30, 12.5), (30, 11)], 0.02)),
    case("one run of steal", series([(20, 10), (1, 13), (20, 10)], 0.01)),
    case("bursts", series([(60, 10)], 0.02, burst=0.1)),
    case("bursts and a step", series([(40, 10), (40, 12)], 0.02, burst=0.1)),
    case("a slow drift", series([(80, 10)], 0.02, drift=0.002)),
    case("a step at a window's edge", series([(50, 10), (50, 11)], 0.02)),
    case("many of the same value", series([(30, 10), (30, 11)], 0.01, digits=1)),
    case("no noise at all", series([(12, 10), (12, 11)], 0)),
    case("one value", [10.0]),
    case("two values", [10.0, 20.0]),
    case("three values", [10.0, 10.0, 20.0]),
    case("a constant", [10.0] * 30),
    case("a long one", series([(120, 10), (90, 10.8), (150, 9.9), (40, 12)], 0.02)),
]
fixture = {
    "madeBy": f"apache-otava {version('apache-otava')}",
    "maxP": MAX_P,
    "minMagnitude": MIN_MAGNITUDE,
    "cases": cases,
}
(root / "test/unit/report/regression/otava.json").write_text(json.dumps(fixture) + "\n")
