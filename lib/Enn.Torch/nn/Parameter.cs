using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A parameter over the same memory as <paramref name="data"/>.</summary>
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>A leaf tensor that a module owns and an optimizer changes. No dispose scope owns it.</summary>
    public sealed class Parameter : Tensor
    {
        private static readonly Op _detach = "detach";

        public Parameter(Tensor data, bool requires_grad = true) : base(_detach.Call(data).Detach(), 0)
        {
            DetachFromDisposeScope();
            this.requires_grad = requires_grad;
        }
    }
}
