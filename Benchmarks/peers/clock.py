"""What every tool here is given and asked for: features from a file, and the seconds of its own work."""

import time


def timed(work):
    """The values that `work` returns, and how long it took, reading of the files included."""
    start = time.perf_counter()
    values = work()
    return values, time.perf_counter() - start


def features(path, precision):
    """The array in a file, in single or double precision."""
    import numpy as np

    return np.load(path).astype(np.float32 if precision == "single" else np.float64, copy=False)
