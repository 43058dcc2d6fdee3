using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);
            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => [.. modules];
            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module => [.. modules];
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
            public static ParameterDict ParameterDict(params (string, Parameter)[] parameters) => new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Modules under the names 0, 1, 2...</summary>
    public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
    {
        private readonly List<T> _items = [];

        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => extend(modules);

        public T this[int index]
        {
            get => _items[index];
            set => Change(() => _items[index] = value);
        }

        public int Count => _items.Count;
        public bool IsReadOnly => false;
        public void Add(T item) => Change(() => _items.Add(item));
        public void append(params T[] parameters) => extend(parameters);
        public void extend(IEnumerable<T> modules) => Change(() => _items.AddRange(modules));
        public void Insert(int index, T item) => Change(() => _items.Insert(index, item));
        public void RemoveAt(int index) => Change(() => _items.RemoveAt(index));
        public void Clear() => Change(_items.Clear);
        public bool Contains(T item) => _items.Contains(item);
        public int IndexOf(T item) => _items.IndexOf(item);
        public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);
        public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public bool Remove(T item)
        {
            var removed = false;
            Change(() => removed = _items.Remove(item));
            return removed;
        }

        private void Change(Action change)
        {
            change();
            ForgetComponents();
            for (var i = 0; i < _items.Count; i++) register_module(i.ToString(), _items[i]);
        }
    }

    /// <summary>Modules under names of one's own, in order of addition.</summary>
    public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)> where T : nn.Module
    {
        private readonly OrderedDictionary<string, T> _items = [];

        public ModuleDict() : base(nameof(ModuleDict<T>)) { }

        public T this[string key]
        {
            get => _items[key];
            set
            {
                _items[key] = value;
                Changed();
            }
        }

        public (string, T) this[int index] => (_items.GetAt(index).Key, _items.GetAt(index).Value);

        public int Count => _items.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => _items.Keys;
        public ICollection<T> Values => _items.Values;
        public IEnumerable<string> keys() => _items.Keys;
        public IEnumerable<T> values() => _items.Values;
        public IEnumerator<(string, T)> items() => GetEnumerator();
        public bool ContainsKey(string key) => _items.ContainsKey(key);
        public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) => _items.TryGetValue(key, out value);
        public void Add((string, T) item) => Add(item.Item1, item.Item2);
        public IEnumerator<(string, T)> GetEnumerator() => _items.Select(i => (i.Key, i.Value)).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Add(string key, T value)
        {
            _items.Add(key, value);
            Changed();
        }

        public bool Remove(string key)
        {
            var removed = _items.Remove(key);
            Changed();
            return removed;
        }

        public void clear()
        {
            _items.Clear();
            Changed();
        }

        private void Changed()
        {
            ForgetComponents();
            foreach (var (name, module) in _items) register_module(name, module);
        }
    }

    /// <summary>Parameters under the names 0, 1, 2...</summary>
    public sealed class ParameterList : nn.Module, IReadOnlyList<Parameter>
    {
        private readonly List<Parameter> _items = [];

        internal ParameterList(Parameter[] parameters) : base(nameof(ParameterList)) => append(parameters);

        public Parameter this[int index] => _items[index];
        public int Count => _items.Count;
        public void Add(Parameter item) => append(item);
        public IEnumerator<Parameter> GetEnumerator() => _items.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void append(params Parameter[] parameters)
        {
            foreach (var parameter in parameters)
            {
                register_parameter(_items.Count.ToString(), parameter);
                _items.Add(parameter);
            }
        }
    }

    /// <summary>Parameters under names of one's own, in order of addition.</summary>
    public sealed class ParameterDict : nn.Module, IEnumerable<(string, Parameter)>
    {
        private readonly OrderedDictionary<string, Parameter> _items = [];

        internal ParameterDict((string, Parameter)[] parameters) : base(nameof(ParameterDict))
        {
            foreach (var (name, parameter) in parameters) Add(name, parameter);
        }

        public Parameter this[string key] => _items[key];
        public int Count => _items.Count;
        public bool ContainsKey(string key) => _items.ContainsKey(key);
        public IEnumerator<(string, Parameter)> GetEnumerator() => _items.Select(i => (i.Key, i.Value)).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Add(string key, Parameter value)
        {
            register_parameter(key, value);
            _items.Add(key, value);
        }
    }
}
