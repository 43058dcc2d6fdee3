namespace Enn.Data.Fetching;

/// <summary>A data set could not be fetched; the message says why and what helps. Nothing was installed; what was downloaded so far is kept for the next try where it can be of use.</summary>
public sealed class DataFetchException(string message, Exception? cause = null) : IOException(message, cause);
