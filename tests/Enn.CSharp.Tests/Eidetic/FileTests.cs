using Enn.Eidetic;
using Enn.Tests;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>Networks in files and on other devices and types.</summary>
public class FileTests
{
    private static (EideticNetwork Network, Tensor Probe, byte[][] Reference) Learned()
    {
        var network = Toy.Network(tasks: 3);
        Toy.Learn(network, 0);
        Toy.Learn(network, 1, transfer: new Transfer(false));
        network.Grow(Growth.By(4));
        Toy.Learn(network, 0);
        var probe = randn(5, 12);
        return (network, probe, [Bits.Of(network.Logits(0, probe)), Bits.Of(network.Logits(1, probe))]);
    }

    [Fact]
    public void A_saved_network_goes_on_to_the_same_bits()
    {
        var (network, probe, reference) = Learned();
        using var folder = new TemporaryFolder();
        var file = folder["network.safetensors"];
        network.Save(file);
        var again = Toy.Network(tasks: 1);
        Toy.Learn(again, 0);
        again.Load(file);
        Assert.Equal(reference, new[] { 0, 1 }.Select(task => Bits.Of(again.Logits(task, probe))));
        Assert.Equal(network.Capacity().ToString(), again.Capacity().ToString());
        Assert.Equal(network.Tasks, again.Tasks);
        Assert.Equal(network.Visits.Select(v => v.Task), again.Visits.Select(v => v.Task));
        foreach (var one in new[] { network, again })
        {
            manual_seed(5);
            Toy.Learn(one, 2);
        }
        Assert.Equal(Bits.Of(network.Logits(2, probe)), Bits.Of(again.Logits(2, probe)));
        Assert.Equal(reference, new[] { 0, 1 }.Select(task => Bits.Of(again.Logits(task, probe))));
    }

    [Fact]
    public void A_state_of_another_network_is_refused_and_changes_nothing()
    {
        var (network, probe, reference) = Learned();
        using var other = new EideticNetwork(new Mlp(12, 2, 16), [new("0", 3)]);
        other.Begin(0).Seal();
        using var checkpoint = other.ToCheckpoint();
        Assert.Contains("other channel groups", Assert.Throws<InvalidDataException>(() => network.FromCheckpoint(checkpoint)).Message);
        using var wide = new EideticNetwork(new Mlp(11, 1, 16), [new("0", 3)]);
        wide.Begin(0).Seal();
        using var inputs = wide.ToCheckpoint();
        Assert.Contains("blocks.0.0", Assert.Throws<InvalidDataException>(() => network.FromCheckpoint(inputs)).Message);
        using var folder = new TemporaryFolder();
        var file = folder["other.safetensors"];
        new Checkpoint(new Dictionary<string, Tensor> { ["x"] = zeros(1) }, new Dictionary<string, string>()).Write(file);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => network.Load(file)).Message);
        Assert.Equal(reference, new[] { 0, 1 }.Select(task => Bits.Of(network.Logits(task, probe))));
    }

    [Fact]
    public void Damaged_ownership_is_refused()
    {
        var (network, _, _) = Learned();
        using var good = network.ToCheckpoint();
        var text = good.Values.Single();
        void Refused(string from, string to)
        {
            Assert.Contains(from, text.Value);
            var bad = good with { Values = new Dictionary<string, string> { [text.Key] = text.Value.Replace(from, to) } };
            Assert.Throws<InvalidDataException>(() => Toy.Network(tasks: 1).FromCheckpoint(bad));
        }
        Refused("\"Size\":20", "\"Size\":3");
        Refused("{\"Task\":1,", "{\"Task\":9,");
        Refused("\"Needs\":[0]", "\"Needs\":[1]");
        Refused("\"Heads\":{", "\"Heads\":{\"7\":[0],");
        Refused("{", "");
    }

    [Fact]
    public void Another_type_and_back_keeps_the_bits()
    {
        var (network, probe, reference) = Learned();
        network.Begin(2);
        network.To(dtype: ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, network.Logits(0, probe.to(ScalarType.Float64)).dtype);
        Assert.Equal(ScalarType.Float64, network.Active!.forward(probe.to(ScalarType.Float64)).dtype);
        network.To(dtype: ScalarType.Float32);
        Assert.Equal(reference, new[] { 0, 1 }.Select(task => Bits.Of(network.Logits(task, probe))));
    }
}
