namespace HumaXledger.Portal.Resources;

/// <summary>The texts inside MudBlazor's components, by MudBlazor's keys.</summary>
public sealed class MudWords;
