"""Writes nn.json: what Python PyTorch computes for the cases of the nn, optim and scheduler tests. Run: python3 make_nn.py"""
import json, math, os
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim import lr_scheduler as S

out = {}
f64 = torch.float64


def flat(t):
    return dict(shape=list(t.shape), values=[float(v) for v in t.detach().double().reshape(-1)])


def fill(*shape, scale=1.0, phase=0.0):
    """A formula that both sides compute: sin(0.7 i + phase) scale."""
    n = math.prod(shape)
    return (torch.sin(0.7 * torch.arange(n, dtype=f64) + phase) * scale).reshape(shape)


# Default initialisation under manual_seed(3)
init = {}
for name, make in dict(
    linear=lambda: nn.Linear(5, 3), conv1d=lambda: nn.Conv1d(2, 3, 3), conv2d=lambda: nn.Conv2d(2, 4, 3, groups=2), conv3d=lambda: nn.Conv3d(1, 2, 2),
    convT2d=lambda: nn.ConvTranspose2d(2, 3, 3), embedding=lambda: nn.Embedding(4, 3, padding_idx=1), bilinear=lambda: nn.Bilinear(2, 3, 2),
    attention=lambda: nn.MultiheadAttention(4, 2, add_bias_kv=True), attention_kv=lambda: nn.MultiheadAttention(4, 2, kdim=3, vdim=5), lstm=lambda: nn.LSTM(3, 2, 2, bidirectional=True),
    encoder=lambda: nn.TransformerEncoderLayer(4, 2, 6),
).items():
    torch.manual_seed(3)
    init[name] = {k: flat(v) for k, v in make().state_dict().items()}
fillers = {}
for name, fn in dict(
    xavier_uniform=lambda t: nn.init.xavier_uniform_(t, 2.0), xavier_normal=nn.init.xavier_normal_, kaiming_uniform=lambda t: nn.init.kaiming_uniform_(t, a=0.5, mode='fan_out'),
    kaiming_normal=lambda t: nn.init.kaiming_normal_(t, nonlinearity='relu'), orthogonal=lambda t: nn.init.orthogonal_(t, 1.5), trunc_normal=lambda t: nn.init.trunc_normal_(t, 0.1, 0.5, -0.4, 0.9),
    sparse=lambda t: nn.init.sparse_(t, 0.4), eye=nn.init.eye_, normal=lambda t: nn.init.normal_(t, 1, 2), uniform=lambda t: nn.init.uniform_(t, -3, 1),
).items():
    torch.manual_seed(5)
    fillers[name] = flat(fn(torch.empty(4, 6, dtype=f64)))
fillers['dirac'] = flat(nn.init.dirac_(torch.empty(3, 2, 3, 3, dtype=f64)))
out['init'] = init
out['fillers'] = fillers
out['gains'] = {k: nn.init.calculate_gain(k, 0.3 if k == 'leaky_relu' else None) for k in ['linear', 'conv2d', 'sigmoid', 'tanh', 'relu', 'leaky_relu']}

