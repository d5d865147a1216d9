namespace HumaXledger.Core.Sync.Connections;

/// <summary>A connection that covers some of the people of a new one.</summary>
public sealed record OverlappingConnection(Guid Id, string Name);
