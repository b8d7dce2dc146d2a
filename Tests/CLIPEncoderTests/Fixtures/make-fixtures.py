#!/usr/bin/env python3
"""Makes clip-expected.json: what transformers and open_clip compute with weights that a rule makes from integers.

    python -m venv /tmp/clip && /tmp/clip/bin/pip install torch transformers open_clip_torch
    /tmp/clip/bin/python Tests/CLIPEncoderTests/Fixtures/make-fixtures.py

No weights are kept: the tests make the same ones (ClipWeightRule.swift). The rule:

- T has P = 1048573 numbers (a prime, so that no row of a matrix is another one): T[i] = ((s_i >> 40) - 2^23) / 2^23, where s_0, s_1, ... are
  the outputs of SplitMix64 from the seed FNV-1a-64("fid clip weights").
- The tensor of the key K (the name that transformers has for it) is, in C order, scale * T[(FNV-1a-64(K) + i) mod P], a product of
  float32; the weights of layer norms are 1 more. scale is float32(sqrt(3 / inputs)) for the matrices, 1/2 for the positions, 1 for the class
  token, 1/4 for biases and layer norms.
- The sample of picture k, row y, column x, channel c is (x*(2+k) + y*(3-k) + (x*y >> 5) + 85*c) mod 256.

Both libraries must agree with each other before anything is written. The embeddings kept are those of float64.
"""

import json
import math
import pathlib
import sys

import numpy as np
import open_clip.transformer
import torch
import transformers

