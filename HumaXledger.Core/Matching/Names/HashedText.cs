namespace HumaXledger.Core.Matching.Names;

/// <summary>
/// A part of a text with its hash: nearly all of a million comparisons end at the hash, without reading the text from
/// memory.
/// </summary>
internal readonly struct HashedText
{
    private readonly string? _text;
    private readonly int _start;
    private readonly int _length;

    public HashedText(string? text)
        : this(text, 0, text?.Length ?? 0) { }

    /// <summary>Refers to the text and copies nothing.</summary>
    public HashedText(string? text, int start, int length)
    {
        (_text, _start, _length) = (text, start, length);
        Hash = TextHash.Of(Text);
    }

    /// <summary>Empty where there is no value.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(_start, _length);

    /// <summary>The number of characters, without reading the text from memory.</summary>
    public int Length => _length;

    /// <summary>0 where there is no value.</summary>
    public ulong Hash { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsKnown => Hash != 0;

    /// <summary>Compares the hash, then the text.</summary>
    public bool IsSame(HashedText other) => Hash == other.Hash && Text.SequenceEqual(other.Text);
}
