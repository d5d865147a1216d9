namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// Counts the bytes of an answer and fails above <see cref="Largest"/>, so that a misbehaving server cannot exhaust
/// memory.
/// </summary>
internal sealed class AnswerStream(Stream inner) : Stream
{
    /// <summary>
    /// The largest answer that is read, in bytes. The largest known answer, a register of job titles, is less than a
    /// tenth of it.
    /// </summary>
    public const long Largest = 64L * 1024 * 1024;

    /// <summary>Bytes read so far.</summary>
    public long Total { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Total;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => Counted(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    private int Counted(int bytes)
    {
        Total += bytes;
        return Total <= Largest ? bytes : throw new AnswerTooLarge();
    }
}

/// <summary>Thrown by <see cref="AnswerStream"/> above its limit.</summary>
internal sealed class AnswerTooLarge() : IOException($"The answer is larger than {AnswerStream.Largest} bytes.");
