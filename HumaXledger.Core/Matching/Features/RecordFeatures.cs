using System.Collections.Concurrent;
using HumaXledger.Core.Matching.Candidates;
using HumaXledger.Core.Matching.Names;
using HumaXledger.Core.Matching.Weights;
using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// The features of a record that identify a person, normalized for comparison. Texts are null where there is no value.
/// </summary>
internal sealed class RecordFeatures
{
    private RecordFeatures(Roster roster, int position, NameKeyCache names)
    {
        var person = roster[position];
        var email = Value(roster, position, Field.Email);
        Email = new(email);
        var at = email?.IndexOf('@') ?? -1;
        if (at > EmailEnds)
        {
            EmailLocalPart = new(email, 0, at);
            EmailBegin = TextHash.Of(email.AsSpan(0, EmailEnds));
            EmailEnd = TextHash.Of(email.AsSpan(at - EmailEnds, EmailEnds));
            EmailLetters = new LetterBag(EmailLocalPart.Text);
        }

        EmploymentId = Value(roster, position, Field.EmploymentId);
        BareEmploymentId = new(EmploymentId?.TrimStart('0') is { Length: > 0 } bare ? bare : EmploymentId);
        Identification =
            person[Field.Identification] is FieldValue.Of number
            && !IdentificationEvidence.IsPlaceholder(IdentificationNumber.Read(number.Text).Number)
                ? Value(roster, position, Field.Identification)
                : null;
        IdentificationKey = Identification is null ? 0 : TextHash.Of(IdentificationEvidence.EndOf(Identification));
        Phone = new(Value(roster, position, Field.Phone));
        PhoneEnd = Phone.Text is { Length: > PhoneEndLength } phone ? TextHash.Of(phone[^PhoneEndLength..]) : 0;
        PhoneAsSpelled = person[Field.Phone];
        Birth = CalendarDate.Read(Value(roster, position, Field.DateOfBirth));
        MayWorkFrom = Birth is { Year: < 9980 } birth ? birth.AddYears(CalendarDate.YoungestAge) : DateOnly.MinValue;
        Given = names.Of(person[Field.GivenName].TextOrNull);
        Family = names.Of(person[Field.FamilyName].TextOrNull);

        Gender = Value(roster, position, Field.Gender) switch
        {
            People.Gender.Male => 'M',
            People.Gender.Female => 'F',
            _ => '\0',
        };
        Employment = Period.Of(person);

        // The normal form of an address is street|postal code|city|country.
        if (Value(roster, position, Field.Address) is { } address && address.IndexOf('|') is >= 0 and var street)
        {
            Street = new(address, 0, street);
            PostalCode = new(address, street + 1, address.AsSpan(street + 1).IndexOf('|'));
        }
    }

    private const int EmailEnds = 3;
    private const int PhoneEndLength = 6;

    /// <summary>The normalized address.</summary>
    public HashedText Email { get; }

    /// <summary>The part before the @ where it is long enough to identify a person.</summary>
    public HashedText EmailLocalPart { get; }

    /// <summary>
    /// Hashes of the first and the last letters before the @: typing errors usually leave one of them unchanged.
    /// </summary>
    public ulong EmailBegin { get; }

    /// <summary>See <see cref="EmailBegin"/>.</summary>
    public ulong EmailEnd { get; }

    /// <summary>The letters before the @.</summary>
    public LetterBag EmailLetters { get; }

    /// <summary>The normalized employment ID.</summary>
    public string? EmploymentId { get; }

    /// <summary>The employment ID without leading zeros.</summary>
    public HashedText BareEmploymentId { get; }

    /// <summary>Null also for a placeholder.</summary>
    public string? Identification { get; }

    /// <summary>The blocking key of the number; 0 where there is none.</summary>
    public ulong IdentificationKey { get; }

    /// <summary>E.164, or collapsed text where it is no valid number.</summary>
    public HashedText Phone { get; }

    /// <summary>
    /// The hash of the last six digits; 0 for a shorter number. Numbers with different last digits need no further
    /// comparison.
    /// </summary>
    public ulong PhoneEnd { get; }

    /// <summary>The number before normalization.</summary>
    public FieldValue PhoneAsSpelled { get; }

    /// <summary>Null where it is unknown or invalid.</summary>
    public DateOnly? Birth { get; }

    /// <summary>
    /// The first day on which this person is old enough to be employed; the first possible date where it is unknown.
    /// </summary>
    public DateOnly MayWorkFrom { get; }

    /// <summary>Keys of the given name.</summary>
    public NameKeys Given { get; }

    /// <summary>Keys of the family name.</summary>
    public NameKeys Family { get; }

    /// <summary>The normalized street.</summary>
    public HashedText Street { get; }

    /// <summary>The normalized postal code.</summary>
    public HashedText PostalCode { get; }

    /// <summary>M, F, or NUL where it is unknown or neither.</summary>
    public char Gender { get; }

    /// <summary>The dates of the employment.</summary>
    public Period Employment { get; }

    /// <summary>Equal for records with equal content, whatever their ids.</summary>
    public ulong ContentHash =>
        TextHash.Mix(
            TextHash.Mix(Given.Sound.Whole, Family.Sound.Whole),
            TextHash.Mix(
                TextHash.Mix(Email.Hash, BareEmploymentId.Hash),
                TextHash.Mix(Phone.Hash, TextHash.Mix((ulong)(Birth?.DayNumber ?? 0), IdentificationKey))
            )
        );

    /// <summary>How many people of the same side share each value, counted by <see cref="BlockingKeys"/>.</summary>
    public ValueCounts ValueCounts = new();

    /// <summary>The features of all records, by position; computed in parallel.</summary>
    public static RecordFeatures[] Of(Roster roster, NameKeyCache names)
    {
        var all = new RecordFeatures[roster.Count];
        if (all.Length > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, all.Length, Math.Max(256, all.Length / 32)), range =>
            {
                for (var position = range.Item1; position < range.Item2; position++)
                {
                    all[position] = new RecordFeatures(roster, position, names);
                }
            });
        }

        return all;
    }

    private static string? Value(Roster roster, int position, Field field) =>
        roster.Key(position, field) is { Length: > 0 } value ? value : null;
}

/// <summary>How many people of one side share a value of a person; 1 where no other does.</summary>
internal struct ValueCounts()
{
    public int Email = 1;
    public int EmploymentId = 1;
    public int Identification = 1;
    public int Phone = 1;
    public int Birth = 1;
    public int Name = 1;
}
