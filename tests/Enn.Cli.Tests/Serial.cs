// Commands seed the default random stream and set thread counts of the process: they cannot run beside others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
