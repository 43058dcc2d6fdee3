using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static RNN RNN(long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true, bool batchFirst = false, double dropout = 0,
                bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new RecurrentWeights(1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype), nonLinearity);

            public static GRU GRU(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null,
                ScalarType? dtype = null) => new(new RecurrentWeights(3, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype));

            public static LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null,
                ScalarType? dtype = null) => new(new RecurrentWeights(4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype));
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>The weights of a recurrent network, as its modules register them: input and hidden weights of each layer and direction, then their biases.</summary>
    internal sealed class RecurrentWeights
    {
        internal RecurrentWeights(int gates, long inputs, long hidden, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
        {
            (Hidden, Layers, Directions, Bias, BatchFirst, Dropout) = (hidden, layers, bidirectional ? 2 : 1, bias, batchFirst, dropout);
            var bound = 1 / Math.Sqrt(hidden);
            for (var layer = 0; layer < layers; layer++)
                for (var direction = 0; direction < Directions; direction++)
                {
                    var suffix = $"_l{layer}" + (direction == 1 ? "_reverse" : "");
                    Add("weight_ih" + suffix, [gates * hidden, layer == 0 ? inputs : hidden * Directions]);
                    Add("weight_hh" + suffix, [gates * hidden, hidden]);
                    if (!bias) continue;
                    Add("bias_ih" + suffix, [gates * hidden]);
                    Add("bias_hh" + suffix, [gates * hidden]);
                }
            foreach (var (_, parameter) in Named) nn.init.uniform_(parameter, -bound, bound);

            void Add(string name, long[] sizes) => Named.Add((name, Factory.Empty(sizes, device, dtype)));
        }

        internal List<(string Name, Parameter Parameter)> Named { get; } = [];
        internal long Hidden { get; }
        internal long Layers { get; }
        internal int Directions { get; }
        internal bool Bias { get; }
        internal bool BatchFirst { get; }
        internal double Dropout { get; }

        internal Parameter Of(string kind, long index) => Named.Where(n => n.Name.StartsWith(kind, StringComparison.Ordinal)).ElementAt((int)index).Parameter;

        /// <summary>Runs a native recurrence; [L, E] is a batch of one.</summary>
        internal Tensor[] Run(Op op, Tensor input, Tensor?[] states, bool training, bool list)
        {
            var batched = input.ndim == 3;
            var axis = BatchFirst ? 0 : 1;
            var x = batched ? input : input.unsqueeze(axis);
            Tensor Start() => Factory.Zeros([Layers * Directions, x.size(axis), Hidden], x.device, x.dtype);
            Tensor[] hx = [.. states.Select(s => s is null ? Start() : batched ? s : s.unsqueeze(1))];
            Arg first = list ? Arg.List(hx) : hx[0];
            var weights = Arg.List(Named.Select(n => (Tensor)n.Parameter));
            ReadOnlySpan<Arg> arguments = [x, first, weights, Bias, Layers, Dropout, training, Directions == 2, BatchFirst];
            Tensor[] results;
            if (list)
            {
                var (output, h, c) = op.Call3(arguments);
                results = [output, h, c];
            }
            else
            {
                var (output, h) = op.Call2(arguments);
                results = [output, h];
            }
            if (batched) return results;
            results[0] = results[0].squeeze(axis);
            for (var i = 1; i < results.Length; i++) results[i] = results[i].squeeze(1);
            return results;
        }
    }

    /// <summary>h' = tanh or relu of W_ih x + b_ih + W_hh h + b_hh, over sequences.</summary>
    public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private static readonly Op _tanh = "rnn_tanh.input", _relu = "rnn_relu.input";
        private readonly RecurrentWeights _weights;
        private readonly Op _op;

        internal RNN(RecurrentWeights weights, nn.NonLinearities nonLinearity) : base(nameof(RNN))
        {
            _weights = weights;
            _op = nonLinearity == nn.NonLinearities.Tanh ? _tanh : _relu;
            foreach (var (name, parameter) in weights.Named) register_parameter(name, parameter);
        }

        public Parameter get_weight_ih(long idx) => _weights.Of("weight_ih", idx);
        public Parameter get_weight_hh(long idx) => _weights.Of("weight_hh", idx);
        public Parameter get_bias_ih(long idx) => _weights.Of("bias_ih", idx);
        public Parameter get_bias_hh(long idx) => _weights.Of("bias_hh", idx);

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0) => _weights.Run(_op, input, [h0], training, list: false) is var r ? (r[0], r[1]) : default;
    }

    /// <summary>Gated recurrent units over sequences.</summary>
    public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private static readonly Op _op = "gru.input";
        private readonly RecurrentWeights _weights;

        internal GRU(RecurrentWeights weights) : base(nameof(GRU))
        {
            _weights = weights;
            foreach (var (name, parameter) in weights.Named) register_parameter(name, parameter);
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null) => _weights.Run(_op, input, [h0], training, list: false) is var r ? (r[0], r[1]) : default;
    }

    /// <summary>Long short-term memory over sequences: output, last hidden and last cell states.</summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private static readonly Op _op = "lstm.input";
        private readonly RecurrentWeights _weights;

        internal LSTM(RecurrentWeights weights) : base(nameof(LSTM))
        {
            _weights = weights;
            foreach (var (name, parameter) in weights.Named) register_parameter(name, parameter);
        }

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null) =>
            _weights.Run(_op, input, [h0_c0?.Item1, h0_c0?.Item2], training, list: true) is var r ? (r[0], r[1], r[2]) : default;
    }
}
