// Tests share libtorch's default random generator: one at a time, or seeds would mean nothing.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
