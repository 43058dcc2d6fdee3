using Enn.CSharp.Tests.NonNegative;
using Enn.Equivariant;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Equivariant;

/// <summary>Groups: laws of multiplication, representations, tables.</summary>
public class GroupTests
{
    private static readonly int[][] PublishedC4 = [[0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1], [1, 2, 3, 0]];

    private static readonly int[][] PublishedD4 =
    [
        [0, 1, 2, 3, 4, 5, 6, 7], [3, 0, 1, 2, 5, 6, 7, 4], [2, 3, 0, 1, 6, 7, 4, 5], [1, 2, 3, 0, 7, 4, 5, 6],
        [4, 5, 6, 7, 0, 1, 2, 3], [5, 6, 7, 4, 3, 0, 1, 2], [6, 7, 4, 5, 2, 3, 0, 1], [7, 4, 5, 6, 1, 2, 3, 0],
    ];

    public static TheoryData<string> Names => [.. PlanarGroup.All.Select(group => group.Name)];

    private static PlanarGroup Group(string name) => PlanarGroup.All.Single(group => group.Name == name);

    [Fact]
    public void Tables_are_the_published_ones()
    {
        Assert.Equal(PublishedC4, PlanarGroup.C4.Elements.Select(g => PlanarGroup.C4.Permutation(g).ToArray()));
        Assert.Equal(PublishedD4, PlanarGroup.D4.Elements.Select(g => PlanarGroup.D4.Permutation(g).ToArray()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_a_group(string name)
    {
        var group = Group(name);
        Assert.Equal(group.Order, group.Elements.Count());
        foreach (var g in group.Elements)
        {
            Assert.Equal(g, group.Multiply(0, g));
            Assert.Equal(g, group.Multiply(g, 0));
            Assert.Equal(0, group.Multiply(g, group.Inverse(g)));
            Assert.Equal(0, group.Multiply(group.Inverse(g), g));
            Assert.Equal(group.Elements, group.Elements.Select(h => group.Multiply(g, h)).Order());
            foreach (var h in group.Elements)
                foreach (var k in group.Elements) Assert.Equal(group.Multiply(group.Multiply(g, h), k), group.Multiply(g, group.Multiply(h, k)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Permutations_represent_it(string name)
    {
        var group = Group(name);
        foreach (var g in group.Elements)
        {
            Assert.Equal(group.Elements, group.Permutation(g).Order());
            Assert.Equal(group.Elements, group.Elements.Select(h => group.Permutation(h)[g]).Order());
            foreach (var h in group.Elements)
            {
                // (g (h F))[k] = (h F)[perm_g[k]] = F[perm_h[perm_g[k]]].
                Assert.Equal(group.Permutation(group.Multiply(g, h)), group.Elements.Select(k => group.Permutation(h)[group.Permutation(g)[k]]));
                foreach (var size in new[] { 1, 3, 4, 5, 7 })
                {
                    var (first, second) = (group.PixelPermutation(h, size), group.PixelPermutation(g, size));
                    Assert.Equal(group.PixelPermutation(group.Multiply(g, h), size), second.Select(pixel => first[pixel]));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_pixel_table_is_the_action_on_the_plane(string name)
    {
        var group = Group(name);
        foreach (var g in group.Elements)
            foreach (var size in new[] { 1, 2, 5, 6 })
                Assert.Equal(group.PixelPermutation(g, size).Select(p => (long)p), group.Act(g, arange(size * size).view(size, size)).flatten().data<long>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Acting_twice_is_acting_with_the_product(string name) => Property.Holds(Property.Seeds, seed =>
    {
        var (group, draw) = (Group(name), new Draw(seed));
        var (height, width) = (draw.Int(1, 9), draw.Int(1, 9));
        foreach (var field in new[] { FeatureField.Image(group, 2), FeatureField.Regular(group, 2) })
        {
            var map = draw.Normal([2, field.Channels, height, width], ScalarType.Float32);
            var (g, h) = (draw.Int(0, group.Order - 1), draw.Int(0, group.Order - 1));
            Near.Exactly(field.Act(group.Multiply(g, h), map), field.Act(g, field.Act(h, map)));
        }
    }, 15);

    [Fact]
    public void Its_generators_turn_counter_clockwise_and_mirror_left_to_right()
    {
        var image = tensor(new float[] { 1, 2, 3, 4 }, [2, 2]);
        Near.Exactly(tensor(new float[] { 2, 4, 1, 3 }, [2, 2]), PlanarGroup.D4.Act(1, image));
        Near.Exactly(tensor(new float[] { 2, 1, 4, 3 }, [2, 2]), PlanarGroup.D4.Act(4, image));
        Near.Exactly(PlanarGroup.D4.Act(1, image), image.rot90(1, (0, 1)));
    }

    [Fact]
    public void An_element_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PlanarGroup.C4.Multiply(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PlanarGroup.C4.Permutation(-1));
        Assert.Throws<ArgumentException>(() => FeatureField.Regular(PlanarGroup.C4, 2).Act(1, zeros(1, 7, 3, 3)));
    }
}
