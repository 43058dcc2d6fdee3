using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Discrete Fourier transforms.</summary>
    public static partial class fft
    {
        private static readonly Op _fftFft = "fft_fft", _fftFft2 = "fft_fft2", _fftFftfreq = "fft_fftfreq", _fftFftn = "fft_fftn",
            _fftFftshift = "fft_fftshift", _fftHfft = "fft_hfft", _fftHfft2 = "fft_hfft2", _fftHfftn = "fft_hfftn", _fftIfft = "fft_ifft",
            _fftIfft2 = "fft_ifft2", _fftIfftn = "fft_ifftn", _fftIfftshift = "fft_ifftshift", _fftIhfft = "fft_ihfft", _fftIhfft2 = "fft_ihfft2",
            _fftIhfftn = "fft_ihfftn", _fftIrfft = "fft_irfft", _fftIrfft2 = "fft_irfft2", _fftIrfftn = "fft_irfftn", _fftRfft = "fft_rfft",
            _fftRfft2 = "fft_rfft2", _fftRfftfreq = "fft_rfftfreq", _fftRfftn = "fft_rfftn";

        public static Tensor fft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftFft2.Call(input, s, dim ?? [-2, -1], Name(norm));
        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            _fftFft.Call(input, Length(n), dim, Name(norm));
        public static Tensor fftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(_fftFftfreq.Call(n, d, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);
        public static Tensor fftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftFftn.Call(input, s, dim, Name(norm));
        public static Tensor fftshift(Tensor input, long[]? dim = null) => _fftFftshift.Call(input, dim);
        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            _fftHfft.Call(input, Length(n), dim, Name(norm));
        public static Tensor hfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftHfft2.Call(input, s, dim ?? [-2, -1], Name(norm));
        public static Tensor hfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftHfftn.Call(input, s, dim, Name(norm));
        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            _fftIfft.Call(input, Length(n), dim, Name(norm));
        public static Tensor ifft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftIfft2.Call(input, s, dim ?? [-2, -1], Name(norm));
        public static Tensor ifftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftIfftn.Call(input, s, dim, Name(norm));
        public static Tensor ifftshift(Tensor input, long[]? dim = null) => _fftIfftshift.Call(input, dim);
        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            _fftIhfft.Call(input, Length(n), dim, Name(norm));
        public static Tensor ihfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftIhfft2.Call(input, s, dim ?? [-2, -1], Name(norm));
        public static Tensor ihfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftIhfftn.Call(input, s, dim, Name(norm));
        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            _fftIrfft.Call(input, Length(n), dim, Name(norm));
        public static Tensor irfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftIrfft2.Call(input, s, dim ?? [-2, -1], Name(norm));
        public static Tensor irfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftIrfftn.Call(input, s, dim, Name(norm));
        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            _fftRfft.Call(input, Length(n), dim, Name(norm));
        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftRfft2.Call(input, s, dim ?? [-2, -1], Name(norm));
        public static Tensor rfftfreq(long n, double d = 1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(_fftRfftfreq.Call(n, d, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);
        public static Tensor rfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) =>
            _fftRfftn.Call(input, s, dim, Name(norm));

        private static long? Length(long n) => n < 0 ? null : n;

        private static string Name(FFTNormType norm) => norm switch
        {
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => "backward",
        };
    }
}
