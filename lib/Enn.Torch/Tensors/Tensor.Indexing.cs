using System.Runtime.CompilerServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _indexTensor = "index.Tensor", _indexPut_ = "index_put_";

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign(select(0, i1), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => select(0, i1).select(0, i2);
            set => Assign(select(0, i1).select(0, i2), value);
        }

        /// <summary>Part of the tensor, as in Python: numbers, ranges and new dimensions give a view; index tensors and masks give a copy.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements that index tensors or masks, one per dimension from the first, pick out.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var view = Narrow(indices, out var picks);
            return picks is null ? view : _indexTensor.Call(view, Arg.OptionalList(picks));
        }

        public Tensor index(params Tensor[] indices) => _indexTensor.Call(this, Arg.OptionalList(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var view = Narrow(indices, out var picks);
            if (picks is not null) _indexPut_.Run(view, Arg.OptionalList(picks), value.to(dtype, device), accumulate);
            else if (accumulate) view.add_(value);
            else Assign(view, value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            _indexPut_.Update(this, Arg.OptionalList(indices), value.to(dtype, device), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices) => index_put_(full(Array.Empty<long>(), value, dtype, device), indices, false);
        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(full(Array.Empty<long>(), value, dtype, device), indices, false);

        // A value may have more dimensions than the place it goes to if the leading ones have size 1.
        private static void Assign(Tensor place, Tensor value)
        {
            while (value.ndim > place.ndim && value.size(0) == 1) value = value.squeeze(0);
            place.copy_(value);
        }

        /// <summary>Applies numbers, slices and new dimensions as views; what is left for the index operator goes to <paramref name="picks"/>, if anything.</summary>
        private Tensor Narrow(TensorIndex[] indices, out Tensor?[]? picks)
        {
            var view = this;
            var dimension = 0;
            // A mask is one entry of the index operator's list but stands for several dimensions.
            var masked = 0;
            List<Tensor?>? tensors = null;
            var ellipsis = false;

            void Pick(Tensor tensor)
            {
                tensors ??= [];
                while (tensors.Count < dimension - masked) tensors.Add(null);
                tensors.Add(tensor);
            }

            foreach (var index in indices)
            {
                switch (index.Type)
                {
                    case TensorIndex.Kind.Single:
                        view = view.select(dimension, index.Start!.Value);
                        break;
                    case TensorIndex.Kind.Slice:
                        if (index.Start is not null || index.Stop is not null || index.Step is not null)
                            view = view.slice(dimension, index.Start ?? 0, index.Stop ?? long.MaxValue, index.Step ?? 1);
                        dimension++;
                        break;
                    case TensorIndex.Kind.None:
                        view = view.unsqueeze(dimension++);
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        if (ellipsis) throw new ArgumentException("An index may contain only one Ellipsis.");
                        ellipsis = true;
                        dimension += (int)ndim - indices.Sum(Consumed);
                        break;
                    case TensorIndex.Kind.Bool:
                        view = view.unsqueeze(dimension);
                        Pick(tensor(new[] { index.Start == 1 }, device: device));
                        dimension++;
                        break;
                    case TensorIndex.Kind.Tensor when index.Index!.ndim > 0:
                        Pick(index.Index);
                        masked += Consumed(index) - 1;
                        dimension += Consumed(index);
                        break;
                    case TensorIndex.Kind.Tensor when index.Index!.dtype is ScalarType.Bool or ScalarType.Byte:
                        view = view.unsqueeze(dimension);
                        Pick(index.Index.to_type(ScalarType.Bool).unsqueeze(0));
                        dimension++;
                        break;
                    default:
                        view = view.select(dimension, index.Index!.ToInt64());
                        break;
                }
            }
            picks = tensors?.ToArray();
            return ReferenceEquals(view, this) && picks is null ? alias() : view;
        }

        // How many of the tensor's own dimensions a position takes up: a mask takes as many as it has.
        private static int Consumed(TensorIndex index) => index.Type switch
        {
            TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
            TensorIndex.Kind.Tensor when index.Index!.dtype is ScalarType.Bool or ScalarType.Byte => (int)index.Index.ndim,
            TensorIndex.Kind.Tensor => 1,
            _ => 0,
        };
    }
}
