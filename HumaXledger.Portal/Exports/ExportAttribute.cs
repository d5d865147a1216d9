namespace HumaXledger.Portal.Exports;

/// <summary>Marks an endpoint that makes a file, which <see cref="Hosting.Limits"/> lets few do at once.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExportAttribute : Attribute;
