using System.Reflection;
using Enn.Torch.Core;
using TorchSharp;

namespace Enn.Torch.Tests;

/// <summary>Every operator that this library names exists in the libtorch in use, whatever its version.</summary>
public class OperatorsExistTests
{
    [Fact]
    public void Every_operator_has_a_schema()
    {
        var operators = typeof(torch).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(f => f.FieldType == typeof(Op)).Select(f => (Op)f.GetValue(null)!).ToList();
        var missing = new List<string>();
        foreach (var op in operators)
        {
            try
            {
                Assert.StartsWith("aten::", op.Schema);
            }
            catch (TorchException e)
            {
                missing.Add($"{op.Name}: {e.Message}");
            }
        }
        Assert.True(operators.Count > 500, $"only {operators.Count} operators");
        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }
}
