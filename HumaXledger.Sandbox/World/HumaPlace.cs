using System.Collections.Immutable;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Huma.Input;

namespace HumaXledger.Sandbox;

/// <summary>A user of Huma and what is needed to read or change one.</summary>
internal readonly record struct HumaPerson(HumaUser User, HumaStore Store, DateOnly Today, MainPositionRule Rule)
{
    public HumaPosition? Main => HumaPosition.MainOf(User.Positions, Today, Rule);
}

/// <summary>What an edit depends on beside the user.</summary>
internal readonly record struct HumaEdit(HumaStore Store, DateOnly Today, HumaSwitches Switches);

/// <summary>Where Huma keeps a field, read and written as an administrator would there.</summary>
/// <param name="Read">The value as one line of text; null where there is none.</param>
/// <param name="Write">The change that gives the field a value, or none; null when the text is no value of the
/// field.</param>
internal sealed record HumaPlace(
    Func<HumaPerson, string?> Read,
    Func<string?, HumaEdit, Func<HumaUser, HumaUser>?> Write
)
{
    public static readonly HumaPlace Email = new(
        person => person.User.Email,
        (text, _) => text is not null && EmailForm.IsPlausible(text) ? user => user.WithEmail(text) : null
    );

    public static readonly HumaPlace Phone = new(
        person => person.User.Phone,
        (text, edit) => user => user with { Phone = PhoneForm.Keep(text, edit.Switches.PhoneFormat) }
    );

    public static readonly HumaPlace BankAccount = new(
        person =>
            person.User.BankAccount switch
            {
                HumaBankAccount.National national => national.Number,
                HumaBankAccount.International international => international.Iban,
                _ => null,
            },
        (text, _) => user => user with { BankAccount = Account(text, user) }
    );

    public static readonly HumaPlace Address = new(
        person =>
            person.User.HomeAddress is { } address
                ? FieldText.Address(
                    string.Join(", ", new[] { address.Line1, address.Line2, address.Line3 }.OfType<string>()),
                    address.PostalCode,
                    address.City,
                    address.Country
                )
                : null,
        (text, _) => TryAddress(text, out var address) ? user => user with { HomeAddress = address } : null
    );

    public static readonly HumaPlace JobTitle = new(
        person => person.Store.JobTitle(person.Main?.TitleId)?.Name,
        (text, edit) =>
        {
            var title = text is null ? null : Title(text, edit.Store);
            return OnMain(position => position with { TitleId = title?.Id }, edit);
        }
    );

    public static readonly HumaPlace Identification = new(
        person => person.User.Identifications.FirstOrDefault(one => one.Type == "national")?.Value,
        (text, _) => user => user with { Identifications = Identifications(user, text) }
    );

    /// <summary>A text of the profile.</summary>
    public static HumaPlace Text(Func<HumaUser, string?> read, Func<HumaUser, string?, HumaUser> write) =>
        new(person => read(person.User), (text, _) => user => write(user, text));

    /// <summary>A name, which is never without a value.</summary>
    public static HumaPlace Name(Func<HumaUser, string> read, Func<HumaUser, string, HumaUser> write) =>
        new(person => read(person.User), (text, _) => text is null ? null : user => write(user, text));

    /// <summary>A day of the profile.</summary>
    public static HumaPlace Date(Func<HumaUser, DateOnly?> read, Func<HumaUser, DateOnly?, HumaUser> write) =>
        new(
            person => FieldText.Of(read(person.User)),
            (text, _) => FieldText.TryDate(text, out var date) ? user => write(user, date) : null
        );

    /// <summary>A day of the main position.</summary>
    public static HumaPlace OfPosition(
        Func<HumaPosition, DateOnly?> read,
        Func<HumaPosition, DateOnly?, HumaPosition> write
    ) =>
        new(
            person => person.Main is { } main ? FieldText.Of(read(main)) : null,
            (text, edit) =>
                FieldText.TryDate(text, out var date) ? OnMain(position => write(position, date), edit) : null
        );

    /// <summary>Changes the main position; a person without any gets one.</summary>
    private static Func<HumaUser, HumaUser> OnMain(Func<HumaPosition, HumaPosition> change, HumaEdit edit) =>
        user =>
            HumaPosition.MainOf(user.Positions, edit.Today, edit.Switches.MainPosition) is { } main
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

    private static bool TryAddress(string? text, out HumaAddress? address)
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
}
