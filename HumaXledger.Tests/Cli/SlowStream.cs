namespace HumaXledger.Tests.Cli;

/// <summary>A stream that returns a few bytes at a time, like a slow pipe.</summary>
internal sealed class SlowStream(byte[] content, int size) : MemoryStream(content)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(size, buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(size, count));
}
