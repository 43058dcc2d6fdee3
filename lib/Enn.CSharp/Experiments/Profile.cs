namespace Enn.Experiments;

/// <summary>How much of the published protocol is run.</summary>
public enum Profile
{
    /// <summary>What two cores do in minutes: small nets fully, larger ones fewer epochs, the largest not at all.</summary>
    Quick,

    /// <summary>All of it.</summary>
    Paper,
}