# Functions on formula-filled input, float64, with the gradient of sum(output * formula) by the first input
x4 = lambda: fill(2, 4, 6, 6)
functions = dict(
    relu6=lambda x: F.relu6(x * 8), elu=lambda x: F.elu(x, 0.7), celu=lambda x: F.celu(x, 0.7), selu=F.selu, gelu=F.gelu, silu=F.silu, mish=F.mish, hardtanh=lambda x: F.hardtanh(x, -0.3, 0.6),
    hardsigmoid=F.hardsigmoid, hardswish=F.hardswish, leaky_relu=lambda x: F.leaky_relu(x, 0.2), threshold=lambda x: F.threshold(x, 0.1, 0.5), softplus=lambda x: F.softplus(x, 2, 1),
    logsigmoid=F.logsigmoid, softshrink=lambda x: F.softshrink(x, 0.2), hardshrink=lambda x: F.hardshrink(x, 0.2), tanhshrink=F.tanhshrink, softsign=F.softsign, glu=lambda x: F.glu(x, 1),
    softmax=lambda x: F.softmax(x, 1), log_softmax=lambda x: F.log_softmax(x, -1), softmin=lambda x: F.softmin(x, 1),
    max_pool2d=lambda x: F.max_pool2d(x, 3, 2, 1), max_pool2d_ceil=lambda x: F.max_pool2d(x, 2, 3, ceil_mode=True), avg_pool2d=lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False),
    avg_pool2d_div=lambda x: F.avg_pool2d(x, 2, divisor_override=3), adaptive_avg_pool2d=lambda x: F.adaptive_avg_pool2d(x, (4, 5)), adaptive_max_pool2d=lambda x: F.adaptive_max_pool2d(x, (4, 5)),
    lp_pool2d=lambda x: F.lp_pool2d(x * x + 0.1, 3, 2), unfold=lambda x: F.unfold(x, 3, 1, 1, 2), fold=lambda x: F.fold(F.unfold(x, 3, 1, 1, 2), (6, 6), 3, 1, 1, 2),
    pad_constant=lambda x: F.pad(x, (1, 2, 3, 0), value=0.5), pad_reflect=lambda x: F.pad(x, (1, 2, 3, 0), 'reflect'), pad_replicate=lambda x: F.pad(x, (1, 2, 3, 0), 'replicate'),
    pad_circular=lambda x: F.pad(x, (1, 2, 3, 0), 'circular'), nearest=lambda x: F.interpolate(x, (9, 4)), nearest_exact=lambda x: F.interpolate(x, (9, 4), mode='nearest-exact'),
    bilinear=lambda x: F.interpolate(x, scale_factor=1.7, mode='bilinear', align_corners=False), bilinear_corners=lambda x: F.interpolate(x, (9, 4), mode='bilinear', align_corners=True),
    bicubic=lambda x: F.interpolate(x, (9, 4), mode='bicubic', align_corners=False), area=lambda x: F.interpolate(x, (3, 4), mode='area'), antialias=lambda x: F.interpolate(x, (3, 4), mode='bilinear', antialias=True, align_corners=False),
    recompute=lambda x: F.interpolate(x, scale_factor=1.7, mode='bilinear', align_corners=False, recompute_scale_factor=True),
    normalize=lambda x: F.normalize(x, 3, 1), lrn=lambda x: F.local_response_norm(x, 3, 0.1, 0.75, 2), layer_norm=lambda x: F.layer_norm(x, (6, 6), fill(6, 6, phase=1), fill(6, 6, phase=2)),
    group_norm=lambda x: F.group_norm(x, 2, fill(4, phase=1), fill(4, phase=2)), instance_norm=lambda x: F.instance_norm(x), batch_norm=lambda x: F.batch_norm(x, None, None, fill(4, phase=1), None, True),
    pixel_shuffle=lambda x: F.pixel_shuffle(x, 2), pixel_unshuffle=lambda x: F.pixel_unshuffle(x, 2), cosine=lambda x: F.cosine_similarity(x, fill(2, 4, 6, 6, phase=1)),
    conv2d=lambda x: F.conv2d(x, fill(6, 2, 3, 3, phase=1), fill(6, phase=2), (1, 2), (1, 0), (2, 1), 2), conv2d_same=lambda x: F.conv2d(x, fill(2, 4, 4, 2, phase=1), None, 1, 'same'),
    conv_transpose2d=lambda x: F.conv_transpose2d(x, fill(4, 2, 3, 3, phase=1), fill(2, phase=2), 2, 1, 1), grid_sample=lambda x: F.grid_sample(x, fill(2, 3, 3, 2, phase=3), 'bilinear', 'border', False),
    linear=lambda x: F.linear(x, fill(3, 6, phase=1), fill(3, phase=2)),
)
out['functions'] = {}
for name, fn in functions.items():
    x = x4().requires_grad_()
    y = fn(x)
    (y * fill(*y.shape, phase=0.4)).sum().backward()
    out['functions'][name] = dict(output=flat(y), grad=flat(x.grad))

