using System.Collections.Concurrent;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>What of a person speaks for who they are, ready for weighing. Texts are null where there is no value.</summary>
internal sealed class Traits
{
    private Traits(Roster roster, int position, NameBook names)
    {
        var person = roster[position];
        Email = Value(roster, position, Field.Email);
        var at = Email?.IndexOf('@') ?? -1;
        EmailLocalPart = at > 3 ? Email![..at] : null;
        EmploymentId = Value(roster, position, Field.EmploymentId);
        BareEmploymentId = EmploymentId?.TrimStart('0') is { Length: > 0 } bare ? bare : EmploymentId;
        Identification = person[Field.Identification] is FieldValue.Of number && !IdentificationEvidence.IsPlaceholder(IdentificationNumber.Read(number.Text).Number)
            ? Value(roster, position, Field.Identification)
            : null;
        IdentificationKey = Identification is null ? null : IdentificationEvidence.KeyOf(Identification);
        Phone = Value(roster, position, Field.Phone);
        PhoneAsSpelled = person[Field.Phone];
        Birth = CalendarDate.Read(Value(roster, position, Field.DateOfBirth));
        Given = names.Of(person[Field.GivenName].TextOrNull);
        Family = names.Of(person[Field.FamilyName].TextOrNull);

        Gender = Value(roster, position, Field.Gender) switch { People.Gender.Male => 'M', People.Gender.Female => 'F', _ => '\0' };
        Employment = Period.Of(person);

        // The normal form of an address is street|postal code|place|country.
        if (Value(roster, position, Field.Address)?.Split('|') is [var street, var postalCode, ..])
        {
            Street = street.Length > 0 ? street : null;
            PostalCode = postalCode.Length > 0 ? postalCode : null;
        }
    }

    public string? Email { get; }

    /// <summary>What stands before the @, when it is long enough to mean one person.</summary>
    public string? EmailLocalPart { get; }

    public string? EmploymentId { get; }

    public string? BareEmploymentId { get; }

    /// <summary>Null also for a value that cannot be a person's number.</summary>
    public string? Identification { get; }

    public string? IdentificationKey { get; }

    public string? Phone { get; }

    public FieldValue PhoneAsSpelled { get; }

    public DateOnly? Birth { get; }

    public NameKeys Given { get; }

    public NameKeys Family { get; }

    public string? Street { get; }

    public string? PostalCode { get; }

    /// <summary>M, F, or NUL where it is not known or neither.</summary>
    public char Gender { get; }

    public Period Employment { get; }

    /// <summary>The same for records that say the same, whatever their ids.</summary>
    public ulong ContentHash => TextHash.Mix(
        TextHash.Mix(Given.Sound.Whole, Family.Sound.Whole),
        TextHash.Mix(
            TextHash.Mix(TextHash.Of(Email), TextHash.Of(EmploymentId)),
            TextHash.Mix(TextHash.Of(Phone), TextHash.Mix((ulong)(Birth?.DayNumber ?? 0), TextHash.Of(Identification)))));

    /// <summary>How many people of the same side share each value, counted by <see cref="Blocks"/>.</summary>
    public Bearers Bearers = new();

    public static Traits[] Of(Roster roster, NameBook names)
    {
        var all = new Traits[roster.Count];
        if (all.Length > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, all.Length, Math.Max(256, all.Length / 32)), range =>
            {
                for (var position = range.Item1; position < range.Item2; position++)
                {
                    all[position] = new Traits(roster, position, names);
                }
            });
        }

        return all;
    }

    private static string? Value(Roster roster, int position, Field field) => roster.Key(position, field) is { Length: > 0 } value ? value : null;
}

/// <summary>How many people of one side share a value of a person; 1 where nobody else does.</summary>
internal struct Bearers()
{
    public int Email = 1;
    public int EmploymentId = 1;
    public int Identification = 1;
    public int Phone = 1;
    public int Birth = 1;
    public int Name = 1;
}
