namespace HumaXledger.Portal.Localisation;

/// <summary>The texts inside MudBlazor's components, by MudBlazor's keys.</summary>
public sealed class MudWords;
