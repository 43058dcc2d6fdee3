using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// Something with parameters, buffers and sub-modules. Fields of these types are components under their own names, as soon as they are assigned:
        /// <see cref="RegisterComponents"/> takes them in at once, and whatever asks for components takes in those that it missed.
        /// </summary>
        public partial class Module : IDisposable
        {
            private readonly string _name;
            private readonly OrderedDictionary<string, Parameter> _parameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _buffers = [];
            private readonly OrderedDictionary<string, Module> _children = [];
            private bool _registered;
            private bool _training = true;

            protected Module(string name) => _name = name;

            public virtual string GetName() => _name;

            public virtual bool training => _training;

            private protected virtual bool Hooked => false;

            /// <summary>Whether neither this module nor a hook on it can hold on to its input or output after its forward.</summary>
            internal bool KeepsNothing => !Hooked && _children.Count == 0 && GetType().Assembly == typeof(Module).Assembly;

            /// <summary>Training or evaluation mode, for this module and all below.</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in Children) child.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Calls a function on every module, children first.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in Children) child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true) => Gradients.Clear(parameters(), set_to_none);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var (_, child) in Children) child.Dispose();
                foreach (var (_, parameter) in _parameters) parameter.Dispose();
                foreach (var (_, buffer) in _buffers) buffer.Tensor.Dispose();
            }

            public override string ToString() => GetName();
        }
    }
}
