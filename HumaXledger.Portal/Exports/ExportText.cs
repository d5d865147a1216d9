namespace HumaXledger.Portal.Exports;

/// <summary>Texts of the file with everything that is stored about one person.</summary>
public sealed class ExportText;
