using System.Buffers;
using System.Globalization;
using System.Text.Json;
using HumaXledger.Cli.Reading;
using HumaXledger.Cli.Writing;
using HumaXledger.Core.People;

namespace HumaXledger.Cli.Commands;

/// <summary>
/// Checks lines of one value each, in order, up to the first malformed line. Several instances work in parallel on
/// parts of one text.
/// </summary>
internal sealed class LineValidator
{
    private static readonly Properties OfLine = new("A line", "field", "value", "country");
    private static readonly JsonEncodedText Valid = JsonEncodedText.Encode("valid");
    private static readonly JsonEncodedText Normalized = JsonEncodedText.Encode("normalized");
    private static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = Properties.Deepest };

    private readonly DateOnly _today;
    private readonly ArrayBufferWriter<byte> _verdicts = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    /// <summary>Checks dates against this day.</summary>
    public LineValidator(DateOnly today)
    {
        _today = today;
        _json = new Utf8JsonWriter(_verdicts, JsonForm.Options);
    }

    /// <summary>The verdicts of the last call, one per line.</summary>
    public ReadOnlySpan<byte> Verdicts => _verdicts.WrittenSpan;

    /// <summary>The fault that ended the last call; null where every line could be checked.</summary>
    public Refusal? Fault { get; private set; }

    /// <summary>Checks lines and sets <see cref="Verdicts"/> and <see cref="Fault"/>.</summary>
    /// <param name="lines">Whole lines; the last may lack its line break.</param>
    /// <param name="first">The number of the first line.</param>
    public void Validate(ReadOnlySpan<byte> lines, long first)
    {
        _verdicts.ResetWrittenCount();
        Fault = null;
        for (var number = first; lines.Length > 0 && Fault is null; number++)
        {
            var length = lines.IndexOf((byte)'\n');
            Fault = JudgeLine(length < 0 ? lines : lines[..length], number);
            lines = length < 0 ? [] : lines[(length + 1)..];
        }
    }

    /// <summary>The place of a line, for refusals.</summary>
    public static string Place(long line, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"standard input: line {line}, {path}");

    private Refusal? JudgeLine(ReadOnlySpan<byte> line, long number)
    {
        if (number == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        var json = new Utf8JsonReader(line, Reading);
        try
        {
            Write(Check(ref json, out var field), field);
            return null;
        }
        catch (JsonException fault)
        {
            var code = json.CurrentDepth >= Properties.Deepest - 1 ? RefusalCodes.TooDeep : RefusalCodes.Syntax;
            return new Refusal(code, Take.Sentence(fault), Place(number, JsonPlace.PathOf("$", line, long.MaxValue)));
        }
        catch (JsonFault fault)
        {
            return new Refusal(fault.Code, fault.Message, Place(number, JsonPlace.PathOf("$", line, fault.At)));
        }
    }

    private Verdict Check(ref Utf8JsonReader json, out Field field)
    {
        json.Read();
        var begin = OfLine.Begin(ref json);
        field = default;
        string? country = null;
        Utf8JsonReader value = default;
        var (seen, likely) = (0u, 0);
        while (OfLine.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            switch (property)
            {
                case 0:
                    field = Take.FieldName(ref json);
                    break;
                case 1:
                    // The field determines how it is read, and may come later.
                    value = json;
                    json.Skip();
                    break;
                default:
                    country = Take.TextOrNull(ref json);
                    break;
            }
        }

        OfLine.Require(seen, 2, begin);
        json.Read();
        return FieldCheck.Check(field, TextOf(ref value, field), country, _today);
    }

    /// <summary>
    /// An address or a bank account may also be a text. An empty value is refused as a value and is no fault of the
    /// line.
    /// </summary>
    private static FieldValue.Of TextOf(ref Utf8JsonReader value, Field field) =>
        value.TokenType == JsonTokenType.String
            ? new FieldValue.Of(Take.Text(ref value))
            : FieldReading.Value(ref value, field) as FieldValue.Of ?? new FieldValue.Of("");

    private void Write(Verdict verdict, Field field)
    {
        _json.Reset(_verdicts);
        _json.WriteStartObject();
        _json.WriteBoolean(Valid, verdict.Valid);
        if (FieldRules.KindOf(field) == FieldKind.Address && verdict.Normalised is { } address)
        {
            _json.WriteValue("normalized", field, new FieldValue.Of(address));
        }
        else
        {
            _json.WriteString(Normalized, verdict.Normalised);
        }

        _json.WriteString(Code, verdict.Reason?.Code);
        _json.WriteString(Message, verdict.Reason is { } reason ? Sentences.Of(reason) : null);
        _json.WriteEndObject();
        _json.Flush();
        _verdicts.Write("\n"u8);
    }
}
