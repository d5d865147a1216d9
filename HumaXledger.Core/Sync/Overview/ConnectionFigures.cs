using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Sync.Comparing;

namespace HumaXledger.Core.Sync.Overview;

/// <summary>
/// Every count of people and differences that pages, mails and exports show of a connection, from one source: the
/// newest complete comparison, less what runs and changes from Huma have settled since it was read. Each number is the
/// length of a list that is here too.
/// </summary>
/// <param name="ComparedAt">When both systems were last read in full, UTC.</param>
/// <param name="People">All people, by side and id; a list sorts them in its reader's language.</param>
/// <param name="Open">What both systems disagree on now, by person and field; fields that are never synchronized are no
/// differences.</param>
public sealed record ConnectionFigures(
    Guid ConnectionId,
    Guid ComparisonId,
    ComparisonPurpose Purpose,
    DateTime ComparedAt,
    IReadOnlyList<KnownPerson> People,
    IReadOnlyList<OpenDifference> Open
)
{
    private ILookup<PersonRef, OpenDifference>? _byPerson;

    /// <summary>Confirmed writes since the comparison; what they settled is no difference any more.</summary>
    public required int WrittenSince { get; init; }

    /// <summary>
    /// Employees who are candidates of a match that needs an answer; they are part of that question and not among <see
    /// cref="People"/>.
    /// </summary>
    public required IReadOnlyList<KnownPerson> Candidates { get; init; }

    /// <summary>Records of an earlier employment, with the pair that their person is in.</summary>
    public IReadOnlyList<EarlierRecord> EarlierRecords { get; init; } = [];

    /// <summary>Values that differ. People to be added are counted in <see cref="LeftToDo"/> only.</summary>
    public int Differences => Open.Count(row => row.Field is not null);

    /// <summary>The sum of <see cref="Parts"/>.</summary>
    public int LeftToDo => Open.Count(row => row.LeftToDo);

    /// <summary>Values that an administrator chose to leave as they are.</summary>
    public int LeftAsDecided => Count(OpenCause.LeftAsDecided);

    /// <summary>What is left to do by cause, without causes that nothing has.</summary>
    public IReadOnlyList<OpenPart> Parts =>
        [
            .. Open.Where(row => row.LeftToDo)
                .CountBy(row => row.Cause)
                .OrderBy(part => part.Key)
                .Select(part => new OpenPart(part.Key, part.Value)),
        ];

    /// <summary>Pairs that need a confirmation or a choice.</summary>
    public int Questions => People.Count(person => person.NeedsAnswer);

    /// <summary>People in Huma without a counterpart, apart from those left out by a rule.</summary>
    public int OnlyInHuma => People.Count(person => person is { State: MatchState.OnlyInHuma, LeftOut: null });

    /// <summary>Employees in Xledger without a counterpart, apart from those left out by a rule.</summary>
    public int OnlyInXledger => People.Count(person => person is { State: MatchState.OnlyInXledger, LeftOut: null });

    /// <summary>People whom the connection joins.</summary>
    public int Linked => People.Count(person => person is { State: MatchState.Linked, LeftOut: null });

    /// <summary>People who are never synchronized, whatever is known of who is who.</summary>
    public int OutOfScope => People.Count(person => person.LeftOut is not null);

    /// <summary>Values that changed in Xledger since both sides agreed.</summary>
    public int ChangedInXledger => Open.Count(row => row.Kind == DifferenceKind.ChangedInXledger);

    /// <summary>Open differences by field.</summary>
    public IReadOnlyDictionary<Field, int> ByField =>
        Open.Where(row => row.Field is not null).CountBy(row => row.Field!.Value).ToDictionary();

    /// <summary>Open differences with this cause.</summary>
    public int Count(OpenCause cause) => Open.Count(row => row.Cause == cause);

    /// <summary>What is open of one person.</summary>
    public IEnumerable<OpenDifference> Of(PersonRef person) => (_byPerson ??= Open.ToLookup(row => row.Person))[person];

    /// <summary>The person with this id in either system; null where none is known.</summary>
    public KnownPerson? Find(HumaId? huma, XledgerId? xledger) =>
        People
            .Concat(Candidates)
            .FirstOrDefault(person =>
                (huma is { } user && person.Huma?.Id == user.Value)
                || (xledger is { } employee && person.Xledger?.Id == employee.Value)
            );
}

/// <summary>How much is left to do for one cause.</summary>
public readonly record struct OpenPart(OpenCause Cause, int Count);
