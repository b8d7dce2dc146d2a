"""Writes checkpoint_*.pth and script_*.pt, as PyTorch writes them, and checkpoint.json and script.json with what they hold. Made with torch 2.5.1.

    python make-fixtures.py
"""

import json
import os
import zipfile

import torch

os.chdir(os.path.dirname(os.path.abspath(__file__)))
torch.manual_seed(2026)


class Tied(torch.nn.Module):
    """Two layers that share their weights, a convolution in channels-last order, and buffers of all types."""

    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, (2, 3)).to(memory_format=torch.channels_last)
        self.norm = torch.nn.BatchNorm2d(4)
        self.first = torch.nn.Linear(3, 3)
        self.second = torch.nn.Linear(3, 3)
        self.second.weight = self.first.weight
        for name, dtype in [("half", torch.float16), ("brain", torch.bfloat16), ("double", torch.float64)]:
            self.register_buffer(name + "_numbers", torch.tensor([[1.5, -2.25], [0.0, 96.0]], dtype=dtype))
        for name, dtype in [("byte", torch.uint8), ("char", torch.int8), ("short", torch.int16), ("int", torch.int32)]:
            self.register_buffer(name + "_numbers", torch.arange(6, dtype=dtype).reshape(2, 3).t())
        self.register_buffer("flag", torch.tensor([True, False, True]))
        self.register_buffer("repeated", torch.tensor([7.0]).expand(2, 3))
        self.register_buffer("empty", torch.zeros(0, 5))


def checkpoint():
    model = Tied()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    image = torch.rand(2, 3, 4, 5)
    model.norm(model.conv(image)).sum().backward()
    optimizer.step()
    names = {"module." + name: value for name, value in model.state_dict(keep_vars=True).items()}
    return {
        "epoch": 3,
        "arch": "tied",
        "optimizer": optimizer.state_dict(),
        "state_dict": names,
        "shape": torch.Size([2, 3]),
        "device": torch.device("cpu"),
        "precision": torch.float32,
        "seen": {1, 2, 3},
        "big": 1 << 70,
    }


data = checkpoint()
torch.save(data, "checkpoint_zip.pth")
torch.save(data, "checkpoint_legacy.pth", _use_new_zipfile_serialization=False)
torch.save(data, "checkpoint_protocol4.pth", pickle_protocol=4)



def tell(state_dict, path):
    told = {}
    for name, tensor in state_dict.items():
        told[name.removeprefix("module.")] = {
            "type": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "stride": list(tensor.stride()),
            "values": tensor.detach().to(torch.float32).reshape(-1).tolist(),
        }
    with open(path, "w") as file:
        json.dump(told, file, indent=1)
        file.write("\n")


class Inner(torch.nn.Module):
    """Attributes that are no tensors, beside some that are."""

    sizes: list[int]
    weights: list[float]

    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(2, 3)
        self.sizes = [1, 2]
        self.weights = [0.5]
        self.words = "text"
        self.table = {"a": torch.ones(1)}

    def forward(self, x):
        return self.fc(x) * self.weights[0] + self.sizes[0] + self.table["a"]


class Outer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.tensor(2.5))
        self.thin = torch.nn.Parameter(torch.tensor([[1.5, -2.25, 96.0]]).half())
        self.register_buffer("resolution", torch.tensor(224))
        self.blocks = torch.nn.Sequential(Inner(), torch.nn.Linear(3, 3, bias=False), torch.nn.Linear(3, 3))
        # In channels-last order, and used twice.
        self.conv = torch.nn.Conv2d(2, 3, 2).to(memory_format=torch.channels_last)
        self.twin = self.conv

    def forward(self, x):
        return self.blocks(x) * self.scale * self.thin.float()


def save(program, path):
    """Without what tells of the source, which has the paths of whoever made it."""
    program.save(path)
    with zipfile.ZipFile(path) as whole:
        members = [(name, whole.read(name)) for name in whole.namelist() if not name.endswith(".debug_pkl")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, content in members:
            file.writestr(zipfile.ZipInfo(name), content)


tell(data["state_dict"], "checkpoint.json")
outer = Outer().eval()
scripted = torch.jit.script(outer)
save(scripted, "script_compiled.pt")
with torch.no_grad():
    save(torch.jit.trace(outer, torch.rand(1, 2)), "script_traced.pt")
tell(torch.jit.load("script_compiled.pt").state_dict(), "script.json")
told = torch.jit.load("script_traced.pt").state_dict()
assert {name: value.shape for name, value in told.items()} == {name: value.shape for name, value in scripted.state_dict().items()}, told.keys()
