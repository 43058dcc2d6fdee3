using Enn.Torch.Core;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private static readonly Op _copy = "copy_", _setData = "set_data", _toCopy = "_to_copy";

            /// <summary>Every parameter and persistent buffer by its dotted name, in PyTorch's order: a module's parameters, its buffers, its children.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                Synchronize();
                var at = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in _parameters) destination[at + name] = parameter;
                foreach (var (name, buffer) in _buffers) if (buffer.Persistent) destination[at + name] = buffer.Tensor;
                foreach (var (name, child) in _children) child.state_dict(destination, at + name);
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers of the same names; nothing is changed unless everything fits.</summary>
            /// <param name="source">Values by dotted name; other element types are converted.</param>
            /// <param name="strict">Whether missing and unexpected names are errors.</param>
            /// <param name="skip">Names to leave alone.</param>
            /// <returns>The names that this module has and the source has not, and those that only the source has.</returns>
            /// <exception cref="InvalidOperationException">The names (where strict) or shapes differ: the message lists every one.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                bool Wanted(string name) => skip is null || !skip.Contains(name);
                var missing = own.Keys.Where(name => Wanted(name) && !source.ContainsKey(name)).ToList();
                var unexpected = source.Keys.Where(name => Wanted(name) && !own.ContainsKey(name)).ToList();
                var pairs = own.Where(o => Wanted(o.Key) && source.ContainsKey(o.Key)).Select(o => (name: o.Key, to: o.Value, from: source[o.Key])).ToList();
                var misshaped = pairs.Where(p => !p.to.shape.AsSpan().SequenceEqual(p.from.shape))
                    .Select(p => $"{p.name} is [{string.Join(",", p.from.shape)}] in the state and [{string.Join(",", p.to.shape)}] here").ToList();
                if (misshaped.Count > 0 || (strict && (missing.Count > 0 || unexpected.Count > 0)))
                {
                    var lines = new List<string> { $"The state does not fit {GetName()}." };
                    if (strict && missing.Count > 0) lines.Add("Missing: " + string.Join(", ", missing));
                    if (strict && unexpected.Count > 0) lines.Add("Unexpected: " + string.Join(", ", unexpected));
                    if (misshaped.Count > 0) lines.Add("Mis-shaped: " + string.Join("; ", misshaped));
                    throw new InvalidOperationException(string.Join("\n  ", lines));
                }
                using (no_grad())
                    foreach (var (_, to, from) in pairs) _copy.Run(to, from);
                return (missing, unexpected);
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) => Convert(device, dtype, non_blocking);
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => Convert(new Device(deviceType, deviceIndex), null, non_blocking);
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Convert(null, dtype, non_blocking);

            // Parameters and buffers stay the objects they are: optimizers and fields that hold them see the converted values. Integers keep their type.
            private Module Convert(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                using (no_grad())
                    foreach (var tensor in parameters().Concat(buffers()))
                    {
                        Convert(tensor, device, dtype, nonBlocking);
                        if (tensor is Parameter && tensor.grad is { } grad) tensor.grad = Convert(grad, device, dtype, nonBlocking);
                    }
                return this;
            }

            private static Tensor Convert(Tensor tensor, Device? device, ScalarType? dtype, bool nonBlocking)
            {
                var type = tensor.is_integral() || dtype is null ? tensor.dtype : dtype.Value;
                var place = device ?? tensor.device;
                if (type == tensor.dtype && place.type == tensor.device_type && Math.Max(place.index, 0) == Math.Max(tensor.device_index, 0)) return tensor;
                using var converted = _toCopy.Call(tensor, type, default, place, default, nonBlocking);
                _setData.Run(tensor, converted);
                return tensor;
            }
        }
    }
}
