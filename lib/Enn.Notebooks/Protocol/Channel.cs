namespace Enn.Notebooks.Protocol;

/// <summary>The channels of the Jupyter messaging protocol that carry messages (the heartbeat only echoes bytes).</summary>
internal enum Channel
{
    /// <summary>Requests of the front end, answered in order.</summary>
    Shell,

    /// <summary>Requests that must be answered while a cell runs: interrupt, shutdown.</summary>
    Control,

    /// <summary>Broadcast of outputs and of the kernel's state.</summary>
    IoPub,

    /// <summary>The kernel asks here, the front end answers.</summary>
    Stdin,
}
