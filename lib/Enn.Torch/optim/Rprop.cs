using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Rprop Rprop(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);

            public static Rprop Rprop(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, etaminus, etaplus, min_step, max_step, maximize);

            public static Rprop Rprop(IEnumerable<Rprop.ParamGroup> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Steps by the sign of the gradient, longer while it stays, shorter when it turns.</summary>
    public sealed class Rprop : OptimizerHelper
    {
        private static readonly Op _sign = "sign", _gt = "gt.Scalar", _lt = "lt.Scalar", _fill = "masked_fill.Scalar", _clamp = "clamp_", _times = "mul_.Tensor", _addcmul = "addcmul_", _onesLike = "ones_like";

        public Rprop(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, etaminus, etaplus, min_step, max_step, maximize) { }

        public Rprop(IEnumerable<ParamGroup> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
        {
            Bounds.NotNegative(lr, nameof(lr));
            Bounds.NotNegative(etaminus, nameof(etaminus));
            Bounds.NotNegative(etaplus, nameof(etaplus));
            Bounds.NotNegative(min_step, nameof(min_step));
            Bounds.NotNegative(max_step, nameof(max_step));
            Defaults = new Options { LearningRate = lr, InitialLearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize };
            foreach (var group in parameters) add_param_group(group);
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            foreach (var p in group.Parameters)
            {
                using var g = Gradient(p, null, o.maximize);
                if (g is null) continue;
                var s = (State)StateOf(p);
                s.step++;
                s.prev ??= s.NewZeros();
                using var turn = g * s.prev;
                using var turned = _lt.Call(turn, 0);
                using var factor = _fill.Call(_fill.Call(_onesLike.Call(turn), _gt.Call(turn, 0), o.etaplus), turned, o.etaminus);
                _times.Run(s.step_size!, factor);
                _clamp.Run(s.step_size!, o.min_step, o.max_step);
                using var kept = _fill.Call(g, turned, 0);
                using var sign = _sign.Call(kept);
                _addcmul.Run(p, sign, s.step_size!, -1);
                Copy(s.prev, kept);
            }
        }, closure);

        public sealed class Options : OptimizerOptions
        {
            public double? etaminus;
            public double? etaplus;
            public double? min_step;
            public double? max_step;
            public bool? maximize;
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter)
        {
            public long step;
            public Tensor? prev;
            public Tensor? step_size;

            public override void Initialize(OptimizerOptions options) => step_size = Filled(options.LearningRate!.Value);
        }

        public sealed class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize }) { }
        }
    }
}
