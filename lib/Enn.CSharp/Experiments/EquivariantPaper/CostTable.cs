using Enn.Equivariant;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>Parameters and multiply-adds of the paper's networks, counted; the abstract's two shares beside ours.</summary>
internal static class CostTable
{
    internal const string Name = "cost";

    private const long Classes = 10;

    private static readonly TableColumn[] Columns =
        [new("net"), new("parameters", true), new("mult-adds (M)", true), new("parameters, share", true), new("parameters, published", true), new("mult-adds, share", true), new("mult-adds, published", true)];

    internal static Table Create()
    {
        using var scope = NewDisposeScope();
        var (p4, p4m) = (Count(NetChoice.P4R18), Count(NetChoice.P4MR18));
        return new Table("E4-Net: parameters and multiply-adds of one image, ten classes", Columns,
            [
                Row(NetChoice.Normal, null), Row(NetChoice.Large, null), Row(NetChoice.R18, null), Row(NetChoice.P4R18, null), Row(NetChoice.P4E4R18, p4, isPublished: true),
                Row(NetChoice.P4MR18, null), Row(NetChoice.P4ME4R18, p4m),
            ],
            ["Shares are of the group-convolutional network of the same group; the abstract gives those of p4.", "Official mode: the exact one has 2 (n - 1) fewer parameters for each field of a generator."]);
    }

    private static string[] Row(NetChoice net, (long Parameters, double Work)? beside, bool isPublished = false)
    {
        var own = Count(net);
        string Share(double? share) => share is { } value ? $"{100 * value:0.0} %" : Table.Missing;
        return
        [
            net.Name, own.Parameters.ToString("N0"), $"{own.Work / 1e6:N1}", Share((double)own.Parameters / beside?.Parameters), isPublished ? Share(PublishedTables.ParameterShare) : Table.Missing,
            Share(own.Work / beside?.Work), isPublished ? Share(PublishedTables.WorkShare) : Table.Missing,
        ];
    }

    private static (long Parameters, double Work) Count(NetChoice choice)
    {
        using var net = Training.Seeds.WithGlobal(0, () => choice.Create(Classes, 0, EquivarianceMode.Official));
        using var image = net is E4Net ? zeros(1, 1, 28, 28) : zeros(1, 3, 32, 32);
        return (net.parameters().Sum(p => p.numel()), MultiplyAdds.Of(net, image).Total);
    }
}
