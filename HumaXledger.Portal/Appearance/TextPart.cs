namespace HumaXledger.Portal.Appearance;

/// <summary>A piece of a value beside another value.</summary>
/// <param name="Text">What is shown; for an unseen character its stand-in.</param>
/// <param name="Kind">How it is shown.</param>
public readonly record struct TextPart(string Text, TextPartKind Kind)
{
    // Records print their members; a value must not be among them.
    public override string ToString() => $"{Kind}";
}

/// <summary>How a piece of a value is shown.</summary>
public enum TextPartKind
{
    /// <summary>In the other value too.</summary>
    Same,

    /// <summary>Not in the other value.</summary>
    Differs,

    /// <summary>Drawn, because the character itself is invisible.</summary>
    Unseen,
}
