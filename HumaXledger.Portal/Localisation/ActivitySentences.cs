using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>The sentence of an activity log entry, in the reader's language.</summary>
public sealed class ActivitySentences(IStringLocalizer<ActivityEntries> words, IStringLocalizer<Fields> fields)
{
    private const string Between = ", ";

    /// <summary>The sentence of an entry.</summary>
    public string Of(ActivityRecord act) => words[act.What, [.. act.Arguments.Select(Words)]];

    // An argument may list several words of the product, such as a person's roles.
    private object Words(string argument) => string.Join(Between, argument.Split(Between).Select(Word));

    // Words of the product among the arguments (a choice, a rule, a field) are translated; anything else stays as it
    // is.
    private string Word(string part)
    {
        if (FieldRules.ByName(part) is { } field)
        {
            return fields.Label(field);
        }

        var word = words[$"word.{part}"];
        return word.ResourceNotFound ? part : word.Value;
    }
}
