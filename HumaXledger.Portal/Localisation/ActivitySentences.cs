using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>The sentence of an activity log entry, in the reader's language.</summary>
public sealed class ActivitySentences(IStringLocalizer<ActivityEntries> words, IStringLocalizer<Fields> fields)
{
    private const string Between = ", ";

    /// <summary>
    /// The sentence of an entry. The entry has only the ids of a person; the name, where it is known, is the sentence's
    /// argument after the entry's own.
    /// </summary>
    public string Of(ActivityRecord act, string? person = null) =>
        words[act.What, [.. act.Arguments.Select(Words), person ?? words["word.onePerson"].Value]];

    // An argument may list several words of the product, such as a person's roles.
    private object Words(string argument) => string.Join(Between, argument.Split(Between).Select(Word));

    // Words of the product among the arguments (a rule, a field) are translated; anything else stays as it is.
    private string Word(string part)
    {
        if (FieldRules.ByName(part) is { } field)
        {
            return fields.Label(field);
        }

        if (GroupRole.Parse(part) is { } role)
        {
            return $"{words[$"word.{role.Role}"]} ({role.Group})";
        }

        var word = words[$"word.{part}"];
        return word.ResourceNotFound ? part : word.Value;
    }
}
