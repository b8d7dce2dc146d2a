"""One FID by another tool, as a process of its own, the way a user of that tool would come by it.

    peer.py pytorch-fid A.npz B.npz     two files of statistics (mu, sigma)
    peer.py torchmetrics A.npz B.npz
    peer.py pytorch-fid A.npy B.npy     two files of features
    peer.py versions

It prints one JSON object: the value, and the seconds that it took without the start of Python and the imports.
Exit code 3: the tool is not installed.
"""

import json
import sys
import time


def statistics(path):
    """The mean and covariance in a file of statistics, or of the features in a file, as pytorch-fid comes by them."""
    import numpy as np

    if path.endswith(".npz"):
        with np.load(path) as file:
            return file["mu"][:], file["sigma"][:]
    # pytorch-fid collects its float32 activations in an array of float64.
    stored = np.load(path)
    activations = np.empty(stored.shape)
    activations[:] = stored
    del stored
    return np.mean(activations, axis=0), np.cov(activations, rowvar=False)


def pytorch_fid(a, b):
    from pytorch_fid.fid_score import calculate_frechet_distance

    start = time.perf_counter()
    mu1, sigma1 = statistics(a)
    mu2, sigma2 = statistics(b)
    return calculate_frechet_distance(mu1, sigma1, mu2, sigma2), time.perf_counter() - start


def torchmetrics(a, b):
    import torch
    from torchmetrics.image.fid import _compute_fid

    start = time.perf_counter()
    mu1, sigma1 = map(torch.from_numpy, statistics(a))
    mu2, sigma2 = map(torch.from_numpy, statistics(b))
    return _compute_fid(mu1, sigma1, mu2, sigma2).item(), time.perf_counter() - start


def versions():
    from importlib.metadata import PackageNotFoundError, version
    from platform import python_version

    found = {"Python": python_version()}
    for name in ["numpy", "scipy", "torch", "pytorch-fid", "torchmetrics"]:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    libraries = []
    try:
        import numpy  # noqa: F401  (it loads the libraries to be asked)
        import scipy.linalg  # noqa: F401
        from threadpoolctl import threadpool_info

        for library in threadpool_info():
            if library["user_api"] == "blas":
                libraries.append(f"{library['prefix']} {library['version']} {library.get('architecture', '')}".strip())
    except ImportError:
        pass
    found["BLAS of NumPy and SciPy"] = ", ".join(dict.fromkeys(libraries)) or "unknown"
    return found


if __name__ == "__main__":
    try:
        if sys.argv[1] == "versions":
            print(json.dumps(versions()))
        else:
            tool = {"pytorch-fid": pytorch_fid, "torchmetrics": torchmetrics}[sys.argv[1]]
            value, seconds = tool(*sys.argv[2:4])
            print(json.dumps({"frechet_inception_distance": float(value), "seconds": seconds}))
    except ModuleNotFoundError as error:
        print(f"not installed: {error.name}", file=sys.stderr)
        sys.exit(3)
