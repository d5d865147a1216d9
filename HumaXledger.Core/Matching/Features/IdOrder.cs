using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// Sorts people by the ordinal order of their ids: four letters at a time as one number, because comparing strings that
/// lie scattered in memory takes several times as long.
/// </summary>
internal static class IdOrder
{
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
            Sort(people, new ulong[people.Length], 0);
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

    /// <param name="from">All ids are the same before this letter.</param>
    private static void Sort(Span<Person> people, Span<ulong> keys, int from)
    {
        var longest = 0;
        var same = true;
        for (var index = 0; index < people.Length; index++)
        {
            var id = people[index].Id;
            keys[index] = KeyAt(id, from);
            longest = Math.Max(longest, id.Length);
            same &= keys[index] == keys[0];
        }

        if (people.Length <= Few || from >= longest || from >= Deepest)
        {
            people.Sort(static (one, other) => string.CompareOrdinal(one.Id, other.Id));
            return;
        }

        if (same)
        {
            Sort(people, keys, from + Letters);
            return;
        }

        keys.Sort(people);
        for (var start = 0; start < people.Length; )
        {
            var end = start + 1;
            while (end < people.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Sort(people[start..end], keys[start..end], from + Letters);
            }

            start = end;
        }
    }

    // In the order of UTF-16 units, as ordinal comparison; a shorter id comes first.
    private static ulong KeyAt(string id, int from)
    {
        var key = 0UL;
        for (var index = from; index < from + Letters; index++)
        {
            key = (key << 16) | (index < id.Length ? id[index] : '\0');
        }

        return key;
    }
}
