using System.Runtime.CompilerServices;
using TorchSharp;

namespace Enn.Torch.Tests;

/// <summary>A null reference stays an exception after libtorch and all that it pulls in are loaded.</summary>
public class SignalHandlerTests
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Read(int[]? values) => values!.Length;

    [Fact]
    public void A_null_reference_is_an_exception_beside_libtorch()
    {
        Assert.NotEmpty(torch.__version__);
        Assert.Throws<NullReferenceException>(() => Read(null));
    }
}
