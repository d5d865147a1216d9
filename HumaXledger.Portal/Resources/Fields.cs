namespace HumaXledger.Portal.Resources;

/// <summary>
/// Names of the fifteen fields as in Huma, and the texts for missing values. Keys: the names of <c>Field</c>, and those
/// of <c>ValueText</c>.
/// </summary>
public sealed class Fields;
