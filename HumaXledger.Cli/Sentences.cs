using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Cli;

/// <summary>
/// A <see cref="Reason"/> as an English sentence: the Portal's own. Dates stay as the formats write them.
/// </summary>
internal static class Sentences
{
    private static readonly ResourceManager Reasons = new("Reasons", typeof(Sentences).Assembly);
    private static readonly ResourceManager Fields = new("Fields", typeof(Sentences).Assembly);

    // Most reasons hold no argument, and there are few of them: each is looked up once.
    private static readonly ConcurrentDictionary<string, string?> Known = new();

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

        return string.Format(CultureInfo.InvariantCulture, sentence, words).Trim().TrimEnd(',', ' ');
    }

    private static string Word(string argument) =>
        FieldRules.ByName(argument) is { } field
            ? Fields.GetString(field.ToString(), CultureInfo.InvariantCulture) ?? argument
            : Find($"word.{argument}") ?? argument;

    private static string? Find(string key) =>
        Known.GetOrAdd(key, static key => Reasons.GetString(key, CultureInfo.InvariantCulture));
}
