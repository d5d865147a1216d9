using HumaXledger.Core.People;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>A field with several places in Xledger: its value, and the places where they differ.</summary>
internal readonly record struct Placed(FieldValue Value, InnerDisagreement? Disagreement);

/// <summary>
/// The first place counts; a later one is used only where the earlier one is empty. Places disagree when two of them
/// have values that differ in more than spelling, or when the first is empty and the second is not.
/// </summary>
internal static class TwoPlaces
{
    /// <summary>
    /// The employee's own e-mail is used last and never disagrees: no mutation is known to change it, so a disagreement
    /// could not be resolved.
    /// </summary>
    public static Placed Email(FieldValue contact, FieldValue subledger, FieldValue employee)
    {
        var placed = Place(Field.Email, ("contact.email", contact), ("subledger.email", subledger), text =>
            text.Trim().ToLowerInvariant()
        );
        return placed with { Value = First(placed.Value, employee) };
    }

    /// <summary>The contact's phone, else the subledger's.</summary>
    public static Placed Phone(FieldValue contact, FieldValue subledger) =>
        Place(Field.Phone, ("contact.phone", contact), ("subledger.phone", subledger), Digits);

    /// <summary>A home address may differ from the contact's address; it is only used where that is empty.</summary>
    public static Placed Address(FieldValue contact, FieldValue subledger, FieldValue home)
    {
        var placed = Place(Field.Address, ("contact.address", contact), ("subledger.address", subledger), AddressKey);
        return placed with { Value = First(First(contact, home), subledger) };
    }

    /// <summary>
    /// Compares first and last name with the full names on employee and subledger, in any order of words, with or
    /// without the middle name. Where the contact lacks one of the two names (or it cannot be read), only the other one
    /// must be among the words of a full name: a missing name is no disagreement of the other.
    /// </summary>
    public static InnerDisagreement? Names(
        FieldValue given,
        FieldValue family,
        string? middle,
        string? description,
        string? subledgerDescription
    )
    {
        if (given.TextOrNull is null && family.TextOrNull is null)
        {
            return null;
        }

        var name = $"{given.TextOrNull} {family.TextOrNull}".Trim();
        string[] accepted = [Words(name), Words($"{name} {middle}")];
        var isPart = given.TextOrNull is null || family.TextOrNull is null;
        var others = new[] { ("employee.description", description), ("subledger.description", subledgerDescription) }
            .Where(place => !InvisibleCharacters.IsBlank(place.Item2) && !accepted.Contains(Words(place.Item2)))
            .Where(place => !isPart || !Words(name).Split(' ').All(Words(place.Item2).Split(' ').Contains))
            .Select(place => new KeyValuePair<string, FieldValue>(place.Item1, new FieldValue.Of(place.Item2!)))
            .ToArray();
        return others.Length == 0
            ? null
            : new InnerDisagreement(
                Field.FamilyName,
                [new("contact.firstName contact.lastName", new FieldValue.Of(name)), .. others]
            );
    }

    private static Placed Place(
        Field field,
        (string Path, FieldValue Value) first,
        (string Path, FieldValue Value) second,
        Func<string, string> key
    )
    {
        var differ =
            second.Value is FieldValue.Of other
            && first.Value switch
            {
                FieldValue.Of one => key(one.Text) != key(other.Text),
                FieldValue.Empty => true,
                _ => false,
            };
        return new Placed(
            First(first.Value, second.Value),
            differ ? new InnerDisagreement(field, [new(first.Path, first.Value), new(second.Path, second.Value)]) : null
        );
    }

    /// <summary>Empty only where both are; an unreadable place may have a value.</summary>
    private static FieldValue First(FieldValue first, FieldValue second) => first is FieldValue.Empty ? second : first;

    /// <summary>
    /// Digits without a leading international prefix. Numbers with and without a country code still differ, because the
    /// country is unknown here.
    /// </summary>
    private static string Digits(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..]
            : digits.Length == 0 ? text.Trim()
            : digits;
    }

    private static string AddressKey(string text)
    {
        var address = People.Addresses.Address.Read(text);
        return string.Join(
            '|',
            new[] { address.Street, address.PostalCode, address.City, address.Country }.Select(part =>
                Words(part ?? "", sort: false)
            )
        );
    }

    private static string Words(string? text) => Words(text ?? "", sort: true);

    private static string Words(string text, bool sort)
    {
        var words = Spelling.Collapse(text).ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (sort)
        {
            Array.Sort(words, StringComparer.Ordinal);
        }

        return string.Join(' ', words);
    }
}
