namespace HumaXledger.Core.Xledger.Transport;

/// <summary>A decompressed answer: fails above the largest accepted size and remembers the first character.</summary>
internal sealed class AnswerStream(Stream inner, long largest) : WatchedStream(inner)
{
    private long _read;

    /// <summary>The first character that is not white space; null while there is none.</summary>
    public char? Begins { get; private set; }

    protected override void Passed(ReadOnlySpan<byte> piece)
    {
        _read += piece.Length;
        if (_read > largest)
        {
            throw new AnswerTooLarge();
        }

        for (var index = 0; Begins is null && index < piece.Length; index++)
        {
            // A byte order mark counts as white space: the JSON reader skips it too.
            Begins = piece[index] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF
                ? null
                : (char)piece[index];
        }
    }
}

/// <summary>The answer is larger than accepted.</summary>
internal sealed class AnswerTooLarge : Exception;
