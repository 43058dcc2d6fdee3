namespace TorchSharp;

/// <summary>Kinds of devices, with libtorch's codes.</summary>
public enum DeviceType
{
    CPU = 0, CUDA = 1, MKLDNN = 2, OPENGL = 3, OPENCL = 4, IDEEP = 5, HIP = 6, FPGA = 7, MSNPU = 8, XLA = 9, MPS = 13, META = 14,
}

public static partial class torch
{
    /// <summary>Where a tensor lives: <c>"cpu"</c>, <c>"cuda"</c>, <c>"cuda:1"</c>, <c>"meta"</c>.</summary>
    public sealed class Device : IEquatable<Device>
    {
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType).type, index >= 0 ? index : Parse(deviceType).index) { }

        public Device(int index) : this(DeviceType.CUDA, index) { }

        public DeviceType type { get; }

        /// <summary>Which of several devices of the type; -1: the current one.</summary>
        public int index { get; }

        internal long Code => (long)type << 32 | (uint)index;

        internal static Device FromCode(long code) => code == 0xffffffff ? CPU : new((DeviceType)(code >> 32), (int)(code & 0xffffffff));

        public static implicit operator Device(string description) => new(description);

        public bool Equals(Device? other) => other is not null && type == other.type && index == other.index;
        public override bool Equals(object? obj) => Equals(obj as Device);
        public override int GetHashCode() => Code.GetHashCode();
        public override string ToString() => type.ToString().ToLowerInvariant() + (index >= 0 ? $":{index}" : "");

        private static (DeviceType type, int index) Parse(string text)
        {
            var parts = text.Split(':');
            var index = -1;
            if (parts.Length > 2 || !Enum.TryParse<DeviceType>(parts[0], ignoreCase: true, out var type) || int.TryParse(parts[0], out _)
                || (parts.Length == 2 && (!int.TryParse(parts[1], out index) || index < 0)))
                throw new ArgumentException($"'{text}' is not a device: write cpu, cuda, cuda:0 or meta", nameof(text));
            return (type, index);
        }
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);
    public static Device CUDA => device(DeviceType.CUDA, -1);

    public static Device device(string description) => new(description);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(index);
}
