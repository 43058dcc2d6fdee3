using System.Text;
using TorchSharp;

namespace Enn.Torch.Core;

/// <summary>The switches of the native layer, by the names of enn_set_flag in native/enn.h.</summary>
internal static unsafe class Flags
{
    private const int ReadOnly = -1;

    internal static bool Get(string name) => Exchange(name, ReadOnly);
    internal static void Set(string name, bool value) => Exchange(name, value ? 1 : 0);

    private static bool Exchange(string name, int value)
    {
        int former;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0")) former = Native.enn_set_flag(text, value);
        TorchException.Check(former, "set_flag", name);
        return former != 0;
    }
}
