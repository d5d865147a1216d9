using System.Collections.Concurrent;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>
/// The people of one side in the order of their ids. Values that people are found by are normalised once, the others when they are asked for. The order in which a system
/// returned the people is forgotten here.
/// </summary>
internal sealed class Roster
{
    private static readonly Field[] Kept = [Field.Email, Field.EmploymentId, Field.Phone, Field.DateOfBirth, Field.Address, Field.Identification];

    /// <summary>For each field its place among those that are kept, or -1.</summary>
    private static readonly int[] Places = [.. FieldRules.All.Select(rules => Array.IndexOf(Kept, rules.Field))];

    private readonly string?[] _keys;
    private readonly Dictionary<string, int> _positions;

    private Roster(Side side, Person[] people, string?[] keys, Dictionary<string, int> positions, string? country)
    {
        Side = side;
        Country = country;
        People = people;
        _keys = keys;
        _positions = positions;
    }

    public Side Side { get; }

    /// <summary>The country whose national spellings are meant where a value names none; null where none is known.</summary>
    public string? Country { get; }

    public Person[] People { get; }

    public int Count => People.Length;

    public Person this[int position] => People[position];

    /// <summary>The normalised value; the empty text for "known to be empty"; null for unknown.</summary>
    public string? Key(int position, Field field) =>
        Places[(int)field] is >= 0 and var place ? _keys[(position * Kept.Length) + place] : FieldNormal.Key(field, People[position].Values[field], Country);

    /// <summary>The position of the person with this id, or -1.</summary>
    public int Find(string id) => _positions.GetValueOrDefault(id, -1);

    /// <summary>Both sides, in one spelling of national values.</summary>
    /// <param name="country">See <see cref="Country"/>; null: the country that most addresses name.</param>
    /// <exception cref="ArgumentException">Two records of one side carry the same id: then no id means anybody.</exception>
    public static (Roster Huma, Roster Xledger) Both(IReadOnlyList<Person> huma, IReadOnlyList<Person> xledger, string? country)
    {
        var one = Sorted(huma);
        var other = Sorted(xledger);
        var meant = country ?? PrevailingCountry.Of(one, other);
        return (Of(Side.Huma, one, meant), Of(Side.Xledger, other, meant));
    }

    private static Person[] Sorted(IReadOnlyList<Person> people)
    {
        var sorted = people.ToArray();
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return sorted;
    }

    private static Roster Of(Side side, Person[] sorted, string? country)
    {
        var positions = new Dictionary<string, int>(sorted.Length, StringComparer.Ordinal);
        for (var position = 0; position < sorted.Length; position++)
        {
            if (!positions.TryAdd(sorted[position].Id, position))
            {
                throw new ArgumentException($"Two records of {side} have the id {sorted[position].Id}.");
            }
        }

        var keys = new string?[sorted.Length * Kept.Length];
        if (sorted.Length > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, sorted.Length, Math.Max(256, sorted.Length / 32)), range =>
            {
                for (var position = range.Item1; position < range.Item2; position++)
                {
                    for (var place = 0; place < Kept.Length; place++)
                    {
                        keys[(position * Kept.Length) + place] = FieldNormal.Key(Kept[place], sorted[position].Values[Kept[place]], country);
                    }
                }
            });
        }

        return new Roster(side, sorted, keys, positions, country);
    }
}
