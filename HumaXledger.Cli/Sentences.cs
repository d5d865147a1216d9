using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Texts;

namespace HumaXledger.Cli;

/// <summary>
/// The English sentence of a <see cref="Reason"/>, from the Portal's resources. Dates stay as in the formats.
/// </summary>
internal static class Sentences
{
    private static readonly ResourceManager Reasons = new("Reasons", typeof(Sentences).Assembly);
    private static readonly ResourceManager Fields = new("Fields", typeof(Sentences).Assembly);

    // Most reasons have no argument and there are few of them, so sentences are cached.
    private static readonly ConcurrentDictionary<string, string?> Known = new();

    /// <summary>The sentence of a reason; its code where there is none.</summary>
    public static string Of(Reason reason)
    {
        if (Find(reason.Code) is not { } sentence)
        {
            return reason.Code;
        }

        if (!sentence.Contains('{'))
        {
            return sentence;
        }

        var words = new object?[Math.Max(4, reason.Arguments.Count)];
        for (var index = 0; index < reason.Arguments.Count; index++)
        {
            words[index] = Word(reason.Arguments[index]);
        }

        return MessageFormat
            .Format(sentence, CultureInfo.InvariantCulture, CultureInfo.InvariantCulture, words)
            .Trim()
            .TrimEnd(',', ' ');
    }

    private static string Word(string argument) =>
        FieldRules.ByName(argument) is { } field
            ? Fields.GetString(field.ToString(), CultureInfo.InvariantCulture) ?? argument
            : Find($"word.{argument}") ?? argument;

    private static string? Find(string key) =>
        Known.GetOrAdd(key, static key => Reasons.GetString(key, CultureInfo.InvariantCulture));
}
