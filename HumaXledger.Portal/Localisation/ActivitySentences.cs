using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Portal.Resources;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>What an entry of the activity log says, in the reader's language.</summary>
public sealed class ActivitySentences(IStringLocalizer<ActivityWords> words, IStringLocalizer<Fields> fields)
{
    private const string Between = ", ";

    public string Of(ActivityRecord act) => words[act.What, [.. act.Arguments.Select(Words)]];

    // An argument may list several of our own words: the roles of somebody.
    private object Words(string argument) => string.Join(Between, argument.Split(Between).Select(Word));

    // Our own words among the arguments (a choice, a rule, a field) in the reader's language; anything else as it is.
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
