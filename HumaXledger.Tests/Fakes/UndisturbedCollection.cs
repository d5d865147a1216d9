namespace HumaXledger.Tests.Fakes;

/// <summary>Tests that measure the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(UndisturbedCollection), DisableParallelization = true)]
public sealed class UndisturbedCollection;
