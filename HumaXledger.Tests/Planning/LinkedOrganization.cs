using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Tests.Planning;

/// <summary>
/// An invented organization in which everybody is linked and has fifteen values on both sides and in the baseline. One
/// person in ten has one value that changed: in Huma, in Xledger, or in both. One person in five has an e-mail, a phone
/// or a job title that both systems only spell differently. Both systems and the store have texts of their own, as they
/// are read. The same seed gives the same values.
/// </summary>
internal sealed class LinkedOrganization
{
    private static readonly string[] Given = "Anne Bjørn Dag Elin Håkon Inger Kari Lars Nils Åse Øystein Maria".Split(
        ' '
    );
    private static readonly string[] Family = "Hansen Berg Haugen Dahl Moen Strand Solberg Eide Lie Nygård".Split(' ');
    private static readonly string[] Jobs = "Nurse Driver Teacher Electrician Accountant Developer Chef".Split(' ');

    public LinkedOrganization(int people, int seed)
    {
        var random = new Random(seed);
        var (huma, xledger) = (new Person[people], new Person[people]);
        var (links, baselines) = (new Link[people], new Baseline[people]);
        for (var index = 0; index < people; index++)
        {
            var agreed = Values(index, random);
            var (one, other) = (agreed, agreed);
            if (random.Next(5) == 0)
            {
                other = Respelled(agreed, random);
            }

            if (random.Next(10) == 0)
            {
                var field = Changing[random.Next(Changing.Length)];
                var draw = random.Next(10);
                one = draw < 7 ? one.With(field, Changed(field, index, random)) : one;
                other = draw >= 5 ? other.With(field, Changed(field, index, random)) : other;
            }

            var id = Guid(random);
            huma[index] = new Person(Side.Huma, id, Active: true, Own(one));
            xledger[index] = new Person(Side.Xledger, $"{4_000_000 + index}", Active: true, Own(other));
            links[index] = new Link(new HumaId(Own(id)), new XledgerId(Own(xledger[index].Id)));
            baselines[index] = new Baseline(
                new Link(new HumaId(Own(id)), new XledgerId(Own(xledger[index].Id))),
                Own(agreed)
            );
        }

        random.Shuffle(huma);
        random.Shuffle(xledger);
        Input = new ComparisonInput(
            huma,
            xledger,
            links,
            baselines,
            new Policy(PolicyRule.Ask, new Dictionary<Field, PolicyRule>())
        );
    }

    /// <summary>Both sides, links and baselines.</summary>
    public ComparisonInput Input { get; }

    private static readonly Field[] Changing =
    [
        Field.GivenName,
        Field.FamilyName,
        Field.Email,
        Field.Phone,
        Field.JobTitle,
        Field.EmploymentId,
    ];

    private static FieldValues Values(int index, Random random)
    {
        var born = new DateOnly(1955, 1, 1).AddDays(random.Next(17_000));
        var from = new DateOnly(2005, 1, 1).AddDays(random.Next(7_000));
        return new FieldValues(
            FieldRules.All.Select(rules =>
                KeyValuePair.Create(
                    rules.Field,
                    rules.Field switch
                    {
                        Field.EmploymentEnd => FieldValue.Nothing,
                        Field.DateOfBirth => FieldValue.From($"{born:yyyy-MM-dd}"),
                        Field.EmploymentStart => FieldValue.From($"{from:yyyy-MM-dd}"),
                        Field.Gender => FieldValue.From(random.Next(2) == 0 ? "male" : "female"),
                        Field.Address => FieldValue.From(
                            $$"""{"line1":"Storgata {{random.Next(400)}}","postalCode":"{{random.Next(9999):D4}}","""
                                + """ "city":"Fjellheim","country":"NO"}"""
                        ),
                        _ => Changed(rules.Field, index, random),
                    }
                )
            )
        );
    }

    private static FieldValue Changed(Field field, int index, Random random) =>
        FieldValue.From(
            field switch
            {
                Field.GivenName => $"{Given[random.Next(Given.Length)]} {(char)('A' + random.Next(26))}",
                Field.FamilyName => $"{Family[random.Next(Family.Length)]}-{Family[random.Next(Family.Length)]}",
                Field.Email => $"person{index}.{random.Next(100)}@example.com",
                Field.Phone => $"+47{90_000_000 + random.Next(9_999_999)}",
                Field.JobTitle => $"{Jobs[random.Next(Jobs.Length)]} {random.Next(40)}",
                Field.EmploymentId => $"{index}{random.Next(10)}",
                _ => $"{field} {random.Next(100_000)}",
            }
        );

    private static FieldValues Respelled(FieldValues values, Random random) =>
        random.Next(3) switch
        {
            0 => values.With(Field.Email, FieldValue.From(values[Field.Email].TextOrNull!.ToUpperInvariant())),
            1 => values.With(Field.Phone, FieldValue.From(Spaced(values[Field.Phone].TextOrNull!))),
            _ => values.With(Field.JobTitle, FieldValue.From("  " + values[Field.JobTitle].TextOrNull!)),
        };

    private static FieldValues Own(FieldValues values) =>
        new(
            values.Select(one =>
                KeyValuePair.Create(
                    one.Key,
                    one.Value.TextOrNull is { } text ? new FieldValue.Of(Own(text)) : one.Value
                )
            )
        );

    private static string Own(string text) => new(text.AsSpan());

    private static string Spaced(string phone) => $"{phone[..3]} {phone[3..6]} {phone[6..8]} {phone[8..]}";

    private static string Guid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
