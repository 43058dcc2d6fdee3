using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static RAdam RAdam(IEnumerable<Parameter> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            public static RAdam RAdam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay);

            public static RAdam RAdam(IEnumerable<RAdam.ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Adam that waits with its adaptive rate until the variance of that rate is known.</summary>
    public sealed class RAdam : OptimizerHelper, optim.IBetas
    {
        public RAdam(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay) { }

        public RAdam(IEnumerable<ParamGroup> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
        {
            Bounds.NotNegative(lr, nameof(lr));
            Bounds.NotNegative(eps, nameof(eps));
            Bounds.NotNegative(weight_decay, nameof(weight_decay));
            Bounds.Fraction(beta1, nameof(beta1));
            Bounds.Fraction(beta2, nameof(beta2));
            Defaults = new Options { LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay };
            foreach (var group in parameters) add_param_group(group);
        }

        public (double, double) Betas
        {
            get => (((Options)Defaults).beta1!.Value, ((Options)Defaults).beta2!.Value);
            set
            {
                foreach (var options in Groups.Select(g => (Options)g.Options).Append((Options)Defaults)) (options.beta1, options.beta2) = value;
            }
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            foreach (var p in group.Parameters)
            {
                using var g = Gradient(p, o.weight_decay, null);
                if (g is null) continue;
                var s = (State)StateOf(p);
                s.step++;
                s.exp_avg ??= s.NewZeros();
                s.exp_avg_sq ??= s.NewZeros();
                var (beta1, beta2) = (o.beta1!.Value, o.beta2!.Value);
                Decay(s.exp_avg, beta1, g);
                Decay(s.exp_avg_sq, beta2, g, g);
                var correction1 = 1 - Math.Pow(beta1, s.step);
                var correction2 = 1 - Math.Pow(beta2, s.step);
                var limit = 2 / (1 - beta2) - 1;
                var rho = limit - 2 * s.step * Math.Pow(beta2, s.step) / correction2;
                if (rho <= 5)
                {
                    Add(p, s.exp_avg, -o.LearningRate / correction1);
                    continue;
                }
                var rectified = Math.Sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho));
                AddQuotient(p, s.exp_avg, Shift(Root(s.exp_avg_sq), o.eps), -o.LearningRate / correction1 * rectified * Math.Sqrt(correction2));
            }
        }, closure);

        public sealed class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? eps;
            public double? weight_decay;
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter)
        {
            public long step;
            public Tensor? exp_avg;
            public Tensor? exp_avg_sq;
        }

        public sealed class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup() { }
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay }) { }

            public (double, double) Betas
            {
                get => (Options.beta1 ?? 0, Options.beta2 ?? 0);
                set => (Options.beta1, Options.beta2) = value;
            }
        }
    }
}
