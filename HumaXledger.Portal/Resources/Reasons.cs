namespace HumaXledger.Portal.Resources;

/// <summary>
/// A sentence for each reason code of Core; keys are the codes. <c>word.*</c> are arguments that are words of ours.
/// </summary>
public sealed class Reasons;
