namespace HumaXledger.Portal.Components.Pages.Help;

/// <summary>Texts of the help page: the words of the portal and what they mean.</summary>
public sealed class HelpText;
