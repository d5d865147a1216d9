namespace HumaXledger.Portal.Components.Pages.Front;

/// <summary>Texts of Home and of the cards of the connections.</summary>
public sealed class FrontText;
