using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A layer without state of its own.</summary>
public abstract class ParameterLessModule<T, TResult>(string name) : nn.Module<T, TResult>(name);

/// <inheritdoc cref="ParameterLessModule{T, TResult}"/>
public abstract class ParameterLessModule<T1, T2, TResult>(string name) : nn.Module<T1, T2, TResult>(name);

/// <inheritdoc cref="ParameterLessModule{T, TResult}"/>
public abstract class ParameterLessModule<T1, T2, T3, TResult>(string name) : nn.Module<T1, T2, T3, TResult>(name);
