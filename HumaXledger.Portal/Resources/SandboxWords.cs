namespace HumaXledger.Portal.Resources;

/// <summary>Texts of the sandbox page.</summary>
public sealed class SandboxWords;
