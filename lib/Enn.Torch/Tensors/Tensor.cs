using System.Runtime.CompilerServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An n-dimensional array with automatic differentiation. Disposable; what is forgotten is collected before native memory piles up.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private IntPtr _handle;
        private readonly long _deviceBytes;
        internal DisposeScope? OwningScope;

        /// <summary>Takes ownership of a native tensor.</summary>
        private protected Tensor(IntPtr handle, long deviceBytes)
        {
            _handle = handle;
            _deviceBytes = deviceBytes;
            if (deviceBytes != 0) TensorMemory.AddOnDevice(deviceBytes);
            DisposeScope.Current?.Add(this);
            TensorMemory.Check();
        }

        /// <summary>The managed tensor for a native result. `fresh`: it shares its memory with nothing. Null stands for None.</summary>
        internal static Tensor Own(IntPtr handle, bool fresh) =>
            handle == IntPtr.Zero ? null! : new Tensor(handle, fresh ? Native.enn_tensor_device_bytes(handle) : 0);

        internal static Tensor Own(IntPtr handle) => Own(handle, false);

        ~Tensor() => Release();

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing) => Release();

        private void Release()
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle == IntPtr.Zero) return;
            Native.enn_tensor_release(handle);
            if (_deviceBytes != 0) TensorMemory.AddOnDevice(-_deviceBytes);
            OwningScope = null;
        }

        /// <summary>The native tensor, for as long as this object lives.</summary>
        /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
        public IntPtr Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                var handle = _handle;
                if (handle == IntPtr.Zero) ThrowDisposed();
                return handle;
            }
        }

        public bool IsInvalid => _handle == IntPtr.Zero;

        private static void ThrowDisposed() =>
            throw new ObjectDisposedException(nameof(Tensor), "This tensor was disposed, by Dispose() or by the end of the dispose scope that it was created in.");

        /// <summary>Gives up ownership: the caller must release the native tensor.</summary>
        internal IntPtr Detach()
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle == IntPtr.Zero) ThrowDisposed();
            if (_deviceBytes != 0) TensorMemory.AddOnDevice(-_deviceBytes);
            GC.SuppressFinalize(this);
            OwningScope = null;
            return handle;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningScope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach((IDisposable)this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningScope);

        public Tensor DetachFromDisposeScope()
        {
            OwningScope?.Detach(this);
            return this;
        }
    }
}
