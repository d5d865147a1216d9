namespace HumaXledger.Portal.Resources;

/// <summary>Words of a connection that works by itself: what Huma told, what waits, pausing and ending.</summary>
public sealed class ActiveWords;
