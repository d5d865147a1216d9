namespace HumaXledger.Portal.Localisation;

/// <summary>
/// A sentence for each reason code of Core; keys are the codes. <c>word.*</c> are arguments that are words of the
/// product.
/// </summary>
public sealed class Reasons;
