"""Writes operators.json: inputs and outputs of operator calls as PyTorch computes them.

    python3 make.py > operators.json

A case names a method of TorchSharp (Tensor.x, torch.x, torch.linalg.x ...), its arguments in that order, and the result.
"""
import json
import math

import torch

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)

A = torch.randn(3, 4)
B = torch.randn(3, 4)
P = torch.rand(3, 4) + 0.1
U = torch.rand(3, 4) * 1.8 - 0.9
V = torch.randn(4)
W = torch.randn(4)
S = torch.randn(4, 4)
SPD = S @ S.T + torch.eye(4)
C = torch.randn(2, 3, 4)
I = torch.tensor([[3, 0, 7, 12], [5, 9, 2, 1], [8, 6, 10, 4]])
J = torch.tensor([[2, 4, 3, 5], [7, 3, 1, 6], [4, 9, 5, 8]])
L = torch.tensor([[True, False, True, True], [False, False, True, False], [True, True, False, True]])
M = torch.tensor([[False, False, True, True], [True, False, True, False], [True, False, False, True]])
F = torch.randn(3, 4, dtype=torch.float32)
N = torch.tensor([1.0, math.nan, -math.inf, math.inf, -2.0])
cases = []


def encode(value):
    if isinstance(value, torch.Tensor):
        flat = value.detach().reshape(-1).tolist()
        text = [("nan" if x != x else "inf" if x > 0 else "-inf") if isinstance(x, float) and not math.isfinite(x) else x for x in flat]
        return {"dtype": str(value.dtype).removeprefix("torch."), "shape": list(value.shape), "data": text}
    if isinstance(value, torch.dtype):
        return {"type": str(value).removeprefix("torch.")}
    if isinstance(value, slice):
        return {"slice": [value.start, value.stop, value.step]}
    if value is Ellipsis:
        return {"ellipsis": True}
    if isinstance(value, (list, tuple)):
        return [encode(x) for x in value]
    return value


def flat(value):
    return [value] if isinstance(value, (torch.Tensor, bool, int, float)) else list(value)


def case(method, *arguments, py=None, named=None):
    named = named or {}
    name = method.rsplit(".", 1)[1]
    if py is None:
        target = torch.Tensor if method.startswith("Tensor.") and hasattr(torch.Tensor, name) else torch.linalg if ".linalg." in method else torch.special if ".special." in method else torch.fft if ".fft." in method else torch
        function = getattr(target, name)
        fresh = [x.clone() if isinstance(x, torch.Tensor) else x for x in arguments]
        result = function(*fresh, **named)
    else:
        result = py()
    cases.append({"method": method, "arguments": encode(arguments), "named": {k: encode(v) for k, v in named.items()}, "result": [encode(x) for x in flat(result)]})


for name in "abs neg sign ceil floor round trunc frac square exp exp2 expm1 sin cos tan atan sinh cosh tanh asinh sigmoid relu erf erfc sinc deg2rad rad2deg reciprocal relu6 silu gelu selu hardswish hardsigmoid".split():
    case("Tensor." + name, A, py=(lambda n=name: getattr(torch.nn.functional, n)(A)) if name in "relu6 silu gelu selu hardswish hardsigmoid".split() else None)
for name in "sqrt rsqrt log log2 log10 log1p lgamma digamma i0".split():
    case("Tensor." + name, P)
for name in "asin acos atanh erfinv".split():
    case("Tensor." + name, U)
case("Tensor.acosh", P + 1)
case("Tensor.logit", P / 2)
for name in "abs_ neg_ exp_ sigmoid_ tanh_ relu_ sin_ round_".split():
    case("Tensor." + name, A)
for name in "add sub mul div maximum minimum fmax fmin hypot copysign atan2 logaddexp eq ne lt le gt ge".split():
    case("Tensor." + name, A, B)
for name in "add sub mul div remainder fmod eq ne lt le gt ge add_ sub_ mul_ div_ clamp_min clamp_max".split():
    case("Tensor." + name, A, 0.75)
