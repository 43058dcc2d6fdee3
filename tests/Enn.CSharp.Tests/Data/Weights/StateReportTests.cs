using Enn.Data.Weights;
using static TorchSharp.torch;

namespace Enn.Tests.Data.Weights;

/// <summary>Keys of files against keys of networks.</summary>
public class StateReportTests
{
    private static TorchSharp.Modules.Sequential Network() => nn.Sequential(("fc", nn.Linear(3, 2)), ("bn", nn.BatchNorm1d(2)));

    private static Dictionary<string, Tensor> State(params (string Key, long[] Shape)[] entries) => entries.ToDictionary(entry => entry.Key, entry => ones(entry.Shape));

    private static readonly (string, long[])[] Whole =
        [("module.fc.weight", [2, 3]), ("module.fc.bias", [2]), ("module.bn.weight", [2]), ("module.bn.bias", [2]), ("module.bn.running_mean", [2]), ("module.bn.running_var", [2])];

    [Fact]
    public void Renamed_values_are_copied_and_counters_may_lack()
    {
        using var network = Network();
        var report = StateReport.Load(network, State(Whole), KeyRule.DropModule);
        Assert.True(report.Fits);
        Assert.Equal(6, report.Loaded.Count);
        Assert.Equal("6 values fit", report.ToString());
        Assert.Equal(6, network.state_dict()["fc.weight"].sum().item<float>());
    }

    [Fact]
    public void What_does_not_fit_is_listed_and_nothing_is_changed()
    {
        using var network = Network();
        var before = network.state_dict()["bn.weight"].clone();
        var state = State([.. Whole[2..], ("module.fc.weight", [3, 2]), ("module.head.bias", [5])]);
        state["module.bn.weight"].fill_(9);
        var report = StateReport.Compare(network, state, KeyRule.DropModule);
        Assert.Equal(["fc.bias"], report.Missing);
        Assert.Equal(["module.head.bias"], report.Unexpected);
        var mismatch = Assert.Single(report.Mismatched);
        Assert.Equal(("fc.weight", "3,2", "2,3"), (mismatch.Key, string.Join(",", mismatch.Given), string.Join(",", mismatch.Needed)));
        Assert.Contains("missing: fc.bias; unexpected: module.head.bias; fc.weight is [3,2], not [2,3]", Assert.Throws<ArgumentException>(() => StateReport.Load(network, state, KeyRule.DropModule)).Message);
        Assert.Equal(before.data<float>().ToArray(), network.state_dict()["bn.weight"].data<float>().ToArray());
    }

    [Fact]
    public void Rules_apply_in_turn_and_may_not_make_two_keys_one()
    {
        using var network = Network();
        var state = Whole.ToDictionary(entry => entry.Item1.Replace("module.fc", "encoder.layer_0"), entry => zeros(entry.Item2));
        Assert.True(StateReport.Compare(network, state, new KeyRule(@"^encoder\.layer_(\d)\.", "module.fc$1."), new KeyRule("fc0", "fc"), KeyRule.DropModule).Fits);
        Assert.Contains("another key", Assert.Throws<ArgumentException>(() => StateReport.Compare(network, state, new KeyRule(".*", "x"))).Message);
    }
}
