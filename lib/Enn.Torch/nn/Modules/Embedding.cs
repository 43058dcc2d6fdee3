using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false,
                bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var weight = Factory.Empty([num_embeddings, embedding_dims], device, dtype);
                init.normal_(weight);
                var embedding = new Embedding(weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
                embedding.ClearPadding();
                return embedding;
            }

            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var embedding = new Embedding(new Parameter(embeddings, !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
                if (device is not null || dtype is not null) embedding.to(device ?? embeddings.device, dtype ?? embeddings.dtype);
                return embedding;
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Rows of a table by integer index.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private static readonly Op _embedding = "embedding", _renormalize = "embedding_renorm_", _select = "select.int", _zero = "zero_", _contiguous = "contiguous";
        private readonly long _padding;
        private readonly double? _maxNorm;
        private readonly double _normType;
        private readonly bool _byFrequency, _sparse;

        internal Embedding(Parameter weight, long? padding, double? maxNorm, double normType, bool byFrequency, bool sparse) : base(nameof(Embedding))
        {
            var rows = weight.size(0);
            if (padding < -rows || padding >= rows) throw new ArgumentOutOfRangeException(nameof(padding), padding, $"padding_idx must be one of the {rows} rows");
            _padding = padding < 0 ? padding.Value + rows : padding ?? -1;
            _maxNorm = maxNorm;
            _normType = normType;
            _byFrequency = byFrequency;
            _sparse = sparse;
            this.weight = weight;
        }

        public Parameter weight { get; set; }

        internal void ClearPadding()
        {
            if (_padding < 0) return;
            using (no_grad()) _zero.Run(_select.Call(weight, 0, _padding));
        }

        public override Tensor forward(Tensor input)
        {
            if (_maxNorm is { } limit)
                using (no_grad()) _renormalize.Run(weight, _contiguous.Call(input), limit, _normType);
            return _embedding.Call(weight, input, _padding, _byFrequency, _sparse);
        }
    }
}
