namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>Texts of a person's timeline.</summary>
public sealed class TimelineText;
