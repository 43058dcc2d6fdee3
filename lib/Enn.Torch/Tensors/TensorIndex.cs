namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index expression: a number, a slice, a mask or tensor of indices, a new dimension, or the rest.</summary>
    public readonly struct TensorIndex
    {
        internal enum Kind { Slice, Single, Bool, Tensor, None, Ellipsis }

        internal readonly Kind Type;
        internal readonly long? Start, Stop, Step;
        internal readonly Tensor? Index;

        private TensorIndex(Kind type, long? start = null, long? stop = null, long? step = null, Tensor? index = null)
        {
            Type = type;
            Start = start;
            Stop = stop;
            Step = step;
            Index = index;
        }

        /// <summary>All dimensions that the other positions leave over.</summary>
        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None = new(Kind.None);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex Null = None;

        /// <summary>The whole of one dimension.</summary>
        public static readonly TensorIndex Colon = new(Kind.Slice);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);
        public static TensorIndex Slice((int?, int?) range) => new(Kind.Slice, range.Item1, range.Item2);
        public static TensorIndex Slice(Range range) => new(Kind.Slice, From(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : From(range.End));
        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);
        public static TensorIndex Single(long? index) => index is null ? None : new(Kind.Single, index);
        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, index: tensor);

        public static implicit operator TensorIndex(long value) => new(Kind.Single, value);
        public static implicit operator TensorIndex(Index index) => new(Kind.Single, From(index));
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        public static implicit operator Tensor(TensorIndex value) => value.Type switch
        {
            Kind.Tensor => value.Index!,
            Kind.Single => tensor(value.Start!.Value),
            Kind.Bool => tensor(value.Start == 1),
            _ => throw new InvalidCastException($"A {value.Type} index is not a tensor."),
        };

        // ^k counts from the end, as -k does in Python; ^0 lies behind the last element.
        private static long From(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? long.MaxValue : -index.Value;
    }
}
