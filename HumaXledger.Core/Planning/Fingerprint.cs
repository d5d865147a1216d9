using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning;

/// <summary>SHA-256 over length-prefixed texts, so that different lists of texts have different input.</summary>
internal sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[64 * 1024];
    private int _used;

    /// <summary>Adds a text; null and "" differ.</summary>
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

    /// <summary>Adds a number.</summary>
    public void Add(int number)
    {
        Reserve(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_used), number);
        _used += sizeof(int);
    }

    /// <summary>Adds a value; unknown, empty and each text differ.</summary>
    public void Add(FieldValue value)
    {
        Add(
            value is FieldValue.Of ? 2
            : value is FieldValue.Empty ? 1
            : 0
        );
        Add(value.TextOrNull);
    }

    /// <summary>Adds a reason with its arguments.</summary>
    public void Add(Reason reason)
    {
        Add(reason.Code);
        foreach (var argument in reason.Arguments)
        {
            Add(argument);
        }
    }

    /// <summary>Adds a number, exactly.</summary>
    public void Add(double number) => Add(number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The hash in lower-case hex. Resets the fingerprint.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    // Few calls with many bytes hash several times as fast as many calls with few.
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
