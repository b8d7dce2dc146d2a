"""One measure by another tool, as a process of its own, through the tool's own functions, the way its user would come by it.

    peer.py pytorch-fid fid A.npz B.npz                 two files of statistics (mu, sigma)
    peer.py torchmetrics fid A.npy B.npy                two files of features, A the real set and B the generated one
    peer.py torch-fidelity kid A.npy B.npy --precision single --subsets 100 --subset-size 1000
    peer.py prdc prdc A.npy B.npy --k 5
    peer.py torch-fidelity is LOGITS.npy
    peer.py pytorch-fid pictures A/ B/ --weights W.pth --batch 1
    peer.py PyTorch network --weights W.pth --batch 16 --count 640
    peer.py versions
    peer.py imports                                     import all tools once, so that their files are in memory

It prints one JSON object: the values, under the names that fid gives them, and the seconds that it took without the start of
Python and the imports. Exit code 3: the tool is not installed.
"""

import argparse
import json
import os
import sys

# (tool, measure): the module beside this one, and its function.
TOOLS = {
    ("pytorch-fid", "fid"): ("frechet", "pytorch_fid"),
    ("torchmetrics", "fid"): ("frechet", "torchmetrics"),
    ("torch-fidelity", "fid"): ("frechet", "torch_fidelity"),
    ("torch-fidelity", "kid"): ("kernels", "torch_fidelity_kid"),
    ("torchmetrics", "kid"): ("kernels", "torchmetrics_kid"),
    ("scikit-learn", "kid"): ("kernels", "scikit_learn_kid"),
    ("scikit-learn", "cmmd"): ("kernels", "scikit_learn_cmmd"),
    ("torch-fidelity", "pr"): ("neighbours", "torch_fidelity"),
    ("prdc", "prdc"): ("neighbours", "prdc"),
    ("torch-fidelity", "is"): ("inception", "torch_fidelity"),
    ("torchmetrics", "is"): ("inception", "torchmetrics"),
    ("pytorch-fid", "pictures"): ("pictures", "pytorch_fid"),
    ("PyTorch", "network"): ("pictures", "network"),
}

PACKAGES = [
    "numpy", "scipy", "scikit-learn", "torch", "pytorch-fid", "torchmetrics", "torch-fidelity", "prdc",
]  # fmt: skip


def versions():
    from importlib.metadata import PackageNotFoundError, version
    from platform import python_version

    found = {"Python": python_version()}
    for name in PACKAGES:
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


def imports():
    from importlib import import_module

    found = {}
    for name in ["pytorch_fid.fid_score", "torchmetrics.image.kid", "torch_fidelity", "prdc", "sklearn.neighbors"]:
        try:
            import_module(name)
            found[name] = True
        except ImportError:
            found[name] = False
    return found


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", choices=sorted({tool for tool, _ in TOOLS} | {"versions", "imports"}))
    parser.add_argument("measure", nargs="?", choices=sorted({measure for _, measure in TOOLS}))
    parser.add_argument("files", nargs="*")
    parser.add_argument("--precision", choices=["single", "double"], default="double")
    parser.add_argument("--whole", action="store_true", help="the KID of the whole sets, instead of subsets")
    parser.add_argument("--subsets", type=int, default=100)
    parser.add_argument("--subset-size", type=int, default=1000)
    parser.add_argument("--k", type=int, default=3)
    parser.add_argument("--weights", help="of pictures: the file of the network's weights")
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--count", type=int, default=640, help="of the network alone: pictures")
    return parser.parse_args()


def main():
    options = arguments()
    if options.tool == "versions":
        return versions()
    if options.tool == "imports":
        return imports()
    if (options.tool, options.measure) not in TOOLS:
        sys.exit(f"{options.tool} has no {options.measure}")
    module, function = TOOLS[options.tool, options.measure]
    # Some tools print what they are doing on standard output, which is for the JSON.
    with os.fdopen(os.dup(1), "w") as output:
        os.dup2(2, 1)
        values, seconds = getattr(__import__(module), function)(options)
        print(json.dumps({**{name: float(value) for name, value in values.items()}, "seconds": seconds}), file=output)


if __name__ == "__main__":
    try:
        found = main()
        if found:
            print(json.dumps(found))
    except ModuleNotFoundError as error:
        print(f"not installed: {error.name}", file=sys.stderr)
        sys.exit(3)
