// The default random stream, autocast's switches and the count of live bytes belong to the process: tests that seed or watch them cannot run beside others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
