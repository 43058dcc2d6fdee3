using System.Collections;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Layer = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new(Array.Empty<(string, Layer)>());
            public static Sequential Sequential(params Layer[] modules) => new(modules);
            public static Sequential Sequential(params (string name, Layer submodule)[] modules) => new(modules);
            public static Sequential Sequential(params Tuple<string, Layer>[] modules) => new([.. modules.Select(m => (m.Item1, m.Item2))]);
            public static Sequential Sequential(IEnumerable<Layer> modules) => new([.. modules]);
            public static Sequential Sequential(IEnumerable<(string name, Layer submodule)> modules) => new([.. modules]);
            public static Sequential Sequential(IEnumerable<Tuple<string, Layer>> modules) => new([.. modules.Select(m => (m.Item1, m.Item2))]);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Modules applied one after the other, under the names 0, 1, 2... or names of one's own.</summary>
    public sealed class Sequential : Layer, IReadOnlyList<nn.IModule<Tensor, Tensor>>
    {
        private Layer[] _layers = [];

        internal Sequential(params (string name, Layer submodule)[] modules) : base(nameof(Sequential))
        {
            foreach (var (name, layer) in modules) append(name, layer);
        }

        internal Sequential(params Layer[] modules) : base(nameof(Sequential))
        {
            foreach (var layer in modules) append(layer);
        }

        public int Count => _layers.Length;

        [IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => _layers[index];

        [IndexerName("SequentialItems")]
        public Sequential this[Range range] => new(named_children().Take(range).Select(c => (c.name, (Layer)c.module)).ToArray());

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(_layers.Length.ToString(), module);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, (Layer)module);
            _layers = [.. _layers, (Layer)module];
            return this;
        }

        public override Tensor forward(Tensor tensor)
        {
            var x = tensor;
            Layer? before = null;
            foreach (var layer in _layers)
            {
                var y = layer.call(x);
                // What one layer of this library gave another is nobody else's.
                if (before is not null && !ReferenceEquals(x, y) && !ReferenceEquals(x, tensor) && before.KeepsNothing && layer.KeepsNothing) x.Dispose();
                x = y;
                before = layer;
            }
            return x;
        }

        IEnumerator<nn.IModule<Tensor, Tensor>> IEnumerable<nn.IModule<Tensor, Tensor>>.GetEnumerator() => ((IEnumerable<nn.IModule<Tensor, Tensor>>)_layers).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => _layers.GetEnumerator();
    }
}
