using System.Text.Json;
using HumaXledger.Cli.Writing;

namespace HumaXledger.Cli;

/// <summary>
/// The input was understood as far as it goes, and refused. Told on standard error as one line of JSON; the exit status
/// is 1.
/// </summary>
/// <param name="code">One stable word, see <see cref="RefusalCodes"/>.</param>
/// <param name="path">Where: a file, a line in it, a JSON path; as much of that as there is.</param>
internal sealed class Refusal(string code, string message, string path) : Exception(message)
{
    public string Code => code;

    public string Path => path;

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
/// The stable words of a <see cref="Refusal"/>: what is wrong with the form of the input. What is wrong with a value
/// has the codes of Core's <c>ValueReasons</c>.
/// </summary>
internal static class RefusalCodes
{
    /// <summary>Not JSON, or JSON that ends early or goes on too long.</summary>
    public const string Syntax = "json.syntax";

    /// <summary>A text that is not UTF-8, or half a surrogate pair.</summary>
    public const string Unicode = "json.unicode";

    /// <summary>Deeper nesting than any of the formats has.</summary>
    public const string TooDeep = "json.tooDeep";

    /// <summary>One record that takes more room than any person can.</summary>
    public const string TooLong = "json.tooLong";

    /// <summary>Another kind of JSON value than the format has here.</summary>
    public const string WrongType = "json.wrongType";

    public const string UnknownProperty = "json.unknownProperty";
    public const string DuplicateProperty = "json.duplicateProperty";
    public const string MissingProperty = "json.missingProperty";

    /// <summary>Two properties that tell the same thing, each in its own way.</summary>
    public const string PropertyConflict = "json.propertyConflict";

    /// <summary>A word outside the closed set that the format has here: a field, a rule, a side.</summary>
    public const string UnknownWord = "json.unknownWord";

    public const string EmptyId = "id.empty";

    /// <summary>Two baselines of one pair.</summary>
    public const string DuplicateBaseline = "baseline.duplicate";

    /// <summary>Two choices for one person and field.</summary>
    public const string DuplicateDecision = "decision.duplicate";

    public const string FileMissing = "file.missing";
    public const string FileIsFolder = "file.isFolder";
    public const string FileUnreadable = "file.unreadable";

    /// <summary>Standard output could not be written to.</summary>
    public const string OutputFailed = "output.failed";
}
