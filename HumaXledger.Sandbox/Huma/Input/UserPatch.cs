using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Input;

/// <summary>
/// The changes of a <c>PATCH /users/{id}</c>. Job title, employment dates, identifications, groups and status are not
/// among its inputs.
/// </summary>
internal sealed class UserPatch
{
    /// <summary>Inputs of the specification that are accepted and not stored.</summary>
    private static readonly string[] NotKept =
    [
        "interests",
        "relevantExperienceInMonths",
        "relevantExperienceInYears",
        "excludeFromInsights",
        "excludeFromSurveys",
    ];

    private static readonly string[] Kept =
    [
        "givenName",
        "familyName",
        "preferredName",
        "email",
        "phone",
        "nationality",
        "birthDate",
        "homeAddress",
        "civilStatus",
        "gender",
        "dietaryRequirements",
        "funfacts",
        "bankAccount",
        "supervisor",
        "employmentId",
        "seniorityNote",
        "privateEmail",
        "custom",
    ];

    private readonly List<Func<HumaUser, HumaUser>> _steps = [];
    private readonly List<string> _locked = [];
    private readonly InputReader _input;
    private readonly Editing _editing;
    private readonly HumaSwitches _switches;

    private UserPatch(JsonElement body, Editing editing, HumaSwitches switches)
    {
        _input = new InputReader(body, switches);
        _editing = editing;
        _switches = switches;
    }

    /// <summary>Applies the changes to a user.</summary>
    public HumaUser Apply(HumaUser user) => _steps.Aggregate(user, (changed, step) => step(changed));

    /// <summary>Reads and validates the input.</summary>
    public static UserPatch Read(JsonElement body, Editing editing, HumaSwitches switches, HumaStore store)
    {
        var patch = new UserPatch(body, editing, switches);
        patch._input.AllowOnly([.. Kept, .. NotKept]);
        patch.ReadNamesAndContact();
        patch.ReadPersonal(store);
        patch.ReadCustom();
        patch._input.ThrowIfInvalid();
        patch.RefuseLocked();
        return patch;
    }

    private void ReadNamesAndContact()
    {
        Set("givenName", _input.Text("givenName"), (user, value) => user with { GivenName = value! }, required: true);
        Set(
            "familyName",
            _input.Text("familyName"),
            (user, value) => user with { FamilyName = value! },
            required: true
        );
        Set("preferredName", _input.Text("preferredName"), (user, value) => user with { PreferredName = value });
        var email = _input.Text("email");
        if (email.Value is { } address && !EmailForm.IsPlausible(address))
            _input.Refuse("email");
        Set("email", email, (user, value) => user.WithEmail(value!), required: true);
        var privateEmail = _input.Text("privateEmail");
        if (privateEmail.Value is { } personal && !EmailForm.IsPlausible(personal))
            _input.Refuse("privateEmail");
        Set("privateEmail", privateEmail, (user, value) => user with { PrivateEmail = value });
        Set("phone", _input.Text("phone"), (user, value) =>
            user with
            {
                Phone = PhoneForm.Keep(value, _switches.PhoneFormat),
            }
        );
    }

    private void ReadPersonal(HumaStore store)
    {
        Set("employmentId", _input.Text("employmentId"), (user, value) => user with { EmploymentId = value });
        Set("birthDate", _input.Date("birthDate"), (user, value) => user with { BirthDate = value });
        Set("gender", _input.Text("gender"), (user, value) => user with { Gender = value });
        Set("nationality", _input.Country("nationality"), (user, value) => user with { Nationality = value });
        Set("civilStatus", _input.OneOf("civilStatus", "Married", "Relationship", "Single"), (user, value) =>
            user with
            {
                CivilStatus = value,
            }
        );
        Set("dietaryRequirements", _input.Text("dietaryRequirements", 2040), (user, value) =>
            user with
            {
                DietaryRequirements = value,
            }
        );
        Set("funfacts", _input.Text("funfacts", 2040), (user, value) => user with { Funfacts = value });
        Set("seniorityNote", _input.Text("seniorityNote", int.MaxValue), (user, value) =>
            user with
            {
                SeniorityNote = value,
            }
        );
        Set("homeAddress", _input.Whole("homeAddress", ReadAddress), (user, value) =>
            user with
            {
                HomeAddress = value,
            }
        );
        Set("bankAccount", _input.Whole("bankAccount", ReadBankAccount), (user, value) =>
            user with
            {
                BankAccount = value,
            }
        );
        var supervisor = _input.Id("supervisor");
        if (supervisor.Value is { } id && store.Find(id) is null)
            _input.Refuse("supervisor");
        Set("supervisor", supervisor, (user, value) => user with { Supervisor = value });
    }

    /// <summary>Custom fields of other names than the organization's are taken without being kept.</summary>
    private void ReadCustom() => _input.Each("custom", input =>
        {
            foreach (var name in _switches.CustomTexts)
                Set(name, input.Text(name), (user, value) =>
                    user with
                    {
                        CustomTexts = value is null
                            ? user.CustomTexts.Remove(name)
                            : user.CustomTexts.SetItem(name, value),
                    }
                );
        });

    private void Set<T>(string name, Given<T> given, Func<HumaUser, T?, HumaUser> change, bool required = false)
    {
        if (!given.IsGiven)
            return;
        if (required && given.Value is null)
            _input.Refuse(name);
        else if (_editing.CanEdit(name))
            _steps.Add(user => change(user, given.Value));
        else
            _locked.Add(name);
    }

    private void RefuseLocked()
    {
        if (_locked.Count == 0 || _switches.LockedWrite == LockedWrite.Ignored)
            return;
        throw HumaRefusal.Locked(_switches.LockedWrite == LockedWrite.Forbidden ? 403 : 400, [.. _locked]);
    }

    /// <summary>All six keys are required, because an address is replaced as a whole (contracts/huma.md 2.8).</summary>
    private HumaAddress? ReadAddress(InputReader input)
    {
        var address = new HumaAddress(
            input.Part("line1"),
            OrNone(input.Part("line2")),
            OrNone(input.Part("line3")),
            input.Part("postalCode"),
            input.Part("city"),
            input.Part("country", 2)
        );
        var parts = new[]
        {
            ("line1", address.Line1),
            ("postalCode", address.PostalCode),
            ("city", address.City),
            ("country", address.Country),
        };
        if (parts.All(part => part.Item2.Length == 0))
            return null;
        if (_switches.IncompleteAddress == IncompleteAddress.Refused)
            foreach (var (name, value) in parts)
                if (string.IsNullOrWhiteSpace(value))
                    input.Refuse(name);
        if (address.Country.Length > 0 && !InputReader.IsCountry(address.Country))
            input.Refuse("country");
        return address;
    }

    private HumaBankAccount? ReadBankAccount(InputReader input)
    {
        var type = input.Part("type");
        if (type == BankAccountTypes.National(_switches.BankAccountType))
        {
            var (number, country) = (input.Part("number"), input.Part("country", 2));
            if (number.Length == 0)
                return null;
            if (!InputReader.IsCountry(country))
                input.Refuse("country");
            return new HumaBankAccount.National(number, country);
        }

        if (type == BankAccountTypes.International(_switches.BankAccountType))
        {
            var (iban, bic) = (input.Part("iban"), input.Part("bic"));
            return iban.Length == 0 ? null : new HumaBankAccount.International(iban, bic);
        }

        input.Refuse("type");
        return null;
    }

    private static string? OrNone(string text) => text.Length == 0 ? null : text;
}
