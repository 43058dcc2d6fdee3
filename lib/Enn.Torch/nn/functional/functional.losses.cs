using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op _crossEntropy = "cross_entropy_loss", _nll = "nll_loss_nd", _mse = "mse_loss", _l1 = "l1_loss", _smoothL1 = "smooth_l1_loss", _huber = "huber_loss",
                _bce = "binary_cross_entropy", _bceLogits = "binary_cross_entropy_with_logits", _klDiv = "kl_div", _cosineEmbedding = "cosine_embedding_loss", _triplet = "triplet_margin_loss",
                _marginRanking = "margin_ranking_loss", _hingeEmbedding = "hinge_embedding_loss", _softMargin = "soft_margin_loss", _multiLabelMargin = "multilabel_margin_loss",
                _multiMargin = "multi_margin_loss", _poisson = "poisson_nll_loss", _ctc = "ctc_loss.Tensor", _mean = "mean", _total = "sum", _meanDim = "mean.dim", _pairwise = "pairwise_distance",
                _minimum = "minimum", _clampMin = "clamp_min", _log = "log", _square = "square", _negate = "neg";

            private static Arg Code(Reduction reduction) => (long)reduction;

            private static Tensor Reduce(Tensor loss, Reduction reduction) => reduction switch
            {
                Reduction.Mean => _mean.Call(loss),
                Reduction.Sum => _total.Call(loss),
                _ => loss,
            };

            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                _crossEntropy.Call(input, target, weight, Code(reduction), ignore_index, label_smoothing);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) => _nll.Call(input, target, weight, Code(reduction));
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => _mse.Call(input, target, Code(reduction));
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => _l1.Call(input, target, Code(reduction));
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) => _smoothL1.Call(input, target, Code(reduction), beta);
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) => _huber.Call(input, target, Code(reduction), delta);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                _bce.Call(input, target, weight, Code(reduction));

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                _bceLogits.Call(input, target, weight, pos_weights, Code(reduction));

            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) => _klDiv.Call(input, target, Code(reduction), log_target);

            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                _cosineEmbedding.Call(input1, input2, target, margin, Code(reduction));

            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                _marginRanking.Call(input1, input2, target, margin, Code(reduction));

            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean) =>
                _triplet.Call(anchor, positive, negative, margin, (double)p, eps, swap, Code(reduction));

            public static Tensor triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1, bool swap = false, Reduction reduction = Reduction.Mean)
            {
                distance ??= (a, b) => _pairwise.Call(a, b);
                var near = distance(anchor, positive);
                var far = distance(anchor, negative);
                if (swap) far = _minimum.Call(far, distance(positive, negative));
                return Reduce(_clampMin.Call(_addOne.Call(near - far, margin), 0), reduction);
            }

            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                _hingeEmbedding.Call(input, target, margin, Code(reduction));

            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => _softMargin.Call(input, target, Code(reduction));
            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => _multiLabelMargin.Call(input, target, Code(reduction));

            public static Tensor multi_margin_loss(Tensor input, Tensor target, int p = 1, double margin = 1, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                _multiMargin.Call(input, target, p, margin, weight, Code(reduction));

            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                var loss = _negate.Call(target * logsigmoid(input) + _addOne.Call(_negate.Call(target), 1) * logsigmoid(_negate.Call(input)));
                if (weight is not null) loss = loss * weight;
                return Reduce(_meanDim.Call(loss, new long[] { -1 }), reduction);
            }

            public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) =>
                _poisson.Call(input, target, log_input, full, (double)eps, Code(reduction));

            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                // The variance is clamped from below for stability, without a gradient for the clamp.
                var bounded = variance + _detachOp.Call(_clampMin.Call(variance, (double)eps) - variance);
                var loss = (_log.Call(bounded) + _square.Call(input - target) / bounded).mul(0.5);
                if (full) loss = loss.add(0.5 * Math.Log(2 * Math.PI));
                return Reduce(loss, reduction);
            }

            public static Tensor ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean) =>
                _ctc.Call(log_probs, targets, input_lengths, target_lengths, blank, Code(reduction), zero_infinity);

            private static readonly Op _detachOp = "detach";

        }
    }
}
