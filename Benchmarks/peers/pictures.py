"""Pictures and weights of the benchmarks, and the network of the FID by other tools.

    pictures.py pictures DIRECTORY COUNT [FOLDER]       a/ and b/ with half as many JPEG files each, of mixed sizes
    pictures.py weights FILE                            weights by rule, in the format and under the names of the published file

Pictures are made from a seed, or are those of FOLDER and its subfolders, in the order of their paths, repeated as often as it
takes: the first half of them is a, the second b.
"""

import os
import pathlib
import shutil
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

from clock import timed

QUALITIES = [75, 85, 95]
LEAST, GREATEST = 180, 500


def picture(random, roughness):
    """Coloured clouds: noise on grids from coarse to fine, each finer one weaker by a power of its size, and a few edges."""
    import numpy as np
    from PIL import Image

    width, height = (int(size) for size in random.integers(LEAST, GREATEST, 2))
    total = np.zeros((height, width, 3), np.float32)
    for step in [128, 64, 32, 16, 8, 4, 2]:
        grid = random.standard_normal((height // step + 2, width // step + 2, 3)).astype(np.float32)
        layers = [Image.fromarray(grid[:, :, c]).resize((width, height), Image.Resampling.BICUBIC) for c in range(3)]
        total += (step / 128) ** roughness * np.stack([np.asarray(layer) for layer in layers], axis=2)
    for _ in range(int(random.integers(1, 6))):
        left, top = int(random.integers(0, width)), int(random.integers(0, height))
        total[top : top + height // 3, left : left + width // 3] += random.standard_normal(3) * 1.5
    return Image.fromarray((127.5 + 60 * total).clip(0, 255).astype(np.uint8))


def make(directory, count):
    import numpy as np

    for name, seed, roughness in [("a", 31, 0.6), ("b", 32, 0.8)]:
        random = np.random.default_rng(seed)
        folder = directory / name
        folder.mkdir(parents=True)
        for index in range(count // 2):
            picture(random, roughness).save(folder / f"{index:04}.jpg", quality=QUALITIES[index % len(QUALITIES)])


def repeat(directory, count, source):
    files = sorted(path for path in source.rglob("*") if path.suffix.lower() in [".jpg", ".jpeg", ".png"])
    if len(files) < 2:
        sys.exit(f"{source} holds fewer than two JPEG and PNG files")
    halves = {"a": files[: len(files) // 2], "b": files[len(files) // 2 :]}
    for name, half in halves.items():
        folder = directory / name
        folder.mkdir(parents=True)
        for index in range(count // 2):
            path = half[index % len(half)]
            # pytorch-fid finds endings in small letters only.
            shutil.copyfile(path, folder / f"{index:04}{path.suffix.lower()}")


def pictures(directory, count, source=None):
    """Puts a/ and b/ in place when both are whole."""
    directory = pathlib.Path(directory)
    partial = directory.with_name(directory.name + ".partial")
    for folder in [partial, directory]:
        shutil.rmtree(folder, ignore_errors=True)
    if source is None:
        make(partial, int(count))
    else:
        repeat(partial, int(count), pathlib.Path(source))
    os.replace(partial, directory)


def rule():
    """The rule that the tests' weights follow, in the script that makes their fixture."""
    path = pathlib.Path(__file__).resolve().parents[2] / "scripts/make-inception-fixture"
    loader = SourceFileLoader("make_inception_fixture", str(path))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


def weights(file):
    import torch

    made = rule()
    network = made.network(made.running_statistics(made.FOLDER))
    os.makedirs(os.path.dirname(file), exist_ok=True)
    torch.save(network.state_dict(), file + ".partial", _use_new_zipfile_serialization=False)
    os.replace(file + ".partial", file)


def use(file):
    """Lets pytorch-fid load weights from a file in place of its address."""
    import pytorch_fid.inception
    import torch

    pytorch_fid.inception.load_state_dict_from_url = lambda *_, **__: torch.load(file, map_location="cpu", weights_only=True)


def pytorch_fid(options):
    """As its command does, on a CPU with all workers that it takes by default."""
    from pytorch_fid.fid_score import calculate_fid_given_paths

    use(options.weights)
    workers = min(len(os.sched_getaffinity(0)), 8)

    def work():
        value = calculate_fid_given_paths(options.files, options.batch, "cpu", 2048, workers)
        return {"frechet_inception_distance": value}

    return timed(work)


def network(options):
    """The network of pytorch-fid and nothing else, on pictures that are in memory as it takes them; one batch goes before."""
    import torch
    from pytorch_fid.inception import InceptionV3

    use(options.weights)
    model = InceptionV3([3], resize_input=False).eval().to(memory_format=torch.channels_last)
    torch.manual_seed(1)
    batch = torch.rand(options.batch, 3, 299, 299).to(memory_format=torch.channels_last)

    def work(batches):
        with torch.no_grad():
            for _ in range(batches):
                model(batch)
        return {}

    work(1)
    return timed(lambda: work(options.count // options.batch))


if __name__ == "__main__":
    {"pictures": pictures, "weights": weights}[sys.argv[1]](*sys.argv[2:])
