using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private OrderedDictionary<string, Module> Children
            {
                get
                {
                    Synchronize();
                    return _children;
                }
            }

            /// <summary>Takes in the components that the fields hold, under the fields' names.</summary>
            protected virtual void RegisterComponents()
            {
                _registered = false;
                Synchronize();
            }

            // Fields are looked at whenever components are asked for: a forgotten RegisterComponents() or a replaced field is no silent loss. A plain tensor
            // becomes a buffer on the first look only, so that a cache filled later stays out of the state.
            private void Synchronize()
            {
                var first = !_registered;
                _registered = true;
                foreach (var (name, field) in ModuleFields.Of(GetType()))
                {
                    switch (field.GetValue(this))
                    {
                        case Parameter parameter:
                            if (_parameters.TryGetValue(name, out var known) && ReferenceEquals(known, parameter)) break;
                            _parameters[name] = parameter;
                            break;
                        case Module module:
                            if (_children.TryGetValue(name, out var child) && ReferenceEquals(child, module)) break;
                            _children[name] = module;
                            break;
                        case Tensor tensor:
                            if (_buffers.TryGetValue(name, out var buffer))
                            {
                                if (!ReferenceEquals(buffer.Tensor, tensor)) _buffers[name] = (tensor.DetachFromDisposeScope(), buffer.Persistent);
                            }
                            else if (first) _buffers[name] = (tensor.DetachFromDisposeScope(), true);
                            break;
                    }
                }
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                CheckNew(name);
                if (param is not null) _parameters[name] = param;
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                CheckNew(name);
                if (tensor is not null) _buffers[name] = (tensor.DetachFromDisposeScope(), persistent);
            }

            public virtual void register_module(string name, Module submodule)
            {
                CheckNew(name);
                if (submodule is not null) _children[name] = submodule;
            }

            public void add_module(string name, Module module) => register_module(name, module);

            private void CheckNew(string name)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                if (name.Contains('.')) throw new ArgumentException($"a component's name cannot contain '.': {name}", nameof(name));
                if (_parameters.ContainsKey(name) || _buffers.ContainsKey(name) || _children.ContainsKey(name))
                    throw new InvalidOperationException($"{GetName()} already has a component '{name}'");
            }

            /// <summary>Containers rename and drop their items.</summary>
            internal void ForgetComponents()
            {
                _children.Clear();
                _parameters.Clear();
            }

            protected void ClearModules() => _children.Clear();

            public virtual IEnumerable<(string name, Module module)> named_children() => [.. Children.Select(c => (c.Key, c.Value))];

            public virtual IEnumerable<Module> children() => [.. Children.Values];

            /// <summary>All modules below this one with their dotted names, this one not included.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() => [.. Walk().Skip(1).Select(w => (w.prefix[..^1], w.module))];

            public virtual IEnumerable<Module> modules() => [.. Walk().Skip(1).Select(w => w.module)];

            // Pre-order, each module once, prefixes ending in a dot.
            private List<(string prefix, Module module)> Walk()
            {
                var found = new List<(string, Module)>();
                var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
                void Visit(string prefix, Module module)
                {
                    if (!seen.Add(module)) return;
                    found.Add((prefix, module));
                    foreach (var (name, child) in module.Children) Visit($"{prefix}{name}.", child);
                }
                Visit("", this);
                return found;
            }

            private List<(string prefix, Module module)> Walk(bool recurse)
            {
                if (recurse) return Walk();
                Synchronize();
                return [("", this)];
            }

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                return [.. Walk(recurse).SelectMany(w => w.module._parameters.Select(p => (name: w.prefix + p.Key, parameter: p.Value))).Where(p => seen.Add(p.parameter))];
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => [.. named_parameters(recurse).Select(p => p.parameter)];

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                return [.. Walk(recurse).SelectMany(w => w.module._buffers.Where(b => include_nonpersistent || b.Value.Persistent)
                    .Select(b => (name: w.prefix + b.Key, buffer: b.Value.Tensor))).Where(b => seen.Add(b.buffer))];
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                [.. named_buffers(recurse, include_nonpersistent).Select(b => b.buffer)];

            public bool has_parameter(string target) => named_parameters().Any(p => p.name == target);
            public bool has_buffer(string target) => named_buffers().Any(b => b.name == target);
            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(p => p.name == target).parameter;
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(b => b.name == target).buffer;
        }
    }
}
