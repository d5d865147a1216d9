using System.Globalization;
using System.Text.Json;

namespace HumaXledger.Cli.Reading;

/// <summary>Reads one record. The reader is on the record's first token, and afterwards on its last.</summary>
internal delegate T ReadItem<out T>(ref Utf8JsonReader json);

/// <summary>
/// A JSON text that is read in pieces, with at most one record and one buffer in memory. Every fault becomes a
/// <see cref="Refusal"/> with the file, the line and the JSON path.
/// </summary>
internal sealed class JsonSource : IDisposable
{
    private const int FirstBuffer = 256 * 1024;

    /// <summary>Larger than any person; reached where a quotation mark is missing in a large file.</summary>
    private const int LongestItem = 64 * 1024 * 1024;

    private readonly Stream _stream;
    private readonly string _name;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private bool _final;
    private long _linesBefore;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = Properties.Deepest });

    /// <summary>Reads from a stream, which it disposes.</summary>
    /// <param name="name">The name in refusals.</param>
    public JsonSource(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        while (_end < 3 && !_final)
        {
            Fill("$");
        }

        // A byte order mark is not part of JSON (RFC 8259, 8.1) but common, so it is skipped.
        _start = Unread.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private Span<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Opens a file; a refusal where it cannot be read.</summary>
    /// <param name="file">As given on the command line.</param>
    public static JsonSource Open(string file)
    {
        if (Directory.Exists(file))
        {
            throw new Refusal(RefusalCodes.FileIsFolder, "This is a folder; a file is needed.", file);
        }

        try
        {
            return new JsonSource(
                new FileStream(
                    file,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite,
                    bufferSize: 0,
                    FileOptions.SequentialScan
                ),
                file
            );
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Refusal(RefusalCodes.FileMissing, "There is no such file.", file);
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new Refusal(RefusalCodes.FileUnreadable, "The file cannot be read.", file);
        }
    }

    /// <summary>The whole text as an array of records.</summary>
    /// <param name="kind">The kind of the records, for refusals: "persons".</param>
    public IEnumerable<T> Array<T>(string kind, ReadItem<T> read)
    {
        ExpectArray("$", kind);
        foreach (var item in Items("$", read))
        {
            yield return item;
        }

        End();
    }

    /// <summary>Reads the opening bracket of an array.</summary>
    public void ExpectArray(string path, string kind)
    {
        if (Token(path, out _) != JsonTokenType.StartArray)
        {
            throw Refuse(RefusalCodes.WrongType, $"An array of {kind} is needed here.", path, _start);
        }
    }

    /// <summary>The records of an array whose opening bracket has been read.</summary>
    public IEnumerable<T> Items<T>(string path, ReadItem<T> read)
    {
        for (
            var index = 0;
            TryItem(string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), read, out var item);
            index++
        )
        {
            yield return item;
        }
    }

    /// <summary>The whole text as one record.</summary>
    public T Whole<T>(ReadItem<T> read)
    {
        TryItem("$", read, out var item);
        End();
        return item;
    }

    /// <summary>Reads one token of the text's outer frame; <see cref="JsonTokenType.None"/> at its end.</summary>
    /// <param name="name">The name of a property, null for every other token.</param>
    public JsonTokenType Token(string path, out string? name)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(Unread, _final, _state);
            if (Try(path, ref reader, Next))
            {
                name = reader.TokenType == JsonTokenType.PropertyName ? Try(path, ref reader, Take.Text) : null;
                Commit(reader);
                return reader.TokenType;
            }

            if (_final)
            {
                name = null;
                return JsonTokenType.None;
            }

            Fill(path);
        }
    }

    /// <summary>Refuses any further text.</summary>
    public void End()
    {
        if (Token("$", out _) != JsonTokenType.None)
        {
            throw Refuse(RefusalCodes.Syntax, "Nothing may follow here.", "$", _start);
        }
    }

    /// <summary>A refusal at the position of the last read.</summary>
    public Refusal Refuse(string code, string message, string path) => Refuse(code, message, path, _start);

    public void Dispose() => _stream.Dispose();

    private bool TryItem<T>(string path, ReadItem<T> read, out T item)
    {
        while (true)
        {
            var probe = new Utf8JsonReader(Unread, _final, _state);
            if (Try(path, ref probe, Next))
            {
                if (probe.TokenType == JsonTokenType.EndArray)
                {
                    Commit(probe);
                    item = default!;
                    return false;
                }

                if (Try(path, ref probe, Skip))
                {
                    var reader = new Utf8JsonReader(Unread, _final, _state);
                    reader.Read();
                    item = Try(path, ref reader, read);
                    Commit(reader);
                    return true;
                }
            }

            Fill(path);
        }
    }

    private static bool Next(ref Utf8JsonReader json) => json.Read();

    private static bool Skip(ref Utf8JsonReader json) => json.TrySkip();

    private T Try<T>(string path, ref Utf8JsonReader json, ReadItem<T> read)
    {
        try
        {
            return read(ref json);
        }
        catch (JsonException fault)
        {
            var code = json.CurrentDepth >= Properties.Deepest - 1 ? RefusalCodes.TooDeep : RefusalCodes.Syntax;
            throw new Refusal(
                code,
                Take.Sentence(fault),
                Place(fault.LineNumber ?? 0, JsonPlace.PathOf(path, Unread, long.MaxValue))
            );
        }
        catch (JsonFault fault)
        {
            throw Refuse(fault.Code, fault.Message, JsonPlace.PathOf(path, Unread, fault.At), _start + (int)fault.At);
        }
    }

    private Refusal Refuse(string code, string message, string path, int at) =>
        new(code, message, Place(_linesBefore + _buffer.AsSpan(_start, at - _start).Count((byte)'\n'), path));

    private string Place(long linesBefore, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"{_name}: line {linesBefore + 1}, {path}");

    private void Commit(Utf8JsonReader reader)
    {
        var consumed = (int)reader.BytesConsumed;
        _linesBefore += Unread[..consumed].Count((byte)'\n');
        _start += consumed;
        _state = reader.CurrentState;
    }

    private void Fill(string path)
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestItem)
            {
                throw Refuse(
                    RefusalCodes.TooLong,
                    "This takes more room than any record can; a quotation mark or a bracket may be missing.",
                    path,
                    _start
                );
            }

            System.Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            var read = _stream.Read(_buffer.AsSpan(_end));
            _end += read;
            _final = read == 0;
        }
        catch (IOException)
        {
            throw new Refusal(RefusalCodes.FileUnreadable, "The file cannot be read.", _name);
        }
    }
}
