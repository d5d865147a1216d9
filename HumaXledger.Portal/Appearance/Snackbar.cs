namespace HumaXledger.Portal.Appearance;

/// <summary>A short message at the edge of the window. Not a record: its text may name a person.</summary>
public sealed class Snackbar(Tone tone, string text, Func<Task>? undo)
{
    public Tone Tone { get; } = tone;

    public string Text { get; } = text;

    /// <summary>Takes back what the message reports; null where nothing can be taken back.</summary>
    public Func<Task>? Undo { get; } = undo;
}
