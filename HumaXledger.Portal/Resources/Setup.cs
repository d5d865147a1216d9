namespace HumaXledger.Portal.Resources;

/// <summary>
/// Texts of the set-up wizard. <c>Problem.*</c>: codes of <c>XledgerToken.TryRead</c>; <c>Check.*</c>: codes of
/// <c>SetupCheck</c>.
/// </summary>
public sealed class Setup;
