namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module that runs functions before and after its forward, in the order in which they were registered.</summary>
        public abstract class HookableModule<TPreHook, TPostHook> : Module where TPreHook : class where TPostHook : class
        {
            // Replaced as a whole, so that a hook may remove itself while it runs.
            private (string Key, TPreHook Hook)[] _pre = [];
            private (string Key, TPostHook Hook)[] _post = [];

            private protected HookableModule(string name) : base(name) { }

            private protected bool HasHooks => _pre.Length + _post.Length > 0;
            private protected sealed override bool Hooked => HasHooks;
            private protected IEnumerable<TPreHook> PreHooks => _pre.Select(h => h.Hook);
            private protected IEnumerable<TPostHook> PostHooks => _post.Select(h => h.Hook);

            private protected abstract TPreHook AdaptPre(Action<Module> hook);
            private protected abstract TPostHook AdaptPost(Action<Module> hook);

            /// <summary>Runs after forward; what it returns replaces the result.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                var key = Guid.NewGuid().ToString();
                _post = [.. _post, (key, hook)];
                return new HookRemover(this, key);
            }

            /// <summary>Runs before forward; what it returns, unless null, replaces the arguments.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                var key = Guid.NewGuid().ToString();
                _pre = [.. _pre, (key, hook)];
                return new HookRemover(this, key);
            }

            public HookRemover register_forward_hook(Action<Module> hook) => register_forward_hook(AdaptPost(hook));
            public HookRemover register_forward_pre_hook(Action<Module> hook) => register_forward_pre_hook(AdaptPre(hook));

            /// <summary>Takes a hook away again.</summary>
            public sealed class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                public void remove()
                {
                    module._pre = [.. module._pre.Where(h => h.Key != key)];
                    module._post = [.. module._post.Where(h => h.Key != key)];
                }
            }
        }
    }
}
