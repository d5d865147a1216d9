namespace HumaXledger.Tests.Fakes;

/// <summary>Tests that measure memory, and those that take much of it: one after the other.</summary>
[CollectionDefinition(nameof(MemoryCollection))]
public sealed class MemoryCollection;
