"""Makes the seeded data of the benchmarks: features shaped like those of Inception's last pooling layer (not negative,
correlated, with a spectrum that falls by a power law), statistics of such features as pytorch-fid stores them, and class scores
as its last layer gives them.

    data.py statistics DIRECTORY DIMENSIONS SAMPLES     full-a.npz, deficient-a.npz, … and their .sigma.npy
    data.py features DIRECTORY DIMENSIONS SAMPLES       features-a.npy, features-b.npy
    data.py samples DIRECTORY DIMENSIONS SAMPLES        samples-a.npy, samples-b.npy: the same, fewer
    data.py scores DIRECTORY CLASSES SAMPLES            logits.npy, probabilities.npy
"""

import os
import sys

import numpy as np

CHUNK = 5000


class Features:
    """A population of features: softplus of a few latent factors, whose weights fall by a power law, plus own noise."""

    def __init__(self, dimensions, seed, shift):
        common = np.random.default_rng(1)
        own = np.random.default_rng(seed)
        factors = max(1, dimensions // 4)
        scales = (1 + np.arange(factors)) ** -0.6
        weights = common.standard_normal((factors, dimensions)) + shift * own.standard_normal((factors, dimensions))
        self.weights = (0.5 * scales[:, None] * weights).astype(np.float32)
        self.offsets = (common.normal(-1.0, 0.4, dimensions) + shift * own.normal(0, 0.2, dimensions)).astype(np.float32)
        self.random = own

    def sample(self, count):
        latent = self.random.standard_normal((count, len(self.weights)), dtype=np.float32)
        noise = self.random.standard_normal((count, len(self.offsets)), dtype=np.float32)
        return np.logaddexp(latent @ self.weights + 0.15 * noise + self.offsets, 0).astype(np.float32)

    def chunks(self, samples):
        for start in range(0, samples, CHUNK):
            yield start, self.sample(min(CHUNK, samples - start))


POPULATIONS = {"a": (11, 0.0), "b": (12, 0.1)}


def keep(path, write):
    """Writes a file through a temporary name, so that a file under its own name is a whole one."""
    temporary = path + ".partial"
    with open(temporary, "wb") as file:
        write(file)
    os.replace(temporary, path)


def statistics(directory, dimensions, samples):
    for name, (seed, shift) in POPULATIONS.items():
        rows = np.concatenate([chunk for _, chunk in Features(dimensions, seed, shift).chunks(samples)]).astype(np.float64)
        store(directory, "full-" + name, rows)
        # Dead and duplicated columns, the same in both sets, as a network with dead units leaves them.
        tenth = max(1, dimensions // 32)
        rows[:, :tenth] = 0
        rows[:, tenth : 2 * tenth] = rows[:, 2 * tenth : 3 * tenth]
        store(directory, "deficient-" + name, rows)


def store(directory, name, rows):
    mu, sigma = np.mean(rows, axis=0), np.cov(rows, rowvar=False)
    path = os.path.join(directory, name)
    keep(path + ".sigma.npy", lambda file: np.save(file, sigma))
    # As pytorch-fid --save-stats does.
    keep(path + ".npz", lambda file: np.savez_compressed(file, mu=mu, sigma=sigma))


def features(directory, dimensions, samples, kind="features"):
    for name, (seed, shift) in POPULATIONS.items():
        path = os.path.join(directory, kind + "-" + name + ".npy")
        out = np.lib.format.open_memmap(path + ".partial", mode="w+", dtype=np.float32, shape=(samples, dimensions))
        for start, chunk in Features(dimensions, seed + 100, shift).chunks(samples):
            out[start : start + len(chunk)] = chunk
        out.flush()
        del out
        os.replace(path + ".partial", path)


def scores(directory, classes, samples):
    """Logits of images of which some are plain to see and some are not, and their softmax; no probability is 0 in float32."""
    random = np.random.default_rng(21)
    logits = random.standard_normal((samples, classes), dtype=np.float32)
    logits[np.arange(samples), random.integers(0, classes, samples)] += random.uniform(0, 16, samples).astype(np.float32)
    keep(os.path.join(directory, "logits.npy"), lambda file: np.save(file, logits))
    powers = np.exp(logits.astype(np.float64))
    probabilities = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    keep(os.path.join(directory, "probabilities.npy"), lambda file: np.save(file, probabilities))


if __name__ == "__main__":
    makers = {
        "statistics": statistics,
        "features": features,
        "samples": lambda *given: features(*given, kind="samples"),
        "scores": scores,
    }
    os.makedirs(sys.argv[2], exist_ok=True)
    makers[sys.argv[1]](sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
