using System.Collections.Concurrent;
using Enn.Data;
using static TorchSharp.torch;

namespace Enn.Experiments;

/// <summary>The data sets of a plan on a device, each read once, when the first run needs it.</summary>
/// <param name="device">Where they are kept.</param>
public sealed class LoadedData(Device device) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ImageDataset>> _sets = new();

    /// <summary>Where the data is kept.</summary>
    public Device Device => device;

    /// <summary>A data set.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public ImageDataset this[string name] => _sets.GetOrAdd(name, key => new Lazy<ImageDataset>(() =>
    {
        var data = ImageDataset.Load(key);
        if (device.type == TorchSharp.DeviceType.CPU) return data;
        using (data) return data.To(device);
    })).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var set in _sets.Values.Where(set => set.IsValueCreated)) set.Value.Dispose();
    }
}
