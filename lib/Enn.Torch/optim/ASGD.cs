using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static ASGD ASGD(IEnumerable<Parameter> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);

            public static ASGD ASGD(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, lambd, alpha, t0, weight_decay, maximize);

            public static ASGD ASGD(IEnumerable<ParamGroup<ASGD.Options>> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Gradient descent with a decaying rate; ax is the mean of the parameters from step t0 on.</summary>
    public sealed class ASGD : OptimizerHelper
    {
        public ASGD(IEnumerable<Parameter> parameters, double lr = 1e-2, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, lambd, alpha, t0, weight_decay, maximize) { }

        public ASGD(IEnumerable<ParamGroup<Options>> parameters, double lr = 1e-2, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
        {
            Bounds.NotNegative(lr, nameof(lr));
            Bounds.NotNegative(lambd, nameof(lambd));
            Bounds.NotNegative(alpha, nameof(alpha));
            Bounds.NotNegative(t0, nameof(t0));
            Bounds.NotNegative(weight_decay, nameof(weight_decay));
            Defaults = new Options { LearningRate = lr, InitialLearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay, maximize = maximize };
            foreach (var group in parameters) add_param_group(group);
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup<Options>>(group =>
        {
            var o = group.Options;
            foreach (var p in group.Parameters)
            {
                using var g = Gradient(p, o.weight_decay, o.maximize);
                if (g is null) continue;
                var s = (State)StateOf(p);
                s.step++;
                s.ax ??= s.NewZeros();
                Scale(p, 1 - o.lambd * s.eta);
                Add(p, g, -s.eta);
                if (s.mu == 1) Copy(s.ax, p);
                else using (var away = p - s.ax) Add(s.ax, away, s.mu);
                s.eta = o.LearningRate!.Value / Math.Pow(1 + o.lambd!.Value * o.LearningRate.Value * s.step, o.alpha!.Value);
                s.mu = 1 / Math.Max(1, s.step - o.t0!.Value);
            }
        }, closure);

        public sealed class Options : OptimizerOptions
        {
            public double? lambd;
            public double? alpha;
            public double? t0;
            public double? weight_decay;
            public bool? maximize;
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter)
        {
            public long step;
            public double eta;
            public double mu = 1;
            public Tensor? ax;

            public override void Initialize(OptimizerOptions options) => eta = options.LearningRate!.Value;
        }

        public sealed class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0)
                : base(parameters, new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay }) { }
        }
    }
}