case("Tensor.add", A, B, 3, py=lambda: A + 3 * B)
case("Tensor.add_", A, B, 0.5, py=lambda: A + 0.5 * B)
case("Tensor.pow", P, 2.5)
case("Tensor.pow", P, B)
case("Tensor.xlogy", A, P)
case("Tensor.floor_divide", I, J)
case("Tensor.remainder", I, J)
case("Tensor.gcd", I, J)
case("Tensor.lcm", I, J)
case("Tensor.bitwise_and", I, J)
case("Tensor.bitwise_or", I, J)
case("Tensor.bitwise_xor", I, J)
case("Tensor.bitwise_not", I)
case("Tensor.bitwise_left_shift", I, J)
case("Tensor.add", I, 3)
case("Tensor.add", I, A)
for name in "logical_and logical_or logical_xor".split():
    case("Tensor." + name, L, M)
case("Tensor.logical_not", L)
for name in "isnan isinf isfinite isposinf isneginf nan_to_num".split():
    case("Tensor." + name, N)
case("Tensor.isclose", A, A + 1e-9)
case("Tensor.allclose", A, A + 1e-9)
case("Tensor.clamp", A, -0.5, 0.5)
case("Tensor.clamp", A, -P, P)
case("Tensor.lerp", A, B, P)
case("Tensor.addcmul", A, B, P, 0.5, py=lambda: torch.addcmul(A, B, P, value=0.5))
case("Tensor.addcdiv", A, B, P, 0.5, py=lambda: torch.addcdiv(A, B, P, value=0.5))
case("Tensor.leaky_relu", A, 0.1, py=lambda: torch.nn.functional.leaky_relu(A, 0.1))
case("Tensor.elu", A, 0.7, py=lambda: torch.nn.functional.elu(A, 0.7))
case("Tensor.softplus", A, 2.0, 20.0, py=lambda: torch.nn.functional.softplus(A, 2.0, 20.0))
case("Tensor.hardtanh", A, -0.5, 0.5, py=lambda: torch.nn.functional.hardtanh(A, -0.5, 0.5))
case("Tensor.glu", A, 1, py=lambda: torch.nn.functional.glu(A, 1))
case("Tensor.softmax", A, 1)
case("Tensor.log_softmax", A, 0)
case("torch.where", L, A, B)

for name in "sum mean prod max min std var median any all argmax argmin norm count_nonzero".split():
    case("Tensor." + name, L if name in ("any", "all") else A)
case("Tensor.sum", C, [0, 2])
case("Tensor.sum", C, 1, True)
case("Tensor.mean", C, [0, 1], True)
case("Tensor.std", C, 1)
case("Tensor.var", C, [0, 2], False, True)
for name in "max min cummax cummin".split():
    case("Tensor." + name, C, 1)
case("Tensor.amax", C, [0, 2])
case("Tensor.amin", C, [1], True)
case("Tensor.argmax", C, 2, True)
case("Tensor.logsumexp", A, 1, True)
case("Tensor.cumsum", A, 1)
case("Tensor.cumprod", A, 0)
case("Tensor.logcumsumexp", A, 1)
case("Tensor.norm", A, 1, True, 2.0, py=lambda: A.norm(2.0, 1, True))
case("Tensor.dist", A, B, 1.0)
case("Tensor.diff", A)
case("Tensor.all", L, 0)
case("Tensor.any", L, 1)
case("Tensor.quantile", A, torch.tensor([0.25, 0.5]), 1)
case("Tensor.kthvalue", A, 2, 1)
case("Tensor.topk", A, 2, 1)
case("Tensor.sort", A, 1, True)
case("Tensor.argsort", A, 0)
case("Tensor.mode", I, 1)
case("Tensor.msort", A)
case("torch.unique", J, True, True, True)
case("Tensor.bincount", J.reshape(-1), torch.ones(12), 11)
case("Tensor.histc", A, 5, -2, 2)
case("Tensor.nonzero", L)
case("Tensor.bucketize", A, torch.tensor([-1.0, 0.0, 1.0]))
case("torch.searchsorted", torch.tensor([-1.0, 0.0, 1.0]), A)
case("torch.isin", I, torch.tensor([3, 9]))
case("Tensor.cov", A)
case("Tensor.corrcoef", A)