P = 1048573
SIZES = {
    # name: (width, layers, patch, grid, projection)
    "ViT-B/32": (768, 12, 32, 7, 512),
    "ViT-B/16": (768, 12, 16, 14, 512),
    "ViT-L/14": (1024, 24, 14, 16, 768),
    "ViT-L/14@336px": (1024, 24, 14, 24, 768),
}
# name, layers, activation, pictures. Of the large ones also the first two blocks, which a test can afford in a debug build.
CASES = [
    ("ViT-B/32", 12, "quick", 2),
    ("ViT-B/32", 12, "exact", 2),
    ("ViT-B/16", 12, "quick", 2),
    ("ViT-L/14", 2, "quick", 2),
    ("ViT-L/14@336px", 2, "quick", 2),
    ("ViT-L/14", 24, "quick", 1),
    ("ViT-L/14@336px", 24, "quick", 1),
]
MEAN = (0.48145466, 0.4578275, 0.40821073)
DEVIATION = (0.26862954, 0.26130258, 0.27577711)


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def table():
    """The first P outputs of SplitMix64, all at once: its state only counts."""
    with np.errstate(over="ignore"):
        z = np.uint64(fnv("fid clip weights")) + np.arange(1, P + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (((z >> np.uint64(40)).astype(np.int64) - 2**23) / 2**23).astype(np.float32)


TABLE = table()


def scale(key, shape):
    if "norm" in key or "layrnorm" in key or key.endswith(".bias"):
        return 0.25
    if key.endswith("class_embedding"):
        return 1
    if "position_embedding" in key:
        return 0.5
    return math.sqrt(3 / math.prod(shape[1:]))


def tensor(key, shape):
    count = math.prod(shape)
    start = fnv(key) % P
    values = np.resize(np.roll(TABLE, -start), count) * np.float32(scale(key, shape))
    if key.endswith("norm.weight") or key.endswith("norm1.weight") or key.endswith("norm2.weight"):
        values = np.float32(1) + values
    return torch.from_numpy(values.reshape(shape))


def picture(k, side):
    y, x, c = np.meshgrid(np.arange(side), np.arange(side), np.arange(3), indexing="ij")
    return ((x * (2 + k) + y * (3 - k) + (x * y >> 5) + 85 * c) % 256).astype(np.uint8)


def pixels(count, side):
    samples = np.stack([picture(k, side) for k in range(count)]).astype(np.float64) / 255
    scaled = (samples - np.array(MEAN)) / np.array(DEVIATION)
    return torch.from_numpy(scaled.transpose(0, 3, 1, 2).copy())


def of_transformers(name, layers, activation):
    width, _, patch, grid, projection = SIZES[name]
    config = transformers.CLIPVisionConfig(
        hidden_size=width, intermediate_size=4 * width, projection_dim=projection, num_hidden_layers=layers,
        num_attention_heads=width // 64, image_size=patch * grid, patch_size=patch,
        hidden_act={"quick": "quick_gelu", "exact": "gelu"}[activation])
    with torch.device("meta"):
        model = transformers.CLIPVisionModelWithProjection(config)
    state = {key: tensor(key, tuple(value.shape)) for key, value in model.state_dict().items()}
    model = model.to_empty(device="cpu")
    model.load_state_dict(state)
    model.vision_model.embeddings.position_ids = torch.arange(grid * grid + 1)[None]
    return model.eval(), state


def of_open_clip(name, layers, activation, state):
    width, _, patch, grid, projection = SIZES[name]
    model = open_clip.transformer.VisionTransformer(
        image_size=patch * grid, patch_size=patch, width=width, layers=layers, heads=width // 64, mlp_ratio=4.0,
        output_dim=projection,
        act_layer={"quick": open_clip.transformer.QuickGELU, "exact": torch.nn.GELU}[activation])
    old = "vision_model."
    new = {
        "class_embedding": state[old + "embeddings.class_embedding"],
        "conv1.weight": state[old + "embeddings.patch_embedding.weight"],
        "positional_embedding": state[old + "embeddings.position_embedding.weight"],
        "proj": state["visual_projection.weight"].T,
    }
    for kind in ("weight", "bias"):
        new[f"ln_pre.{kind}"] = state[f"{old}pre_layrnorm.{kind}"]
        new[f"ln_post.{kind}"] = state[f"{old}post_layernorm.{kind}"]
        for n in range(layers):
            a, b = f"{old}encoder.layers.{n}.", f"transformer.resblocks.{n}."
            new[f"{b}attn.in_proj_{kind}"] = torch.cat([state[f"{a}self_attn.{p}_proj.{kind}"] for p in "qkv"])
            new[f"{b}attn.out_proj.{kind}"] = state[f"{a}self_attn.out_proj.{kind}"]
            new[f"{b}ln_1.{kind}"] = state[f"{a}layer_norm1.{kind}"]
            new[f"{b}ln_2.{kind}"] = state[f"{a}layer_norm2.{kind}"]
            new[f"{b}mlp.c_fc.{kind}"] = state[f"{a}mlp.fc1.{kind}"]
            new[f"{b}mlp.c_proj.{kind}"] = state[f"{a}mlp.fc2.{kind}"]
    model.load_state_dict(new)
    return model.eval()


def rounded(values, digits=7):
    return [float(f"{float(value):.{digits}g}") for value in values]


def relative(a, b):
    return float(((a - b).norm(dim=-1) / b.norm(dim=-1)).max())


@torch.no_grad()
def case(name, layers, activation, count):
    side = SIZES[name][2] * SIZES[name][3]
    model, state = of_transformers(name, layers, activation)
    input = pixels(count, side)
    single = model(input.float()).image_embeds.double()
    other = of_open_clip(name, layers, activation, state)(input.float()).double()
    model = model.double()
    result = model(input, output_hidden_states=True)
    double = result.image_embeds
    distances = {"transformers_float32": relative(single, double), "open_clip_float32": relative(other, double)}
    print(name, layers, activation, distances, "norms", double.norm(dim=-1).tolist(), file=sys.stderr)
    assert max(distances.values()) < 1e-5
    if count > 1:
        assert relative(double[:1], double[1:]) > 1e-2
    stages = {}
    for stage in sorted({0, 1, layers}):
        hidden = result.hidden_states[stage][0]
        stages[str(stage)] = {str(t): rounded(hidden[t, :4]) for t in (0, 1, hidden.shape[0] - 1)}
    return {
        "variant": name, "layers": layers, "activation": activation, "distances": distances,
        "stages": stages, "embeddings": [rounded(row) for row in double],
    }


def main():
    checks = ["visual_projection.weight", "vision_model.pre_layrnorm.weight", "vision_model.encoder.layers.1.mlp.fc1.bias"]
    shapes = [(512, 768), (768,), (3072,)]
    document = {
        "made_with": {"torch": torch.__version__, "transformers": transformers.__version__, "open_clip": open_clip.__version__},
        # The first numbers of some tensors, by which the rule itself can be checked.
        "rule": {key: [float(v) for v in tensor(key, shape).flatten()[:4]] for key, shape in zip(checks, shapes)},
        "cases": [case(*one) for one in CASES],
    }
    lines = json.dumps(document, separators=(",", ":")).replace('{"variant"', '\n{"variant"')
    (pathlib.Path(__file__).parent / "clip-expected.json").write_text(lines + "\n")


main()
