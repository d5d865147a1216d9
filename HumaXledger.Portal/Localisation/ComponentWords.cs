namespace HumaXledger.Portal.Localisation;

/// <summary>Texts inside Radzen's components; keys are those of RadzenStrings.</summary>
public sealed class ComponentWords;
