namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        /// <summary>A module of 1 argument. Derive from it, override <c>forward</c>, call <c>call</c>, which runs the hooks too.</summary>
        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T?>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T input);

            public TResult call(T input) => HasHooks ? CallHooked(input) : forward(input);

            private TResult CallHooked(T input)
            {
                foreach (var hook in PreHooks) if (hook(this, input) is { } changed) input = changed;
                var result = forward(input);
                foreach (var hook in PostHooks) result = hook(this, input, result) ?? result;
                return result;
            }

            private protected override Func<Module<T, TResult>, T, T?> AdaptPre(Action<Module> hook) => (module, _) =>
            {
                hook(module);
                return default;
            };

            private protected override Func<Module<T, TResult>, T, TResult, TResult> AdaptPost(Action<Module> hook) => (module, _, result) =>
            {
                hook(module);
                return result;
            };
        }

        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>A module of 2 arguments. Derive from it, override <c>forward</c>, call <c>call</c>, which runs the hooks too.</summary>
        public abstract class Module<T1, T2, TResult> : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2) => HasHooks ? CallHooked(input1, input2) : forward(input1, input2);

            private TResult CallHooked(T1 input1, T2 input2)
            {
                foreach (var hook in PreHooks) if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                var result = forward(input1, input2);
                foreach (var hook in PostHooks) result = hook(this, input1, input2, result) ?? result;
                return result;
            }

            private protected override Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?> AdaptPre(Action<Module> hook) => (module, _, _) =>
            {
                hook(module);
                return default;
            };

            private protected override Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult> AdaptPost(Action<Module> hook) => (module, _, _, result) =>
            {
                hook(module);
                return result;
            };
        }

        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module of 3 arguments. Derive from it, override <c>forward</c>, call <c>call</c>, which runs the hooks too.</summary>
        public abstract class Module<T1, T2, T3, TResult> : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>, Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3) => HasHooks ? CallHooked(input1, input2, input3) : forward(input1, input2, input3);

            private TResult CallHooked(T1 input1, T2 input2, T3 input3)
            {
                foreach (var hook in PreHooks) if (hook(this, input1, input2, input3) is { } changed) (input1, input2, input3) = changed;
                var result = forward(input1, input2, input3);
                foreach (var hook in PostHooks) result = hook(this, input1, input2, input3, result) ?? result;
                return result;
            }

            private protected override Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?> AdaptPre(Action<Module> hook) => (module, _, _, _) =>
            {
                hook(module);
                return default;
            };

            private protected override Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult> AdaptPost(Action<Module> hook) => (module, _, _, _, result) =>
            {
                hook(module);
                return result;
            };
        }

        public interface IModule<T1, T2, T3, T4, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
        }

        /// <summary>A module of 4 arguments. Derive from it, override <c>forward</c>, call <c>call</c>, which runs the hooks too.</summary>
        public abstract class Module<T1, T2, T3, T4, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>, Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>>, IModule<T1, T2, T3, T4, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4) => HasHooks ? CallHooked(input1, input2, input3, input4) : forward(input1, input2, input3, input4);

            private TResult CallHooked(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                foreach (var hook in PreHooks) if (hook(this, input1, input2, input3, input4) is { } changed) (input1, input2, input3, input4) = changed;
                var result = forward(input1, input2, input3, input4);
                foreach (var hook in PostHooks) result = hook(this, input1, input2, input3, input4, result) ?? result;
                return result;
            }

            private protected override Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?> AdaptPre(Action<Module> hook) => (module, _, _, _, _) =>
            {
                hook(module);
                return default;
            };

            private protected override Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult> AdaptPost(Action<Module> hook) => (module, _, _, _, _, result) =>
            {
                hook(module);
                return result;
            };
        }

        public interface IModule<T1, T2, T3, T4, T5, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        /// <summary>A module of 5 arguments. Derive from it, override <c>forward</c>, call <c>call</c>, which runs the hooks too.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>, Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5) => HasHooks ? CallHooked(input1, input2, input3, input4, input5) : forward(input1, input2, input3, input4, input5);

            private TResult CallHooked(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                foreach (var hook in PreHooks) if (hook(this, input1, input2, input3, input4, input5) is { } changed) (input1, input2, input3, input4, input5) = changed;
                var result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in PostHooks) result = hook(this, input1, input2, input3, input4, input5, result) ?? result;
                return result;
            }

            private protected override Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?> AdaptPre(Action<Module> hook) => (module, _, _, _, _, _) =>
            {
                hook(module);
                return default;
            };

            private protected override Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult> AdaptPost(Action<Module> hook) => (module, _, _, _, _, _, result) =>
            {
                hook(module);
                return result;
            };
        }

        public interface IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
        }

        /// <summary>A module of 6 arguments. Derive from it, override <c>forward</c>, call <c>call</c>, which runs the hooks too.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>, Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            protected Module(string name) : base(name) { }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6) => HasHooks ? CallHooked(input1, input2, input3, input4, input5, input6) : forward(input1, input2, input3, input4, input5, input6);

            private TResult CallHooked(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                foreach (var hook in PreHooks) if (hook(this, input1, input2, input3, input4, input5, input6) is { } changed) (input1, input2, input3, input4, input5, input6) = changed;
                var result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in PostHooks) result = hook(this, input1, input2, input3, input4, input5, input6, result) ?? result;
                return result;
            }

            private protected override Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?> AdaptPre(Action<Module> hook) => (module, _, _, _, _, _, _) =>
            {
                hook(module);
                return default;
            };

            private protected override Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult> AdaptPost(Action<Module> hook) => (module, _, _, _, _, _, _, result) =>
            {
                hook(module);
                return result;
            };
        }
    }
}