# Losses on [4, 5] scores
a = lambda: fill(4, 5, scale=2)
b = lambda: fill(4, 5, scale=2, phase=1)
labels = torch.tensor([1, 0, 4, 2])
w = lambda: torch.tensor([0.5, 1, 2, 0.25, 1.5], dtype=f64)
signs = torch.tensor([1, -1, 1, -1])
losses = dict(
    cross_entropy=lambda x: F.cross_entropy(x, labels, w(), ignore_index=2, label_smoothing=0.1), cross_entropy_sum=lambda x: F.cross_entropy(x, labels, reduction='sum'),
    cross_entropy_soft=lambda x: F.cross_entropy(x, F.softmax(b(), 1)), nll=lambda x: F.nll_loss(F.log_softmax(x, 1), labels, w()), mse=lambda x: F.mse_loss(x, b()), l1=lambda x: F.l1_loss(x, b(), reduction='none'),
    smooth_l1=lambda x: F.smooth_l1_loss(x, b(), beta=0.5), huber=lambda x: F.huber_loss(x, b(), delta=0.5), bce=lambda x: F.binary_cross_entropy(torch.sigmoid(x), torch.sigmoid(b()), w()),
    bce_logits=lambda x: F.binary_cross_entropy_with_logits(x, torch.sigmoid(b()), pos_weight=w()), kl=lambda x: F.kl_div(F.log_softmax(x, 1), F.log_softmax(b(), 1), reduction='mean', log_target=True),
    cosine_embedding=lambda x: F.cosine_embedding_loss(x, b(), signs, 0.2), triplet=lambda x: F.triplet_margin_loss(x, b(), fill(4, 5, phase=2), 0.7, 2, swap=True),
    triplet_distance=lambda x: F.triplet_margin_with_distance_loss(x, b(), fill(4, 5, phase=2), margin=0.7, swap=True), margin_ranking=lambda x: F.margin_ranking_loss(x[:, 0], b()[:, 0], signs, 0.3),
    hinge_embedding=lambda x: F.hinge_embedding_loss(x[:, 0], signs, 0.9), soft_margin=lambda x: F.soft_margin_loss(x[:, 0], signs.double()), multi_margin=lambda x: F.multi_margin_loss(x, labels, 1, 0.8, w()),
    multilabel_soft_margin=lambda x: F.multilabel_soft_margin_loss(x, (b() > 0).double(), w()), poisson=lambda x: F.poisson_nll_loss(x, b().abs() + 1.5, full=True),
    gaussian=lambda x: F.gaussian_nll_loss(x, b(), torch.tensor([0.5, 1, 1e-9, 2], dtype=f64).reshape(4, 1), full=True),
)
out['losses'] = {}
for name, fn in losses.items():
    x = a().requires_grad_()
    y = fn(x)
    y.sum().backward()
    out['losses'][name] = dict(output=flat(y), grad=flat(x.grad))

# Modules with state: formula-filled parameters, forward, and the gradient by the input
def modules_of(m, args):
    m = m.double()
    with torch.no_grad():
        for i, p in enumerate(m.parameters()):
            p.copy_(fill(*p.shape, scale=0.5, phase=0.1 * i))
    return m(*args)

