using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>SHA-256 over texts with their lengths, so that no two lists of texts read the same.</summary>
internal sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _length = new byte[4];
    private byte[] _buffer = new byte[512];

    public void Add(string? text)
    {
        if (text is null)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_length, -1);
            _hash.AppendData(_length);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_buffer.Length < most)
        {
            _buffer = new byte[most];
        }

        var written = Encoding.UTF8.GetBytes(text, _buffer);
        BinaryPrimitives.WriteInt32LittleEndian(_length, written);
        _hash.AppendData(_length);
        _hash.AppendData(_buffer, 0, written);
    }

    public void Add(int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_length, number);
        _hash.AppendData(_length);
    }

    public void Add(FieldValue value)
    {
        Add(value is FieldValue.Of ? 2 : value is FieldValue.Empty ? 1 : 0);
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

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
