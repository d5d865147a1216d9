using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// Sorts people by the ordinal order of their ids: eight letters at a time as one number, four where one of them takes
/// more than a byte. Comparing strings that lie scattered in memory takes several times as long.
/// </summary>
internal static class IdOrder
{
    private const int Bytes = sizeof(ulong);
    private const int Letters = sizeof(ulong) / sizeof(char);

    /// <summary>Below this, comparing the strings is quicker.</summary>
    private const int Few = 16;

    /// <summary>Ids that are the same up to here are compared as strings: long ones would overflow the stack.</summary>
    private const int Deepest = 256;

    /// <summary>Sorts in place. Equal ids stay beside each other.</summary>
    public static void Sort(Person[] people)
    {
        if (!IsSorted(people))
        {
            Sort(people, new ulong[people.Length], new int[people.Length], 0);
        }
    }

    private static bool IsSorted(Person[] people)
    {
        for (var index = 1; index < people.Length; index++)
        {
            if (string.CompareOrdinal(people[index - 1].Id, people[index].Id) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="keys">Room for the numbers; numbers move faster than people.</param>
    /// <param name="from">All ids are the same before this letter.</param>
    private static void Sort(Span<Person> people, Span<ulong> keys, Span<int> order, int from)
    {
        if (people.Length <= Few)
        {
            ByText(people);
            return;
        }

        var (letters, longest) = Read(people, keys, from);
        if (from >= longest || from >= Deepest)
        {
            ByText(people);
            return;
        }

        if (keys.ContainsAnyExcept(keys[0]))
        {
            Arrange(people, keys, order);
        }

        for (var start = 0; start < people.Length; )
        {
            var end = start + 1;
            while (end < people.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Sort(people[start..end], keys[start..end], order[start..end], from + letters);
            }

            start = end;
        }
    }

    private static void ByText(Span<Person> people) =>
        people.Sort(static (one, other) => string.CompareOrdinal(one.Id, other.Id));

    private static void Arrange(Span<Person> people, Span<ulong> keys, Span<int> order)
    {
        for (var index = 0; index < order.Length; index++)
        {
            order[index] = index;
        }

        keys.Sort(order);
        var before = people.ToArray();
        for (var index = 0; index < order.Length; index++)
        {
            people[index] = before[order[index]];
        }
    }

    /// <summary>
    /// The next letters of each id as a number, in the order of UTF-16 units, as ordinal comparison: a shorter id comes
    /// first.
    /// </summary>
    /// <returns>How many letters they are; the length of the longest id.</returns>
    private static (int Letters, int Longest) Read(Span<Person> people, Span<ulong> keys, int from)
    {
        var (longest, widest) = (0, 0);
        for (var person = 0; person < people.Length; person++)
        {
            var id = people[person].Id;
            var key = 0UL;
            for (var index = from; index < from + Bytes; index++)
            {
                var letter = index < id.Length ? id[index] : '\0';
                widest |= letter;
                key = (key << 8) | (byte)letter;
            }

            keys[person] = key;
            longest = Math.Max(longest, id.Length);
        }

        if (widest <= byte.MaxValue)
        {
            return (Bytes, longest);
        }

        for (var person = 0; person < people.Length; person++)
        {
            var id = people[person].Id;
            var key = 0UL;
            for (var index = from; index < from + Letters; index++)
            {
                key = (key << 16) | (index < id.Length ? id[index] : '\0');
            }

            keys[person] = key;
        }

        return (Letters, longest);
    }
}