case("Tensor.reshape", C, [4, 6])
case("Tensor.view", C, [6, -1])
case("Tensor.flatten", C, 1, 2)
case("Tensor.unflatten", A, 1, [2, 2])
case("Tensor.squeeze", C[:, :1], 1)
case("Tensor.unsqueeze", A, -1)
case("Tensor.permute", C, [2, 0, 1])
case("Tensor.transpose", C, 0, 2)
case("Tensor.movedim", C, [0, 1], [2, 0])
case("Tensor.t", A)
case("Tensor.expand", V, [3, 4])
case("Tensor.repeat", A, [2, 1])
case("Tensor.tile", V, [2, 2])
case("Tensor.repeat_interleave", A, 2, 1)
case("Tensor.flip", C, [0, 2])
case("Tensor.roll", A, 1, 1)
case("Tensor.roll", A, [1, 2], [0, 1])
case("Tensor.rot90", A, 1)
case("Tensor.tril", A, -1)
case("Tensor.triu", A)
case("Tensor.diag", V)
case("Tensor.diagonal", C, 0, 1, 2)
case("Tensor.diag_embed", A)
case("Tensor.unfold", A, 1, 2, 1)
case("Tensor.as_strided", A, [2, 2], [4, 2], 1)
case("Tensor.broadcast_to", V, [2, 4])
case("torch.cat", [A, B], 1)
case("torch.stack", [A, B], 2)
case("torch.hstack", [A, B])
case("torch.vstack", [A, B])
case("torch.dstack", [A, B])
case("torch.meshgrid", [V, W], "xy", py=lambda: torch.meshgrid(V, W, indexing="xy"))
case("torch.cartesian_prod", [V, W], py=lambda: torch.cartesian_prod(V, W))
case("torch.block_diag", [A, S], py=lambda: torch.block_diag(A, S))
case("Tensor.split", C, 2, 2)
case("Tensor.split", C, [1, 3], 2)
case("Tensor.chunk", C, 2, 2)
case("Tensor.unbind", C, 1)
case("Tensor.tensor_split", C, 3, 2)
case("Tensor.hsplit", A, 2)
case("Tensor.select", C, 1, 2)
case("Tensor.narrow", C, 2, 1, 2)
case("Tensor.slice", C, 2, 1, 4, 2, py=lambda: C[:, :, 1:4:2])
G = torch.tensor([[0, 1, 2, 0], [2, 0, 1, 1]])
case("Tensor.gather", A, 0, G)
case("Tensor.scatter", A, 0, G, B[:2])
case("Tensor.scatter_add", A, 0, G, B[:2])
case("Tensor.scatter_", A, 0, G, B[:2])
K = torch.tensor([2, 0])
case("Tensor.index_select", A, 0, K)
case("Tensor.index_add", A, 0, K, B[:2], 2, py=lambda: A.index_add(0, K, B[:2], alpha=2))
case("Tensor.index_copy", A, 0, K, B[:2])
case("Tensor.index_fill", A, 1, K, 9)
case("Tensor.masked_fill", A, L, -1.5)
case("Tensor.masked_select", A, L)
case("Tensor.masked_scatter", A, L, B)
case("Tensor.take", A, torch.tensor([0, 5, 11]))
case("Tensor.take_along_dim", A, A.argsort(1), 1)

