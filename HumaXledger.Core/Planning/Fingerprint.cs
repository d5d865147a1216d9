using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning;

/// <summary>SHA-256 over texts with their lengths, so that no two lists of texts read the same.</summary>
internal sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[64 * 1024];
    private int _used;

    public void Add(string? text)
    {
        if (text is null)
        {
            Add(-1);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Reserve(sizeof(int) + most);
        var written = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_used + sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_used), written);
        _used += sizeof(int) + written;
    }

    public void Add(int number)
    {
        Reserve(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_used), number);
        _used += sizeof(int);
    }

    public void Add(FieldValue value)
    {
        Add(
            value is FieldValue.Of ? 2
            : value is FieldValue.Empty ? 1
            : 0
        );
        Add(value.TextOrNull);
    }

    public void Add(Reason reason)
    {
        Add(reason.Code);
        foreach (var argument in reason.Arguments)
        {
            Add(argument);
        }
    }

    public void Add(double number) => Add(number.ToString("R", CultureInfo.InvariantCulture));

    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    // Hashing many bytes at once takes a fraction of the time that hashing few many times does.
    private void Reserve(int bytes)
    {
        if (_used + bytes > _buffer.Length)
        {
            Flush();
            _buffer = bytes > _buffer.Length ? new byte[bytes] : _buffer;
        }
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _used);
        _used = 0;
    }
}
