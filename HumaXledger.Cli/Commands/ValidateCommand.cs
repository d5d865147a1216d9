using System.Buffers;
using System.Globalization;
using System.Text.Json;
using HumaXledger.Cli.Reading;
using HumaXledger.Cli.Writing;
using HumaXledger.Core.People;

namespace HumaXledger.Cli.Commands;

/// <summary>
/// Checks values line by line. Every verdict that can be given is on its way out before the next read, so that a program at the other end of two pipes can ask and wait for the answer.
/// </summary>
internal sealed class ValidateCommand
{
    private const int Buffer = 64 * 1024;
    private const int LongestLine = 64 * 1024 * 1024;

    private static readonly Properties OfLine = new("A line", "field", "value", "country");
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = Properties.Deepest };

    private readonly DateOnly _today;
    private readonly ArrayBufferWriter<byte> _verdicts = new(2 * Buffer);
    private readonly Utf8JsonWriter _json;
    private long _line;

    private ValidateCommand(DateOnly today)
    {
        _today = today;
        _json = new Utf8JsonWriter(_verdicts, JsonForm.Options);
    }

    public static int Run(Surroundings around)
    {
        var command = new ValidateCommand(DateOnly.FromDateTime(around.Clock.GetLocalNow().DateTime));
        try
        {
            command.Read(around);
        }
        finally
        {
            // What was judged before a bad line is told.
            command.Flush(around.Output);
        }

        return CommandLine.Done;
    }

    private void Read(Surroundings around)
    {
        var buffer = new byte[Buffer];
        var (start, end) = (0, 0);
        while (true)
        {
            var read = ReadInput(around.Input, buffer.AsSpan(end));
            if (read == 0)
            {
                break;
            }

            var searched = end;
            end += read;
            while (buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n') is >= 0 and var length)
            {
                Judge(buffer.AsSpan(start, searched + length - start));
                start = searched = searched + length + 1;
            }

            Flush(around.Output);
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                buffer = Grown(buffer);
            }
        }

        if (end > 0)
        {
            Judge(buffer.AsSpan(0, end));
        }
    }

    private static int ReadInput(Stream input, Span<byte> into)
    {
        try
        {
            return input.Read(into);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new Refusal(RefusalCodes.FileUnreadable, "Standard input cannot be read.", "standard input");
        }
    }

    private byte[] Grown(byte[] buffer)
    {
        if (buffer.Length >= LongestLine)
        {
            throw new Refusal(RefusalCodes.TooLong, "This line takes more room than any value can.", Place(_line + 1, "$"));
        }

        Array.Resize(ref buffer, buffer.Length * 2);
        return buffer;
    }

    private void Flush(Stream output)
    {
        if (_verdicts.WrittenCount > 0)
        {
            output.Write(_verdicts.WrittenSpan);
            output.Flush();
            _verdicts.ResetWrittenCount();
        }
    }

    private void Judge(ReadOnlySpan<byte> line)
    {
        _line++;
        if (_line == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        var json = new Utf8JsonReader(line, Reading);
        try
        {
            Write(Check(ref json, out var field), field);
        }
        catch (JsonException fault)
        {
            var code = json.CurrentDepth >= Properties.Deepest - 1 ? RefusalCodes.TooDeep : RefusalCodes.Syntax;
            throw new Refusal(code, Take.Sentence(fault), Place(_line, JsonPlace.PathOf("$", line, long.MaxValue)));
        }
        catch (JsonFault fault)
        {
            throw new Refusal(fault.Code, fault.Message, Place(_line, JsonPlace.PathOf("$", line, fault.At)));
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
                case 0: field = Take.FieldName(ref json); break;
                case 1:
                    // How it is read depends on the field, which may come later.
                    value = json;
                    json.Skip();
                    break;
                default: country = Take.TextOrNull(ref json); break;
            }
        }

        OfLine.Require(seen, 2, begin);
        json.Read();
        return FieldCheck.Check(field, TextOf(ref value, field), country, _today);
    }

    /// <summary>An address or a bank account may be given as a text too. Nothing at all is a value to be refused, not a fault of the line.</summary>
    private static FieldValue.Of TextOf(ref Utf8JsonReader value, Field field) =>
        value.TokenType == JsonTokenType.String ? new FieldValue.Of(Take.Text(ref value)) : FieldReading.Value(ref value, field) as FieldValue.Of ?? new FieldValue.Of("");

    private void Write(Verdict verdict, Field field)
    {
        _json.Reset(_verdicts);
        _json.WriteStartObject();
        _json.WriteBoolean("valid", verdict.Valid);
        if (field == Field.Address && verdict.Normalised is { } address)
        {
            _json.WriteValue("normalized", field, new FieldValue.Of(address));
        }
        else
        {
            _json.WriteString("normalized", verdict.Normalised);
        }

        _json.WriteString("code", verdict.Reason?.Code);
        _json.WriteString("message", verdict.Reason is { } reason ? Sentences.Of(reason) : null);
        _json.WriteEndObject();
        _json.Flush();
        _verdicts.Write("\n"u8);
    }

    private static string Place(long line, string path) => string.Create(CultureInfo.InvariantCulture, $"standard input: line {line}, {path}");
}
