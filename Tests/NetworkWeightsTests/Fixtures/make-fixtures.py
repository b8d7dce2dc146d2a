"""Writes checkpoint_*.pth, as PyTorch writes them, and checkpoint.json with what they hold. Made with torch 2.5.1.

    python make-fixtures.py
"""

import json
import os

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

told = {}
for name, tensor in data["state_dict"].items():
    told[name.removeprefix("module.")] = {
        "type": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "stride": list(tensor.stride()),
        "values": tensor.detach().to(torch.float32).reshape(-1).tolist(),
    }
with open("checkpoint.json", "w") as file:
    json.dump(told, file, indent=1)
    file.write("\n")
