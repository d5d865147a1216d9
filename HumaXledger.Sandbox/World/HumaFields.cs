using System.Collections.Immutable;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Huma.Input;

namespace HumaXledger.Sandbox;

/// <summary>The fields of a user in Huma, read and written as an administrator would there.</summary>
internal static class HumaFields
{
    public static IReadOnlyDictionary<SandboxField, string> Read(
        HumaUser user,
        HumaStore store,
        DateOnly today,
        MainPositionRule rule
    )
    {
        var main = HumaPosition.MainOf(user.Positions, today, rule);
        return Values(
            (SandboxField.Email, user.Email),
            (SandboxField.EmploymentId, user.EmploymentId),
            (SandboxField.GivenName, user.GivenName),
            (SandboxField.FamilyName, user.FamilyName),
            (SandboxField.Phone, user.Phone),
            (SandboxField.BirthDate, FieldText.Of(user.BirthDate)),
            (
                SandboxField.BankAccount,
                user.BankAccount switch
                {
                    HumaBankAccount.National national => national.Number,
                    HumaBankAccount.International international => international.Iban,
                    _ => null,
                }
            ),
            (
                SandboxField.Address,
                user.HomeAddress is { } address
                    ? FieldText.Address(
                        string.Join(", ", new[] { address.Line1, address.Line2, address.Line3 }.OfType<string>()),
                        address.PostalCode,
                        address.City,
                        address.Country
                    )
                    : null
            ),
            (SandboxField.Gender, user.Gender),
            (SandboxField.JobTitle, store.JobTitle(main?.TitleId)?.Name),
            (SandboxField.EmploymentStart, FieldText.Of(main?.ContractStartDate)),
            (SandboxField.ProbationEnd, FieldText.Of(main?.ProbationEndDate)),
            (SandboxField.TerminationNotice, FieldText.Of(main?.TerminationNoticeDate)),
            (SandboxField.EmploymentEnd, FieldText.Of(HumaPosition.EndOf(user.Positions, today))),
            (SandboxField.Identification, user.Identifications.FirstOrDefault(one => one.Type == "national")?.Value)
        );
    }

    /// <summary>
    /// The change that gives a field a value, or none; null when the text is no value of that field in Huma.
    /// </summary>
    public static Func<HumaUser, HumaUser>? Write(
        SandboxField field,
        string? text,
        HumaStore store,
        DateOnly today,
        HumaSwitches switches
    )
    {
        switch (field)
        {
            case SandboxField.Email:
                return text is not null && EmailForm.IsPlausible(text) ? user => user.WithEmail(text) : null;
            case SandboxField.GivenName:
                return text is null ? null : user => user with { GivenName = text };
            case SandboxField.FamilyName:
                return text is null ? null : user => user with { FamilyName = text };
            case SandboxField.EmploymentId:
                return user => user with { EmploymentId = text };
            case SandboxField.Phone:
                return user => user with { Phone = PhoneForm.Keep(text, switches.PhoneFormat) };
            case SandboxField.Gender:
                return user => user with { Gender = text };
            case SandboxField.BirthDate:
                return FieldText.TryDate(text, out var birth) ? user => user with { BirthDate = birth } : null;
            case SandboxField.BankAccount:
                return user => user with { BankAccount = Account(text, user) };
            case SandboxField.Address:
                return Address(text, out var address) ? user => user with { HomeAddress = address } : null;
            case SandboxField.Identification:
                return user => user with { Identifications = Identifications(user, text) };
            case SandboxField.JobTitle:
                var title = text is null ? null : Title(text, store);
                return OnMain(position => position with { TitleId = title?.Id }, today, switches);
            default:
                return FieldText.TryDate(text, out var date)
                    ? OnMain(position => WithDate(position, field, date), today, switches)
                    : null;
        }
    }

    private static HumaPosition WithDate(HumaPosition position, SandboxField field, DateOnly? date) =>
        field switch
        {
            SandboxField.EmploymentStart => position with { ContractStartDate = date },
            SandboxField.ProbationEnd => position with { ProbationEndDate = date },
            SandboxField.TerminationNotice => position with { TerminationNoticeDate = date },
            _ => position with { ContractEndDate = date },
        };

    /// <summary>Changes the main position; a person without any gets one.</summary>
    private static Func<HumaUser, HumaUser> OnMain(
        Func<HumaPosition, HumaPosition> change,
        DateOnly today,
        HumaSwitches switches
    ) =>
        user =>
            HumaPosition.MainOf(user.Positions, today, switches.MainPosition) is { } main
                ? user.WithPosition(main.Id, change)
                : user with
                {
                    Positions = [change(new HumaPosition { Id = Guid.NewGuid(), ContractType = "Permanent" })],
                };

    private static HumaJobTitle Title(string name, HumaStore store)
    {
        if (store.JobTitles().FirstOrDefault(title => title.Name == name) is { } known)
            return known;
        var added = new HumaJobTitle(Guid.NewGuid(), name, null);
        store.Put(added);
        return added;
    }

    private static HumaBankAccount? Account(string? text, HumaUser user)
    {
        if (text is null)
            return null;
        if (text.Length > 2 && text[..2].All(char.IsAsciiLetterUpper))
            return new HumaBankAccount.International(
                text,
                user.BankAccount is HumaBankAccount.International before ? before.Bic : "EXAMNOKK"
            );
        return new HumaBankAccount.National(
            text,
            user.BankAccount is HumaBankAccount.National national ? national.Country : "NO"
        );
    }

    private static bool Address(string? text, out HumaAddress? address)
    {
        address = null;
        if (text is null)
            return true;
        if (
            FieldText.AddressParts(text) is not [{ } line1, { } postalCode, { } city, { } country]
            || !InputReader.IsCountry(country)
        )
            return false;
        address = new HumaAddress(line1, null, null, postalCode, city, country);
        return true;
    }

    private static ImmutableArray<HumaIdentification> Identifications(HumaUser user, string? text)
    {
        var before = user.Identifications.FirstOrDefault(one => one.Type == "national");
        var others = user.Identifications.Where(one => one != before);
        if (text is null)
            return [.. others];
        return
        [
            before is null
                ? new HumaIdentification(Guid.NewGuid(), "national", user.Nationality ?? "NO", text)
                : before with
                {
                    Value = text,
                },
            .. others,
        ];
    }

    internal static IReadOnlyDictionary<SandboxField, string> Values(
        params ReadOnlySpan<(SandboxField Field, string? Text)> values
    )
    {
        var known = new Dictionary<SandboxField, string>(values.Length);
        foreach (var (field, text) in values)
            if (!string.IsNullOrEmpty(text))
                known[field] = text;
        return known;
    }
}
