"""Writes zip.pth and legacy.pth, the files that TorchFileTests read, with PyTorch 1.13 (any later one will do): python3 make.py"""
import collections

import torch

base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
state = collections.OrderedDict(a=base, t=base.t(), row=base[1], step=base[:, ::2], p=torch.nn.Parameter(torch.tensor([1.5, -2.0])), e=torch.zeros(0, 3), s=torch.tensor(7))
for name in ["float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool", "complex64", "complex128"]:
    state[name] = torch.tensor([0, 1, 3]).to(getattr(torch, name))
saved = {"state_dict": state, "epoch": 12, "best": 91.5, "arch": "net", "shape": torch.Size([2, 3]), "none": None, "list": [1, (2, "x")]}
torch.save(saved, "zip.pth")
torch.save(saved, "legacy.pth", _use_new_zipfile_serialization=False)
