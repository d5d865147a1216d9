namespace HumaXledger.Portal.Components.Pages.SandboxTour;

/// <summary>Texts of the sandbox pages.</summary>
public sealed class SandboxText;
