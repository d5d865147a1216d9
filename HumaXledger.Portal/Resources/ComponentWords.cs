namespace HumaXledger.Portal.Resources;

/// <summary>Texts inside Radzen's components; keys are those of RadzenStrings.</summary>
public sealed class ComponentWords;