kp = torch.tensor([[False, False, True], [False, False, False]])
am = torch.tensor([[False, True, False], [False, False, False], [True, False, False]])
s = lambda: fill(3, 2, 4, phase=0.3)
seq = {}
for name, make in dict(
    attention=lambda: modules_of(nn.MultiheadAttention(4, 2), (s(), s(), s(), kp, True, am)),
    attention_cross=lambda: modules_of(nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True), (s(), fill(3, 2, 4, phase=1), fill(3, 2, 4, phase=2), kp, True, am)),
    attention_kv=lambda: modules_of(nn.MultiheadAttention(4, 2, kdim=3, vdim=5, bias=False), (s(), fill(3, 2, 3, phase=1), fill(3, 2, 5, phase=2))),
    rnn=lambda: modules_of(nn.RNN(4, 3, 2, nonlinearity='relu'), (s(),)), gru=lambda: modules_of(nn.GRU(4, 3, 1, batch_first=True, bidirectional=True), (s(),)),
    lstm=lambda: (lambda r: (r[0], *r[1]))(modules_of(nn.LSTM(4, 3, 2), (s(),))),
    encoder=lambda: (modules_of(nn.TransformerEncoderLayer(4, 2, 6, 0.0), (s(), am, kp)),),
).items():
    seq[name] = [flat(t) for t in make() if t is not None]
out['sequences'] = seq
bn = nn.BatchNorm2d(4, momentum=0.3).double()
bn(x4())
bn(x4() * 2)
bn.eval()
out['batchnorm'] = dict(mean=flat(bn.running_mean), var=flat(bn.running_var), output=flat(bn(x4())))

# Optimizers: five steps on sum(cos(p) w) of two parameters, the second in a group of its own with half the rate
def trace(make, steps=5):
    p = [fill(3, 2).clone().requires_grad_(), fill(4, phase=1).clone().requires_grad_()]
    o = make(p)
    history = []
    for k in range(steps):
        o.zero_grad()
        loss = (torch.cos(p[0] * 1.3) * fill(3, 2, phase=2)).sum() + ((p[1] - 0.3) ** 4).sum() * (1 + 0.1 * k)
        loss.backward()
        o.step()
        history.append([float(v) for q in p for v in q.detach().reshape(-1)])
    return history

groups = lambda p, lr: [dict(params=[p[0]]), dict(params=[p[1]], lr=lr / 2)]
O = torch.optim
cases = dict(
    sgd=lambda p: O.SGD(groups(p, 0.1), 0.1), sgd_momentum=lambda p: O.SGD(groups(p, 0.1), 0.1, 0.9, 0.2, 0.01), sgd_nesterov=lambda p: O.SGD(groups(p, 0.1), 0.1, 0.9, 0, 0.01, True),
    sgd_maximize=lambda p: O.SGD(groups(p, 0.1), 0.1, 0.5, maximize=True), adam=lambda p: O.Adam(groups(p, 0.1), 0.1, (0.8, 0.95), 1e-6, 0.02), adam_amsgrad=lambda p: O.Adam(groups(p, 0.1), 0.1, (0.8, 0.95), amsgrad=True),
    adam_maximize=lambda p: O.Adam(groups(p, 0.1), 0.1, maximize=True), adamw=lambda p: O.AdamW(groups(p, 0.1), 0.1, (0.8, 0.95), 1e-6, 0.02), adamw_amsgrad=lambda p: O.AdamW(groups(p, 0.1), 0.1, amsgrad=True, weight_decay=0.1),
    rmsprop=lambda p: O.RMSprop(groups(p, 0.05), 0.05, 0.9, 1e-6, 0.01), rmsprop_all=lambda p: O.RMSprop(groups(p, 0.05), 0.05, 0.9, 1e-6, 0.01, 0.7, True), adagrad=lambda p: O.Adagrad(groups(p, 0.1), 0.1, 0.05, 0.01, 0.2),
    adadelta=lambda p: O.Adadelta(groups(p, 1.0), 1.0, 0.8, 1e-4, 0.01, maximize=True), adamax=lambda p: O.Adamax(groups(p, 0.1), 0.1, (0.8, 0.95), 1e-6, 0.01), nadam=lambda p: O.NAdam(groups(p, 0.1), 0.1, (0.8, 0.95), 1e-6, 0.01, 0.01, foreach=True),
    radam=lambda p: O.RAdam(groups(p, 0.1), 0.1, (0.8, 0.95), 1e-6, 0.01), radam_long=lambda p: O.RAdam(groups(p, 0.1), 0.1, (0.8, 0.99)), asgd=lambda p: O.ASGD(groups(p, 0.1), 0.1, 0.01, 0.75, 2, 0.01), rprop=lambda p: O.Rprop(groups(p, 0.05), 0.05, (0.4, 1.3), (1e-5, 0.3)),
)
out['optimizers'] = {name: trace(make, 8 if name == 'radam_long' else 5) for name, make in cases.items()}

