using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers with its own state.</summary>
    public sealed class Generator : IDisposable
    {
        private IntPtr _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            _handle = TorchException.Check(Native.enn_generator_new(this.device.Code, (long)seed), "Generator", $"{seed}, {this.device}");
        }

        private Generator(IntPtr handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        /// <summary>The generator that operators use when none is given.</summary>
        public static Generator Default => new(TorchException.Check(Native.enn_generator_default(CPU.Code), "Generator"), CPU);

        internal static Generator DefaultOf(Device device) => new(TorchException.Check(Native.enn_generator_default(device.Code), "Generator", device.ToString()), device);

        public Device device { get; }

        public IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public Generator manual_seed(long seed)
        {
            TorchException.Check(Native.enn_generator_set_seed(Handle, seed), "manual_seed");
            GC.KeepAlive(this);
            return this;
        }

        public long initial_seed()
        {
            var seed = Native.enn_generator_seed(Handle);
            GC.KeepAlive(this);
            return seed;
        }

        /// <summary>Seeds with a fresh random number and returns it.</summary>
        public long seed()
        {
            var value = System.Random.Shared.NextInt64();
            manual_seed(value);
            return value;
        }

        /// <summary>The whole state, a byte tensor.</summary>
        public Tensor get_state()
        {
            var state = TorchException.Check(Native.enn_generator_state(Handle), "get_state");
            GC.KeepAlive(this);
            return Tensor.Own(state);
        }

        public void set_state(Tensor value)
        {
            if (Native.enn_generator_set_state(Handle, value.Handle) < 0) throw TorchException.FromNative("set_state", ((Arg)value).ToString());
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        ~Generator() => Release();

        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle != IntPtr.Zero) Native.enn_generator_release(handle);
        }
    }
}
