namespace HumaXledger.Portal.Resources;

/// <summary>Words of the sandbox page.</summary>
public sealed class SandboxWords;
