namespace HumaXledger.Core.Transport;

/// <summary>
/// An unpacked answer on its way to the JSON reader. Stops at the largest size accepted, so that no answer takes the
/// memory of the process, and remembers how the answer began.
/// </summary>
/// <param name="largest">Bytes.</param>
internal sealed class AnswerStream(Stream inner, long largest) : WatchedStream(inner)
{
    private long _read;

    /// <summary>The first character that is not white space; null while there is none.</summary>
    public char? Begins { get; private set; }

    /// <exception cref="AnswerTooLarge">The answer passed the largest size accepted.</exception>
    protected override void Passed(ReadOnlySpan<byte> piece)
    {
        _read += piece.Length;
        if (_read > largest)
        {
            throw new AnswerTooLarge(largest);
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

/// <summary>The answer passed the largest size accepted.</summary>
internal sealed class AnswerTooLarge(long largest) : IOException($"The answer is larger than {largest} bytes.")
{
    /// <summary>The largest size accepted, in megabytes.</summary>
    public long Megabytes { get; } = largest / 1024 / 1024;
}
