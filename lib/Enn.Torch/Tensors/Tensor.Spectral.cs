using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _istft = "istft", _stftCenter = "stft.center";

        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
            _stftCenter.Call(this, n_fft, Length(hop_length), Length(win_length), window, center, Name(pad_mode), normalized, onesided, return_complex);
        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            _istft.Call(this, n_fft, Length(hop_length), Length(win_length), window, center, normalized, onesided, Length(length), return_complex);

        private static long? Length(long value) => value < 0 ? null : value;

        private static string Name(PaddingModes mode) => mode switch
        {
            PaddingModes.Reflect => "reflect",
            PaddingModes.Replicate => "replicate",
            PaddingModes.Circular => "circular",
            _ => "constant",
        };
    }
}
