using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Gradient descent with momentum: b = momentum b + (1 - dampening) g; p -= lr b (or lr (g + momentum b) with nesterov).</summary>
    public sealed unsafe class SGD : OptimizerHelper, optim.IMomentum
    {
        private readonly FusedArrays _started = new(), _new = new();

        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            Bounds.NotNegative(lr, nameof(lr));
            Bounds.NotNegative(momentum, nameof(momentum));
            Bounds.NotNegative(weight_decay, nameof(weight_decay));
            if (nesterov && (momentum <= 0 || dampening != 0)) throw new ArgumentException("nesterov needs a momentum and no dampening", nameof(nesterov));
            Defaults = new Options { LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize };
            foreach (var group in parameters) add_param_group(group);
        }

        public double Momentum
        {
            get => ((Options)Defaults).momentum!.Value;
            set
            {
                ((Options)Defaults).momentum = value;
                foreach (var group in Groups) ((ParamGroup)group).Momentum = value;
            }
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        public override Tensor? step(Func<Tensor>? closure = null)
        {
            var loss = Evaluate(closure);
            foreach (var group in Groups) Step((Parameter[])group.Parameters, (Options)group.Options);
            return loss;
        }

        private void Step(Parameter[] parameters, Options options)
        {
            var momentum = options.momentum!.Value;
            _started.Begin(parameters.Length);
            _new.Begin(parameters.Length);
            try
            {
                foreach (var parameter in parameters)
                {
                    var gradient = FusedArrays.GradientOf(parameter);
                    if (gradient == IntPtr.Zero) continue;
                    if (momentum == 0)
                    {
                        _started.Add(parameter, gradient);
                        continue;
                    }
                    var state = (State)StateOf(parameter);
                    if (state.momentum_buffer is null) (state.momentum_buffer, state.IsNew) = (state.NewZeros(), true);
                    (state.IsNew ? _new : _started).Add(parameter, gradient, state.momentum_buffer);
                }
                Run(_started, options, momentum, first: false);
                if (_new.Count == 0) return;
                Run(_new, options, momentum, first: true);
                foreach (var parameter in parameters) ((State)StateOf(parameter)).IsNew = false;
            }
            finally
            {
                _started.Clear();
                _new.Clear();
                GC.KeepAlive(parameters);
            }
        }

        private static void Run(FusedArrays arrays, Options options, double momentum, bool first)
        {
            if (arrays.Count == 0) return;
            arrays.Check(Native.enn_sgd_step(arrays.Parameters, arrays.Gradients, momentum == 0 ? null : arrays.First, arrays.Count, options.LearningRate!.Value, momentum,
                options.dampening!.Value, options.weight_decay!.Value, options.nesterov == true ? 1 : 0, options.maximize == true ? 1 : 0, first ? 1 : 0), "SGD.step");
        }

        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter)
        {
            public Tensor? momentum_buffer;

            /// <summary>The buffer holds no gradient yet: the first is taken whole, not dampened.</summary>
            internal bool IsNew;
        }

        public sealed class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup() { }
            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }) { }

            public double Momentum
            {
                get => Options.momentum ?? 0;
                set => Options.momentum = value;
            }
        }
    }
}
