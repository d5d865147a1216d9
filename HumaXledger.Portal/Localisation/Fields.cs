namespace HumaXledger.Portal.Localisation;

/// <summary>
/// The fields by Huma's own words, and what is shown where there is no value. Keys: the names of <c>Field</c>,
/// and those of <c>ValueText</c>.
/// </summary>
public sealed class Fields;
