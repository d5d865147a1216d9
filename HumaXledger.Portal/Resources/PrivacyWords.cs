namespace HumaXledger.Portal.Resources;

/// <summary>What is stored about one person and for how long: export, erasure, retention.</summary>
public sealed class PrivacyWords;
