namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>Texts of setting up a connection.</summary>
public sealed class SetUpText;
