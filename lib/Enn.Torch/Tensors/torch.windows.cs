using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op _bartlettWindow = "bartlett_window.periodic", _blackmanWindow = "blackman_window.periodic", _hannWindow = "hann_window.periodic",
        _hammingWindow = "hamming_window.periodic_alpha_beta", _kaiserWindow = "kaiser_window.beta";

    public static Tensor bartlett_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(_bartlettWindow.Call(len, periodic, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);

    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(_blackmanWindow.Call(len, periodic, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(_hannWindow.Call(len, periodic, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);

    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Finish(_hammingWindow.Call(len, periodic, alpha, beta, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);

    public static Tensor kaiser_window(long len, bool periodic = true, float beta = 12, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(_kaiserWindow.Call(len, periodic, beta, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);
}
