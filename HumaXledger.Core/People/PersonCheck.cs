using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>
/// Something about one field that only shows beside the person's other fields. A finding that does not refuse is a
/// warning.
/// </summary>
public sealed record Finding(Field Field, bool Refuses, Reason Reason)
{
    /// <summary>The field whose value it contradicts; null where it is about one field alone.</summary>
    public Field? Contradicts { get; init; }

    /// <summary>What can be done about the value, where it cannot be taken along.</summary>
    public Obstacle Obstacle { get; init; } = Obstacle.Correctable;

    /// <summary>Whether it is about this field, as the subject or as what the subject contradicts.</summary>
    public bool Concerns(Field field) => Field == field || Contradicts == field;
}

/// <summary>
/// Checks the values of one person against each other, and against what a system requires of a new person.
/// </summary>
public static class PersonCheck
{
    /// <summary>
    /// Contradictions between fields, in the order of the fields. Invalid values are left to <see cref="FieldCheck"/>
    /// and skipped here.
    /// </summary>
    public static IReadOnlyList<Finding> Contradictions(FieldValues values, string? country, DateOnly today) =>
        Contradictions(values, country, today, evidence: null);

    private static List<Finding> Contradictions(
        FieldValues values,
        string? country,
        DateOnly today,
        CountryEvidence? evidence
    )
    {
        var findings = new List<Finding>();
        var birth = Date(values, Field.DateOfBirth);
        var start = Date(values, Field.EmploymentStart);
        var probation = Date(values, Field.ProbationEnd);
        var notice = Date(values, Field.TerminationNotice);
        var end = Date(values, Field.EmploymentEnd);
        var id = values[Field.Identification].TextOrNull is { } number ? IdOf(number, country, evidence, today) : null;

        if (id is not null && birth is not null && !Agrees(id, birth.Value))
        {
            findings.Add(
                new Finding(Field.DateOfBirth, Refuses: false, new Reason(ValueReasons.IdentificationBirthDate))
                {
                    Contradicts = Field.Identification,
                }
            );
        }

        if (
            id?.GenderOf is { } stated
            && values[Field.Gender].TextOrNull is { } gender
            && Gender.Normalise(gender) is Gender.Male or Gender.Female
            && Gender.Normalise(gender) != stated
        )
        {
            findings.Add(
                new Finding(Field.Gender, Refuses: false, new Reason(ValueReasons.IdentificationGender))
                {
                    Contradicts = Field.Identification,
                }
            );
        }

        Order(
            findings,
            (Field.EmploymentStart, Field.DateOfBirth),
            start,
            birth,
            ValueReasons.DatesStartBeforeBirth,
            refuses: true,
            withDates: false
        );
        Order(
            findings,
            (Field.ProbationEnd, Field.EmploymentStart),
            probation,
            start,
            ValueReasons.DatesProbationBeforeStart,
            refuses: true
        );
        Order(
            findings,
            (Field.ProbationEnd, Field.EmploymentEnd),
            end,
            probation,
            ValueReasons.DatesProbationAfterEnd,
            refuses: false,
            reversed: true
        );
        Order(
            findings,
            (Field.TerminationNotice, Field.EmploymentEnd),
            end,
            notice,
            ValueReasons.DatesNoticeAfterEnd,
            refuses: false,
            reversed: true
        );
        Order(
            findings,
            (Field.EmploymentEnd, Field.EmploymentStart),
            end,
            start,
            ValueReasons.DatesEndBeforeStart,
            refuses: true
        );
        return findings;
    }

    /// <summary>As the other overload, reading numbers without a country by the evidence.</summary>
    public static IReadOnlyList<Finding> Contradictions(FieldValues values, CountryEvidence evidence, DateOnly today) =>
        Contradictions(values, evidence.First, today, evidence);

