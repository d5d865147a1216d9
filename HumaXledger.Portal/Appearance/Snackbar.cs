namespace HumaXledger.Portal.Appearance;

/// <summary>A short message at the edge of the window.</summary>
/// <param name="Undo">Takes back what the message reports; null where nothing can be taken back.</param>
public sealed record Snackbar(Tone Tone, string Text, Func<Task>? Undo = null);
