using System.Text.Json;
using HumaXledger.Cli.Writing;

namespace HumaXledger.Cli;

/// <summary>A refusal of the input. Written to standard error as one line of JSON; the exit code is 1.</summary>
/// <param name="code">A stable code, see <see cref="RefusalCodes"/>.</param>
/// <param name="message">What is wrong.</param>
/// <param name="path">The place: a file, a line, a JSON path, as far as known.</param>
internal sealed class Refusal(string code, string message, string path) : Exception(message)
{
    /// <summary>A stable code.</summary>
    public string Code => code;

    /// <summary>The place of the fault.</summary>
    public string Path => path;

    /// <summary>Writes the refusal as one line of JSON.</summary>
    public void Write(Stream error)
    {
        using (var json = new Utf8JsonWriter(error, JsonForm.Options))
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteString("message", Message);
            json.WriteString("path", path);
            json.WriteEndObject();
        }

        error.Write("\n"u8);
        error.Flush();
    }
}

/// <summary>
/// The stable codes of a <see cref="Refusal"/> for the form of the input. Problems of values have the codes of Core's
/// <c>ValueReasons</c>.
/// </summary>
internal static class RefusalCodes
{
    /// <summary>Not JSON, or JSON that is truncated or has extra text.</summary>
    public const string Syntax = "json.syntax";

    /// <summary>Text that is not UTF-8, or an unpaired surrogate.</summary>
    public const string Unicode = "json.unicode";

    /// <summary>Nested deeper than any of the formats.</summary>
    public const string TooDeep = "json.tooDeep";

    /// <summary>One record larger than any person can be.</summary>
    public const string TooLong = "json.tooLong";

    /// <summary>Another kind of JSON value than the format requires.</summary>
    public const string WrongType = "json.wrongType";

    /// <summary>A property that the format does not have.</summary>
    public const string UnknownProperty = "json.unknownProperty";

    /// <summary>A property that occurs twice.</summary>
    public const string DuplicateProperty = "json.duplicateProperty";

    /// <summary>A required property is absent.</summary>
    public const string MissingProperty = "json.missingProperty";

    /// <summary>Two properties for the same fact.</summary>
    public const string PropertyConflict = "json.propertyConflict";

    /// <summary>An unknown word where the format has a fixed set: a field, a rule, a side.</summary>
    public const string UnknownWord = "json.unknownWord";

    /// <summary>An id without text.</summary>
    public const string EmptyId = "id.empty";

    /// <summary>Two baselines of one pair.</summary>
    public const string DuplicateBaseline = "baseline.duplicate";

    /// <summary>Two choices for one person and field.</summary>
    public const string DuplicateDecision = "decision.duplicate";

    /// <summary>The file does not exist.</summary>
    public const string FileMissing = "file.missing";

    /// <summary>A folder was given instead of a file.</summary>
    public const string FileIsFolder = "file.isFolder";

    /// <summary>The file cannot be read.</summary>
    public const string FileUnreadable = "file.unreadable";

    /// <summary>Standard output could not be written to.</summary>
    public const string OutputFailed = "output.failed";
}