    /// <summary>
    /// Missing values: those without which the person cannot be added to a system (refusals), and those whose absence
    /// leaves another value out (warnings).
    /// </summary>
    /// <param name="xledgerHasGender">
    /// Whether Xledger has a system value for a gender (in its normal form) other than male and female.
    /// </param>
    public static IReadOnlyList<Finding> Missing(
        FieldValues values,
        Side target,
        Func<string, bool>? xledgerHasGender = null
    )
    {
        var findings = new List<Finding>();
        foreach (var rules in FieldRules.All)
        {
            if (rules.In(target).Required && !values[rules.Field].IsValue)
            {
                findings.Add(
                    new Finding(rules.Field, Refuses: true, new Reason(ValueReasons.RequiredMissing, rules.Name))
                );
            }
        }

        if (target == Side.Xledger)
        {
            var gender = FieldNormal.Key(Field.Gender, values[Field.Gender], default);
            if (gender is not (null or "" or Gender.Male or Gender.Female) && xledgerHasGender?.Invoke(gender) != true)
            {
                findings.Add(
                    new Finding(Field.Gender, Refuses: false, new Reason(ValueReasons.GenderNoCounterpart))
                    {
                        Obstacle = Obstacle.Impossible,
                    }
                );
            }

            return findings;
        }

        if (
            values[Field.Address].TextOrNull is { } address
            && MissingParts(Address.Read(address)) is { Count: > 0 } parts
        )
        {
            findings.Add(new Finding(Field.Address, Refuses: false, new Reason(ValueReasons.AddressIncomplete, parts)));
        }

        if (values[Field.JobTitle].IsValue != values[Field.EmploymentStart].IsValue)
        {
            var (present, missing) = values[Field.JobTitle].IsValue
                ? (Field.JobTitle, Field.EmploymentStart)
                : (Field.EmploymentStart, Field.JobTitle);
            findings.Add(
                new Finding(
                    present,
                    Refuses: false,
                    new Reason(ValueReasons.PositionIncomplete, FieldRules.For(missing).Name)
                )
            );
        }

        return findings;
    }

    /// <summary>
    /// The parts that Huma requires of an address and that are absent (contracts/huma.md 2.8), by their JSON names.
    /// </summary>
    public static IReadOnlyList<string> MissingParts(Address address)
    {
        var missing = new List<string>();
        Add("street", address.Street);
        Add("postalCode", address.PostalCode);
        Add("city", address.City);
        Add("country", Country.Read(address.Country));
        return missing;

        void Add(string name, string? part)
        {
            if (InvisibleCharacters.IsBlank(part))
            {
                missing.Add(name);
            }
        }
    }

    /// <summary>
    /// The part that Huma requires of a bank account and that is absent (contracts/huma.md 2.8); null when it is
    /// complete.
    /// </summary>
    public static Reason? MissingDetail(BankAccount account) =>
        account.IsInternational
            ? InvisibleCharacters.IsBlank(account.Bic)
                ? new Reason(ValueReasons.BankBicMissing)
                : null
            : InvisibleCharacters.IsBlank(account.Country)
                ? new Reason(ValueReasons.BankCountryMissing)
                : null;

    private static NationalId? IdOf(string text, string? country, CountryEvidence? evidence, DateOnly today)
    {
        var held = IdentificationNumber.Read(text);
        return NationalId.ReadOfAny(held.Number, held.Country ?? country, today, out _)
            ?? (
                evidence is { } known
                    ? NationalId.ReadOfAny(
                        held.Number,
                        NumberCountry.Likeliest(Field.Identification, text, known, today),
                        today,
                        out _
                    )
                    : null
            );
    }

    private static bool Agrees(NationalId id, DateOnly birth) =>
        id.DateOfBirth is not { } stated || (id.DateIsExact ? stated == birth : stated.Year % 100 == birth.Year % 100);

    private static void Order(
        List<Finding> findings,
        (Field Subject, Field Other) fields,
        DateOnly? later,
        DateOnly? earlier,
        string code,
        bool refuses,
        bool withDates = true,
        bool reversed = false
    )
    {
        if (later is { } second && earlier is { } first && second < first)
        {
            var (subject, other) = reversed ? (first, second) : (second, first);
            findings.Add(
                new Finding(
                    fields.Subject,
                    refuses,
                    withDates
                        ? new Reason(code, CalendarDate.Write(subject), CalendarDate.Write(other))
                        : new Reason(code)
                )
                {
                    Contradicts = fields.Other,
                }
            );
        }
    }

    private static DateOnly? Date(FieldValues values, Field field) => CalendarDate.Read(values[field].TextOrNull);
}
