using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _bernoulli = "bernoulli", _bernoulliFloat_ = "bernoulli_.float", _bernoulliTensor_ = "bernoulli_.Tensor",
            _binomial = "binomial", _cauchy_ = "cauchy_", _exponential_ = "exponential_", _geometric_ = "geometric_", _logNormal_ = "log_normal_",
            _multinomial = "multinomial", _normal_ = "normal_", _poisson = "poisson", _randomFrom_ = "random_.from", _uniform_ = "uniform_";

        public Tensor bernoulli(Generator? generator = null) => _bernoulli.Call(this, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => _bernoulliFloat_.Update(this, p, generator);
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => _bernoulliTensor_.Update(this, p, generator);
        public Tensor binomial(Tensor prob, Generator? generator = null) => _binomial.Call(this, prob, generator);
        public Tensor poisson(Generator? generator = null) => _poisson.Call(this, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            _multinomial.Call(this, num_samples, replacement, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) => _uniform_.Update(this, from, to, generator);
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => _normal_.Update(this, mean, std, generator);
        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) => _logNormal_.Update(this, mean, std, generator);
        public Tensor exponential_(double lambda = 1, Generator? generator = null) => _exponential_.Update(this, lambda, generator);
        public Tensor geometric_(double p, Generator? generator = null) => _geometric_.Update(this, p, generator);
        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) => _cauchy_.Update(this, median, sigma, generator);
        public Tensor random_(double from, double to, Generator? generator = null) => _randomFrom_.Update(this, (long)from, (long)to, generator);
    }
}