case("Tensor.matmul", C, A.T)
case("Tensor.mm", A, A.T)
case("Tensor.bmm", C, C.transpose(1, 2))
case("Tensor.mv", A, V)
case("Tensor.dot", V, W)
case("Tensor.outer", V, W)
case("Tensor.kron", A, S)
case("Tensor.addmm", S[:3, :3], A, B.T, 0.5, 2.0, py=lambda: torch.addmm(S[:3, :3], A, B.T, beta=0.5, alpha=2.0))
case("Tensor.baddbmm", C @ C.transpose(1, 2), C, C.transpose(1, 2))
case("torch.einsum", "bij,kj->bik", [C, A], py=lambda: torch.einsum("bij,kj->bik", C, A))
case("Tensor.tensordot", C, A, [1, 2], [0, 1], py=lambda: torch.tensordot(C, A, dims=([1, 2], [0, 1])))
case("torch.cdist", A, B)
case("Tensor.trace", S)
case("Tensor.matrix_power", S, 3)
case("torch.matrix_exp", S)
case("Tensor.vander", V, 3, py=lambda: torch.vander(V, 3))
case("torch.linalg.inv", SPD)
case("torch.linalg.det", S)
case("torch.linalg.slogdet", S)
case("torch.linalg.cholesky", SPD)
case("torch.linalg.solve", SPD, S)
case("torch.linalg.solve_triangular", S.tril() + 3 * torch.eye(4), S, False, py=lambda: torch.linalg.solve_triangular(S.tril() + 3 * torch.eye(4), S, upper=False))
case("torch.linalg.eigvalsh", SPD)
case("torch.linalg.svdvals", A)
case("torch.linalg.pinv", A)
case("torch.linalg.matrix_norm", A)
case("torch.linalg.matrix_norm", A, 2.0)
case("torch.linalg.vector_norm", A, 3.0)
case("torch.linalg.norm", A)
case("torch.linalg.cond", S)
case("torch.linalg.matrix_rank", A)
case("torch.linalg.multi_dot", [S, SPD, A.T])
case("torch.linalg.cross", A[:, :3], B[:, :3])
case("torch.linalg.lstsq", S, SPD)
case("torch.special.xlog1py", A, P)
case("torch.special.expit", A)
case("torch.special.ndtr", A)
case("torch.special.entr", P)
case("torch.special.zeta", P + 1, P + 1)
case("Tensor.trapezoid", A, 0.5, 1, py=lambda: torch.trapezoid(A, dx=0.5, dim=1))
torch.set_default_dtype(torch.float32)
case("Tensor.div", I, J)
case("torch.arange", 2, 11, 3)
case("torch.linspace", -1.0, 1.0, 5)
case("torch.logspace", 0.0, 2.0, 3)
case("torch.eye", 3, 4)
case("torch.tril_indices", 3, 3)

places = [
    ("x[1]", (1,)), ("x[-1, 2]", (-1, 2)), ("x[:, 1]", (slice(None), 1)), ("x[..., -1]", (Ellipsis, -1)), ("x[0:2]", (slice(0, 2),)),
    ("x[:, ::2, 1:]", (slice(None), slice(None, None, 2), slice(1, None))), ("x[:, -2:]", (slice(None), slice(-2, None))), ("x[None]", (None,)),
    ("x[:, None, ..., 0]", (slice(None), None, Ellipsis, 0)), ("x[1, ..., 2:9]", (1, Ellipsis, slice(2, 9))), ("x[True]", (True,)), ("x[False]", (False,)),
    ("x[index]", (torch.tensor([1, 0, 1]),)), ("x[:, index]", (slice(None), torch.tensor([2, 0]))), ("x[index, index]", (torch.tensor([0, 1]), torch.tensor([2, 2]))),
    ("x[index, :, index]", (torch.tensor([[0], [1]]), slice(None), torch.tensor([3, 0]))), ("x[mask]", (C > 0,)), ("x[mask of 2]", (C[..., 0] > 0,)),
    ("x[..., mask]", (Ellipsis, torch.tensor([True, False, True, True]))),
    ("x[0, index]", (0, torch.tensor([-1, 1]))), ("x[index, 1:, 0]", (torch.tensor([1, 1, 0]), slice(1, None), 0)), ("x[0-d index]", (torch.tensor(1), slice(0, 2))),
    ("x[:, index, None]", (slice(None), torch.tensor([0, 0]), None)),
]
indexing = []
for label, place in places:
    put = C.clone()
    put[place] = 7.5
    indexing.append({"label": label, "index": encode(place), "result": encode(C[place]), "put": encode(put)})

print(json.dumps({"cases": cases, "x": encode(C), "indexing": indexing}, separators=(",", ":")).replace('},{"method"', '},\n{"method"').replace('},{"label"', '},\n{"label"'))