# Schedulers: the rate after each of 12 steps, of an optimizer whose rate is 0.5, and its momentum where it cycles
def rates(make, metric=None):
    o = O.SGD([torch.zeros(1, requires_grad=True)], 0.5, 0.9)
    s = make(o)
    history = [[o.param_groups[0]['lr'], o.param_groups[0]['momentum']]]
    for k in range(12):
        o.step()
        if metric: s.step(metric[k])
        else: s.step()
        history.append([o.param_groups[0]['lr'], o.param_groups[0]['momentum']])
    return history

metric = [1, 0.9, 0.95, 0.95, 0.95, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86]
plans = dict(
    lambda_=lambda o: S.LambdaLR(o, lambda e: 0.9 ** e + 0.1), multiplicative=lambda o: S.MultiplicativeLR(o, lambda e: 0.9 if e % 2 else 0.8), step=lambda o: S.StepLR(o, 3, 0.5),
    multistep=lambda o: S.MultiStepLR(o, [2, 5, 5, 9], 0.5), polynomial=lambda o: S.PolynomialLR(o, 8, 2.0), exponential=lambda o: S.ExponentialLR(o, 0.8), constant=lambda o: S.ConstantLR(o, 0.25, 4),
    linear=lambda o: S.LinearLR(o, 0.2, 0.9, 6), cosine=lambda o: S.CosineAnnealingLR(o, 5, 0.01), sequential=lambda o: S.SequentialLR(o, [S.ConstantLR(o, 0.1, 2), S.ExponentialLR(o, 0.9), S.StepLR(o, 2, 0.5)], [3, 7]),
    chained=lambda o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 4), S.ExponentialLR(o, 0.9)]), triangular=lambda o: S.CyclicLR(o, 0.1, 0.6, 3), triangular2=lambda o: S.CyclicLR(o, 0.1, 0.6, 2, 3, 'triangular2'),
    exp_range=lambda o: S.CyclicLR(o, 0.1, 0.6, 2, 3, 'exp_range', 0.9, cycle_momentum=False), onecycle=lambda o: S.OneCycleLR(o, 0.8, 13), onecycle_linear=lambda o: S.OneCycleLR(o, 0.8, epochs=4, steps_per_epoch=4, anneal_strategy='linear', three_phase=True, pct_start=0.4),
)
out['schedulers'] = {name.rstrip('_'): rates(make) for name, make in plans.items()}
out['schedulers']['plateau'] = rates(lambda o: S.ReduceLROnPlateau(o, 'min', 0.5, 2, cooldown=1, min_lr=0.1), metric)
out['schedulers']['plateau_max'] = rates(lambda o: S.ReduceLROnPlateau(o, 'max', 0.5, 1, threshold=0.05, threshold_mode='abs'), metric)

# Clipping
g = [fill(3, 2, scale=3), fill(4, phase=1)]
p = [t.clone().requires_grad_() for t in g]
for t, v in zip(p, g): t.grad = v.clone()
clip = dict(norm=float(nn.utils.clip_grad_norm_(p, 1.5)), grads=[flat(t.grad) for t in p])
for t, v in zip(p, g): t.grad = v.clone()
clip['infinite'] = float(nn.utils.clip_grad_norm_(p, 100.0, float('inf')))
out['clip'] = clip

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'nn.json'), 'w') as f:
    json.dump(out, f, separators=(',', ':'))
