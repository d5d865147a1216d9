namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>Texts of pausing, resuming and disconnecting a connection.</summary>
public sealed class LifecycleText;
