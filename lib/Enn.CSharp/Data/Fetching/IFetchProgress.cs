namespace Enn.Data.Fetching;

/// <summary>Is told how a fetch goes on.</summary>
public interface IFetchProgress
{
    /// <summary>A step begins.</summary>
    /// <param name="what">What is done, with the file's name.</param>
    /// <param name="bytes">The bytes it will go through, where that is known.</param>
    void Starts(string what, long? bytes);

    /// <summary>The step has gone through more bytes; negative where some must be gone through again.</summary>
    void Advances(long bytes);

    /// <summary>Something worth a line: a retry, another address.</summary>
    void Says(string line);
}
