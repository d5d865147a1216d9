using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Guards;

/// <summary>Evaluates the guards on the planned writes (product.md section 5).</summary>
internal static class Guarding
{
    /// <summary>The result of each guard, in the order of <see cref="GuardKind"/>.</summary>
    /// <param name="confirmed">Whether a guard, with the people whom it counts, is confirmed.</param>
    /// <param name="windows">Recent writes that count too; none for a plan that a user reviews.</param>
    public static List<GuardResult> Evaluate(
        List<PlannedChange> changes,
        Comparison comparison,
        GuardSettings settings,
        Func<GuardResult, bool> confirmed,
        int? lastHuma,
        int? lastXledger,
        IReadOnlyList<GuardWindow> windows
    )
    {
        var paired = comparison.Matches.Pairs.Count(pair => pair.Settled);
        var people = new HashSet<PersonKey>[Enum.GetValues<GuardKind>().Length];
        foreach (var change in changes)
        {
            for (var kind = 0; kind < people.Length; kind++)
            {
                if (Watches((GuardKind)kind, change, comparison))
                {
                    (people[kind] ??= []).Add(Counted((GuardKind)kind, change));
                }
            }
        }

        var results = new List<GuardResult>();
        foreach (var (kind, limit) in settings.Limits.OrderBy(entry => entry.Key))
        {
            results.Add(
                kind == GuardKind.SideShrunken
                    ? Shrunken(comparison, limit, lastHuma, lastXledger)
                    : Asked(Strictest(kind, people[(int)kind], paired, limit, windows), people[(int)kind], confirmed)
            );
        }

        return results;
    }

    private static GuardResult Asked(GuardResult result, HashSet<PersonKey>? people, Func<GuardResult, bool> confirmed)
    {
        var named = result.Tripped ? result with { People = DigestOf(people!) } : result;
        return named with { Confirmed = confirmed(named) };
    }

    private static string DigestOf(HashSet<PersonKey> people)
    {
        var ordered = people.ToArray();
        Array.Sort(ordered, InOrder);
        using var print = new Fingerprint();
        foreach (var person in ordered)
        {
            print.Add(TargetAndKind(person));
            print.Add(person.Id);
        }

        return print.Finish();
    }

    private static int InOrder(PersonKey one, PersonKey other) =>
        TargetAndKind(one).CompareTo(TargetAndKind(other)) is not 0 and var order
            ? order
            : string.CompareOrdinal(one.Id, other.Id);

    private static int TargetAndKind(PersonKey person) => ((int)person.Target * 2) + (int)person.Kind;

    // The first window that trips, else the first one. Earlier writes do not matter to a plan without people.
    private static GuardResult Strictest(
        GuardKind kind,
        HashSet<PersonKey>? people,
        int paired,
        GuardLimit limit,
        IReadOnlyList<GuardWindow> windows
    )
    {
        if (people is null || windows.Count == 0)
        {
            return Result(kind, people?.Count ?? 0, paired, limit);
        }

        var results = windows
            .Select(window =>
                Result(
                    kind,
                    window.People.TryGetValue(kind, out var earlier)
                        ? people.Count + earlier.Count(one => !people.Contains(one))
                        : people.Count,
                    paired,
                    window.Scaled(limit)
                )
            )
            .ToList();
        return results.Find(result => result.Tripped) ?? results[0];
    }

    /// <summary>The person that a guard of this kind counts for a change.</summary>
    public static PersonKey Counted(GuardKind kind, PlannedChange change) =>
        kind is GuardKind.PeopleTouched or GuardKind.OtherPerson ? OnePerson(change) : PersonKey.Of(change);

    /// <summary>
    /// As <see cref="Watches(GuardKind, PlannedChange)"/>, including guards that depend on the person.
    /// </summary>
    public static bool Watches(GuardKind kind, PlannedChange change, Comparison comparison) =>
        kind == GuardKind.OtherPerson
            ? change is { Kind: ChangeKind.Update, Huma: { } huma, Xledger: { } xledger }
                && comparison.LooksLikeAnother(new Link(huma, xledger))
            : Watches(kind, change);

    private static bool Overwrites(PlannedChange change, Field field) =>
        change is { Kind: ChangeKind.Update, From: not FieldValue.Empty } && change.Field == field;

    /// <summary>Whether a guard of this kind counts this change, and holds it back when it trips.</summary>
    public static bool Watches(GuardKind kind, PlannedChange change) =>
        kind switch
        {
            GuardKind.CreatedInHuma => change is { Kind: ChangeKind.Create, Target: Side.Huma },
            GuardKind.CreatedInXledger => change is { Kind: ChangeKind.Create, Target: Side.Xledger },

            // Filling an empty field changes no value; one that is hidden from the token may be any.
            GuardKind.IdentificationChanged => Overwrites(change, Field.Identification),
            GuardKind.EmailChanged => Overwrites(change, Field.Email),
            GuardKind.EmploymentIdChanged => Overwrites(change, Field.EmploymentId),
            GuardKind.ValuesCleared => change is { Kind: ChangeKind.Update, To: FieldValue.Empty },
            GuardKind.EndDatesSet => change
                is { Kind: ChangeKind.Update, Field: Field.EmploymentEnd, To: FieldValue.Of },
            GuardKind.PeopleTouched or GuardKind.SideShrunken => true,
            GuardKind.OtherPerson => false,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    // A person who is written to on both sides counts once.
    private static PersonKey OnePerson(PlannedChange change) =>
        change.Huma is { } huma
            ? new PersonKey(Side.Huma, ChangeKind.Update, huma.Value)
            : new PersonKey(Side.Xledger, ChangeKind.Update, change.Xledger!.Value.Value);

    private static GuardResult Result(GuardKind kind, int count, int paired, GuardLimit limit)
    {
        var percent = count == 0 ? 0 : Math.Round(100.0 * count / Math.Max(1, paired), 2);
        var most = Most(limit, paired);
        return new GuardResult(kind, count, percent, limit, count > most, Confirmed: false) { Most = most };
    }

    /// <summary>Both parts of the limit as one count: a number above it exceeds both.</summary>
    private static int Most(GuardLimit limit, int of) =>
        limit.Percent is { } percent
            ? Math.Max(limit.Count, (int)((decimal)percent * Math.Max(1, of) / 100))
            : limit.Count;

    /// <summary>
    /// The side that lost the larger share since the last read. A side that is empty while the other is not trips
    /// regardless of the limits.
    /// </summary>
    private static GuardResult Shrunken(Comparison comparison, GuardLimit limit, int? lastHuma, int? lastXledger)
    {
        var (huma, xledger) = (comparison.Input.Huma.Count, comparison.Input.Xledger.Count);
        var one = Shrunken(Side.Huma, huma, lastHuma, xledger, limit);
        var other = Shrunken(Side.Xledger, xledger, lastXledger, huma, limit);
        return (other.Tripped, other.Percent).CompareTo((one.Tripped, one.Percent)) > 0 ? other : one;
    }

    private static GuardResult Shrunken(Side side, int now, int? last, int onOtherSide, GuardLimit limit)
    {
        var expected = Math.Max(last ?? 0, now == 0 ? onOtherSide : 0);
        var lost = Math.Max(0, expected - now);
        var percent = expected == 0 ? 0 : Math.Round(100.0 * lost / expected, 2);
        var empty = now == 0 && expected > 0;
        var most = empty ? 0 : Most(limit, expected);
        return new GuardResult(GuardKind.SideShrunken, lost, percent, limit, lost > most, Confirmed: false)
        {
            Side = side,
            Most = most,
        };
    }
}
