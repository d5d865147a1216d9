namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>Texts about the data that is stored about one person: export, erasure, retention.</summary>
public sealed class PersonalDataText;
