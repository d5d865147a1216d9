using System.Buffers;
using System.Text.Json;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>
/// Reads a long JSON object from a stream, one value at a time: the JSON of 100,000 people takes more memory than the
/// people themselves, and is never in it as a whole. Owns the stream.
/// </summary>
internal sealed class JsonPieces(Stream stream) : IDisposable
{
    /// <summary>Bytes; more where one value is longer.</summary>
    private const int Size = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Size);
    private int _start;
    private int _end;
    private bool _ended;
    private JsonReaderState _state;

    /// <summary>Reads one value, from its first token to its last.</summary>
    public delegate T Item<out T>(ref Utf8JsonReader json);

    /// <summary>Passes over the beginning of an object or of an array.</summary>
    public void Enter() => Property();

    /// <summary>The next property's name, with its value still to be read; null at the object's end.</summary>
    /// <exception cref="JsonException">This is no JSON, or it ends in the middle.</exception>
    public string? Property()
    {
        while (true)
        {
            var json = Reader();
            if (json.Read())
            {
                var name = json.TokenType == JsonTokenType.PropertyName ? json.GetString() : null;
                Pass(ref json);
                return name;
            }

            Fill();
        }
    }

    /// <summary>The next value.</summary>
    /// <exception cref="JsonException">As for <see cref="Property"/>.</exception>
    public T Value<T>(Item<T> read) =>
        TryRead(read, out var value) ? value : throw new JsonException("A value is missing.");

    /// <summary>The next value, an array.</summary>
    /// <exception cref="JsonException">As for <see cref="Property"/>.</exception>
    public List<T> List<T>(Item<T> read)
    {
        var items = new List<T>();
        Enter();
        while (TryRead(read, out var item))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>Passes over the next value, however long.</summary>
    public void Skip() => Value(static (ref Utf8JsonReader _) => true);

    /// <summary>Gives the memory back; it held names, addresses and identity numbers.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        stream.Dispose();
    }

    /// <summary>False at the end of an array, which is passed over.</summary>
    private bool TryRead<T>(Item<T> read, out T value)
    {
        while (true)
        {
            var json = Reader();
            if (json.Read())
            {
                var (start, ends) = ((int)json.TokenStartIndex, json.TokenType == JsonTokenType.EndArray);
                if (json.TrySkip())
                {
                    value = ends ? default! : Read(_buffer.AsSpan(_start..)[start..(int)json.BytesConsumed], read);
                    Pass(ref json);
                    return !ends;
                }
            }

            Fill();
        }
    }

    // A reader of the value alone: one of a part of the text may not pass over properties.
    private static T Read<T>(ReadOnlySpan<byte> whole, Item<T> read)
    {
        var json = new Utf8JsonReader(whole);
        json.Read();
        return read(ref json);
    }

    private Utf8JsonReader Reader() => new(_buffer.AsSpan(_start, _end - _start), _ended, _state);

    private void Pass(ref Utf8JsonReader json)
    {
        _start += (int)json.BytesConsumed;
        _state = json.CurrentState;
    }

    private void Fill()
    {
        if (_ended)
        {
            throw new JsonException("The JSON ends in the middle.");
        }

        var rest = _buffer.AsSpan(_start, _end - _start);
        var full = _buffer;
        if (rest.Length == full.Length)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        }

        rest.CopyTo(_buffer);
        (_start, _end) = (0, rest.Length);
        if (_buffer != full)
        {
            ArrayPool<byte>.Shared.Return(full, clearArray: true);
        }

        while (_end < _buffer.Length && !_ended)
        {
            var read = stream.Read(_buffer.AsSpan(_end));
            _end += read;
            _ended = read == 0;
        }
    }
}
