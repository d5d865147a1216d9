namespace HumaXledger.Portal.Components.Pages.Runs;

/// <summary>Texts of a run: progress, result, undoing, deciding anew.</summary>
public sealed class RunText;
