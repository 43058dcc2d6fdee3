using System.Text.Json.Nodes;
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
    public void A_state_that_lacks_or_cuts_a_tensor_is_refused()
    {
        var (network, _, _) = Learned();
        using var good = network.ToCheckpoint();
        foreach (var name in good.Tensors.Keys)
        {
            Refused(good.Tensors.Where(t => t.Key != name));
            if (good.Tensors[name].size(0) > 1) Refused(good.Tensors.Select(t => t.Key == name ? new(name, t.Value[..1]) : t));
            Refused(good.Tensors.Select(t => t.Key == name ? new(name, t.Value.to(ScalarType.Float64)) : t));
        }

        void Refused(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
            Assert.Throws<InvalidDataException>(() => Toy.Network(tasks: 1).FromCheckpoint(good with { Tensors = tensors.ToDictionary() }));
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

    [Theory]
    [InlineData("mlp", true)]
    [InlineData("mlp", false)]
    [InlineData("resnet", true)]
    public void An_official_state_with_owners_is_taken_over(string kind, bool transfer)
    {
        manual_seed(12);
        EideticNetwork New() => new EideticNetwork(kind == "mlp" ? new Mlp(4, 1, 8, batchNorm: transfer) : new ResNet(new ResNetOptions(2, [1, 1, 1, 1]) { Width = 4 }),
            [.. Enumerable.Range(0, 3).Select(t => new EideticTask($"{t}", 2))]).To(dtype: ScalarType.Float64);
        var network = New();
        var probe = (kind == "mlp" ? randn(3, 4) : randn(3, 2, 8, 8)).to(ScalarType.Float64);
        for (var task = 0; task < 2; task++)
        {
            var phase = network.Begin(task, new Transfer(transfer));
            phase.Prune(network.Groups.ToDictionary(g => g, g => (IReadOnlyCollection<int>)[.. phase.Kept(g).Where(n => n % 3 == task)])).Seal();
        }
        // As the official code stores it: values, masks of ones, owners.
        var state = new Dictionary<string, Tensor>();
        foreach (var (name, value) in network.StateDict())
        {
            if (!name.EndsWith("weight", StringComparison.Ordinal) && !name.EndsWith("bias", StringComparison.Ordinal))
            {
                state[name] = value;
                continue;
            }
            (state[$"{name}_orig"], state[$"{name}_mask"]) = (value, ones_like(value));
        }
        foreach (var layer in network.Layers)
            state[layer.NormKey is { } norm ? $"{norm}.weight_excess_capacity" : $"{layer.Key}.bias_excess_capacity"] = tensor([.. OwnerView.Vector(layer.To).Select(o => (double)o)]);

        var taken = New();
        Assert.Equal(2, OfficialCheckpoint.Load(taken, state));
        Assert.Equal(network.Groups.Select(OwnerView.Vector), taken.Groups.Select(OwnerView.Vector));
        for (var task = 0; task < 2; task++)
            Assert.True((network.Logits(task, probe) - taken.Logits(task, probe)).abs().max().item<double>() < 1e-12);
        taken.Begin(2).Seal();
        Assert.Throws<InvalidOperationException>(() => OfficialCheckpoint.Load(taken, state));
        state.Remove("classifiers.1.bias_orig");
        var other = New();
        Assert.Contains("classifiers.1.bias_orig", Assert.Throws<InvalidDataException>(() => OfficialCheckpoint.Load(other, state)).Message);
        Assert.Empty(other.Visits);
    }

    [Fact]
    public void Nonsense_anywhere_in_the_structure_is_refused_or_does_no_harm()
    {
        var (network, probe, _) = Learned();
        using var good = network.ToCheckpoint();
        var (key, text) = good.Values.Single();
        var places = Places(JsonNode.Parse(text)!).ToList();
        var refused = 0;
        foreach (var place in places)
            foreach (var nonsense in new[] { "null", "-1", "1000", "\"x\"", "[]", "{}" })
            {
                var changed = JsonNode.Parse(text)!;
                var parent = place[..^1].Aggregate(changed, (at, step) => step is int i ? at[i]! : at[(string)step]!);
                if (place[^1] is int number) parent[number] = JsonNode.Parse(nonsense);
                else parent[(string)place[^1]] = JsonNode.Parse(nonsense);
                var other = Toy.Network(tasks: 1);
                try
                {
                    other.FromCheckpoint(good with { Values = new Dictionary<string, string> { [key] = changed.ToJsonString() } });
                    foreach (var task in other.Visits.Select(v => v.Task)) Assert.Equal([5, 3], other.Logits(task, probe).shape);
                }
                catch (InvalidDataException)
                {
                    refused++;
                    Assert.Empty(other.Visits);
                    Assert.All(other.Groups, g => Assert.Equal(16, g.Free().Length));
                }
            }
        Assert.True(places.Count > 50 && refused > 5 * places.Count, $"{refused} of {places.Count}");

        static IEnumerable<object[]> Places(JsonNode node) => node switch
        {
            JsonObject all => all.SelectMany(e => e.Value is null ? [[e.Key]] : Places(e.Value).Select(p => (object[])[e.Key, .. p]).Append([e.Key])),
            JsonArray all => all.SelectMany((e, i) => e is null ? [[i]] : Places(e).Select(p => (object[])[i, .. p]).Append([i])),
            _ => [],
        };
    }
}
