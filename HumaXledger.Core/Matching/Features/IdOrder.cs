using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// The ordinal order of ids, found by reading eight letters at a time as one number, four where one of them
/// takes more than a byte. Comparing strings that lie scattered in memory takes several times as long.
/// </summary>
internal static class IdOrder
{
    private const int Bytes = sizeof(ulong);
    private const int Letters = sizeof(ulong) / sizeof(char);

    /// <summary>Below this, comparing the strings is quicker.</summary>
    private const int Few = 16;

    /// <summary>Ids that are the same up to here are compared as strings: long ones would overflow the stack.</summary>
    private const int Deepest = 256;

    /// <summary>The positions of people in the order of their ids. Equal ids are beside each other.</summary>
    public static int[] Of(Person[] people)
    {
        var order = new int[people.Length];
        for (var position = 0; position < order.Length; position++)
        {
            order[position] = position;
        }

        if (!IsSorted(people))
        {
            Sort(people, order, new ulong[people.Length], 0);
        }

        return order;
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

    /// <param name="order">Positions of people; they move faster than the people themselves.</param>
    /// <param name="keys">Room for a number for each of them.</param>
    /// <param name="from">All ids are the same before this letter.</param>
    private static void Sort(Person[] people, Span<int> order, Span<ulong> keys, int from)
    {
        var (letters, longest) = order.Length > Few ? Read(people, order, keys, from) : default;
        if (from >= longest || from >= Deepest)
        {
            order.Sort((one, other) => string.CompareOrdinal(people[one].Id, people[other].Id));
            return;
        }

        keys.Sort(order);
        for (var start = 0; start < order.Length; )
        {
            var end = start + 1;
            while (end < order.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Sort(people, order[start..end], keys[start..end], from + letters);
            }

            start = end;
        }
    }

    /// <summary>
    /// The next letters of each id as a number, in the order of UTF-16 units, as ordinal comparison: a shorter id comes
    /// first.
    /// </summary>
    /// <returns>How many letters they are; the length of the longest id.</returns>
    private static (int Letters, int Longest) Read(Person[] people, Span<int> order, Span<ulong> keys, int from)
    {
        var (longest, widest) = (0, 0);
        for (var index = 0; index < order.Length; index++)
        {
            var id = people[order[index]].Id;
            var key = 0UL;
            for (var place = from; place < from + Bytes; place++)
            {
                var letter = place < id.Length ? id[place] : '\0';
                widest |= letter;
                key = (key << 8) | (byte)letter;
            }

            keys[index] = key;
            longest = Math.Max(longest, id.Length);
        }

        if (widest <= byte.MaxValue)
        {
            return (Bytes, longest);
        }

        for (var index = 0; index < order.Length; index++)
        {
            var id = people[order[index]].Id;
            var key = 0UL;
            for (var place = from; place < from + Letters; place++)
            {
                key = (key << 16) | (place < id.Length ? id[place] : '\0');
            }

            keys[index] = key;
        }

        return (Letters, longest);
    }
}
