using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>The five employment fields of one person and the positions they come from.</summary>
/// <param name="PositionId">The main position; null where there is none.</param>
/// <param name="Values">The values of the fields.</param>
/// <param name="Locks">The fields that cannot be written.</param>
internal sealed record Employment(
    string? PositionId,
    IReadOnlyDictionary<Field, FieldValue> Values,
    IReadOnlyDictionary<Field, WriteLock> Locks
)
{
    /// <summary>See <see cref="Person.ContractTypes"/>.</summary>
    public IReadOnlyList<string>? ContractTypes { get; init; }

    private static readonly IReadOnlyDictionary<Field, WriteLock> NoLocks = new Dictionary<Field, WriteLock>();

    private static readonly Field[] OfChain = [Field.EmploymentStart, Field.EmploymentEnd];

    /// <summary>The position that each field's value came from; absent where it is undecided.</summary>
    public IReadOnlyDictionary<Field, Position> Sources { get; init; } = new Dictionary<Field, Position>();

    /// <summary>See <see cref="Person.Outlook"/>.</summary>
    public EmploymentOutlook? Outlook { get; init; }

    /// <summary>Whether all positions were listed.</summary>
    public bool AllRead { get; init; }

    /// <summary>Whether the main position was read by itself.</summary>
    public bool MainRead { get; init; }

    /// <summary>From a position that was read by itself.</summary>
    public static Employment Of(string positionId, JsonElement position)
    {
        var values = new Dictionary<Field, FieldValue>();
        var locks = new Dictionary<Field, WriteLock>();
        foreach (var entry in HumaFields.OfPosition)
        {
            var property = entry.In(position);
            values[entry.Field] = entry.Read(property);
            if (property.Lock is { } held)
            {
                locks[entry.Field] = held;
            }
        }

        return new Employment(positionId, values, locks);
    }

    /// <summary>
    /// From the profile's deprecated properties. Their <c>editable</c> is ignored: they can no longer be written on the
    /// profile (contracts/huma.md 2.8).
    /// </summary>
    public static Employment Mirrored(string? positionId, JsonElement profile) =>
        new(
            positionId,
            HumaFields.OfPosition.ToDictionary(
                entry => entry.Field,
                entry => entry.Mirror is { } mirror ? entry.Read(new Wrapped(profile, mirror)) : FieldValue.NotKnown
            ),
            NoLocks
        );

    /// <summary>
    /// For a key that may not read positions: the profile's values are used, missing ones are unknown rather than
    /// empty, and nothing can be written.
    /// </summary>
    public static Employment Unseen(string? positionId, JsonElement profile)
    {
        var mirrored = Mirrored(positionId, profile);
        return mirrored with
        {
            Values = mirrored.Values.ToDictionary(
                entry => entry.Key,
                entry => entry.Value.IsValue ? entry.Value : FieldValue.NotKnown
            ),
            Locks = mirrored.Values.ToDictionary(entry => entry.Key, _ => WriteLock.NotEditable),
        };
    }

    /// <summary>Without positions: every field is empty, except where the profile has a value.</summary>
    public static Employment None(JsonElement profile)
    {
        var mirrored = Mirrored(null, profile);
        return mirrored with
        {
            Values = mirrored.Values.ToDictionary(
                entry => entry.Key,
                entry => entry.Value.IsValue ? entry.Value : FieldValue.Nothing
            ),
        };
    }

    /// <summary>
    /// The main position's own values, with start and end of the employment instead of the position's.
    /// </summary>
    /// <param name="chain">The positions of the employment.</param>
    /// <param name="certain">False where the dates of some positions are unknown.</param>
    /// <param name="seen">False where there may be positions that the key cannot read.</param>
    public Employment Within(EmploymentChain chain, bool certain, bool seen)
    {
        var (values, locks, sources) = (
            new Dictionary<Field, FieldValue>(Values),
            new Dictionary<Field, WriteLock>(Locks),
            new Dictionary<Field, Position>()
        );
        foreach (var field in HumaFields.OfPosition.Select(entry => entry.Field))
        {
            var source = chain.SourceOf(field);
            if (source is not null)
            {
                sources[field] = source;
            }

            if (!OfChain.Contains(field))
            {
                continue;
            }

            // A key that may not read a date of the main position cannot read it on the others.
            var date = field == Field.EmploymentStart ? chain.Start : chain.End;
            var stated = field == Field.EmploymentStart || chain.EndIsStated;
            values[field] =
                !Values[field].IsKnown || !certain || !stated
                    ? FieldValue.NotKnown
                    : FieldValue.From(date is { } day ? CalendarDate.Write(day) : null);
            if (!seen)
            {
                locks[field] = WriteLock.NotEditable;
            }
            else if (source is null)
            {
                locks[field] = WriteLock.SeveralPositions;
            }
            else if (source.Id != PositionId)
            {
                // Whether another position's field can be written is known only after writing it.
                locks.Remove(field);
            }
        }

        return this with
        {
            Values = values,
            Locks = locks,
            Sources = sources,
        };
    }
}

/// <summary>
/// Finds the employment of a profile (docs/decisions/0030). Needs no further request for the usual person, whose one
/// position is open and mirrored by the deprecated properties. All positions are listed where there may be more than
/// the current ones: none is current, one of them ends, the first contract is older than they are, or more are known
/// from before. The main position is read where the deprecated properties do not mirror it.
/// </summary>
internal sealed class EmploymentReader(HumaCalls calls, ReadPace pace, HumaEmployment settings, TimeProvider clock)
{
    private const string Positions = "/users/{id}/positions";
    private const string Position = "/users/{id}/positions/{position}";
    private const string FirstContract = "firstContractStartDate";

    /// <summary>The employment of one user.</summary>
    /// <param name="all">Whether to list all positions in any case.</param>
    public async Task<Employment> ReadAsync(
        string userId,
        JsonElement profile,
        bool all,
        CancellationToken cancellation
    )
    {
        var (employment, known) = await FindAsync(userId, profile, all, cancellation);
        return employment with { ContractTypes = PersonFacts.ContractTypes(known, profile) };
    }

    /// <returns>The employment, and the known positions; null where the key may not read them.</returns>
    private async Task<(Employment Employment, IReadOnlyList<PositionSummary>? Known)> FindAsync(
        string userId,
        JsonElement profile,
        bool all,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<PositionSummary> known =
        [
            .. profile.Items("currentPositions").Select(PositionSummary.Read).OfType<PositionSummary>(),
        ];
        var seen = true;
        var asked = all || settings.Listed.Contains(new HumaId(userId)) || MayBeMore(known, profile);
        if (asked)
        {
            var listed = await ListAsync(userId, cancellation);
            if (listed is null && known.Count == 0)
            {
                return (Employment.Unseen(null, profile) with { AllRead = true }, null);
            }

            seen = listed is not null;
            known = [.. (listed ?? []).Concat(known).DistinctBy(summary => summary.Position.Id)];
        }

        IReadOnlyList<Position> positions = [.. known.Select(summary => summary.Position)];
        var facts = FactsOf(userId, positions, profile);
        if (EmploymentChain.On(Today, positions, facts, settings.Rules) is not { } chain)
        {
            return (Employment.None(profile) with { AllRead = asked }, known);
        }

        var main = await MainAsync(userId, chain.Main, facts, profile, cancellation);
        if (main is null)
        {
            return (Employment.Unseen(chain.Main.Id, profile) with { AllRead = asked, MainRead = true }, known);
        }

        // The position itself may have values that its entry in the list leaves out.
        positions =
        [
            .. positions.Select(position => position.Id == chain.Main.Id ? Completed(position, main) : position),
        ];
        facts = facts with { ChosenMain = chain.Main.Id };
        chain = EmploymentChain.On(Today, positions, facts, settings.Rules)!;
        var certain = seen && known.All(summary => summary.Readable);
        var outlook = certain
            ? EmploymentOutlook.On(Today, positions, FactsOf(userId, positions, profile), settings.Rules)
            : null;
        return (main.Within(chain, certain, seen) with { AllRead = asked, Outlook = outlook }, known);
    }

    /// <summary>The main position's own values; null where it cannot be read.</summary>
    private async Task<Employment?> MainAsync(
        string userId,
        Position main,
        PositionFacts facts,
        JsonElement profile,
        CancellationToken cancellation
    )
    {
        if (
            facts.Mirrored is [var only]
            && only == main.Id
            && HumaFields.OfPosition.All(entry => entry.Mirror is { } mirror && new Wrapped(profile, mirror).IsVisible)
        )
        {
            return Employment.Mirrored(main.Id, profile);
        }

        var call = HumaCall.Get(Position, userId, main.Id);
        using var answer = await SendAsync(call, cancellation);
        if (answer.Refusal is not null)
        {
            return null;
        }

        return answer.Root.Id() is { } id && id != main.Id
            ? throw HumaFaults.Unexpected(call, "id")
            : Employment.Of(main.Id, answer.Root) with
            {
                MainRead = true,
            };
    }

    /// <summary>All positions of a person; null where the key may not read all of them.</summary>
    public async Task<IReadOnlyList<PositionSummary>?> ListAsync(string userId, CancellationToken cancellation)
    {
        // The default page size is not documented; no person has a hundred positions.
        using var answer = await SendAsync(HumaCall.Get(Positions, userId).With("limit=100"), cancellation);
        return
            answer.Refusal is null
            && answer.Root.Property("items") is { ValueKind: JsonValueKind.Array } items
            && !(answer.Root.Number("total") > items.GetArrayLength())
            ? [.. answer.Root.Items("items").Select(PositionSummary.Read).OfType<PositionSummary>()]
            : null;
    }

    private Task<HumaAnswer> SendAsync(HumaCall call, CancellationToken cancellation) =>
        pace.ReadAsync(ReadKind.Positions, () => calls.SendAsync(call, cancellation), cancellation);

    /// <summary>The employment on this day by these positions alone.</summary>
    public EmploymentChain? ChainOf(string userId, IReadOnlyList<PositionSummary> listed)
    {
        IReadOnlyList<Position> positions = [.. listed.Select(summary => summary.Position)];
        return EmploymentChain.On(Today, positions, FactsOf(userId, positions, default), settings.Rules);
    }

    private DateOnly Today => OsloDay.Of(clock.GetUtcNow());

    private PositionFacts FactsOf(string userId, IReadOnlyList<Position> positions, JsonElement profile) =>
        new(
            CalendarDate.Read(new Wrapped(profile, FirstContract).Date().TextOrNull),
            MainPosition.Mirrored(positions, profile),
            settings.MainPositions.GetValueOrDefault(new HumaId(userId))
        );

    /// <summary>Whether the employment may depend on positions other than the current ones.</summary>
    private bool MayBeMore(IReadOnlyList<PositionSummary> current, JsonElement profile)
    {
        if (current.Count == 0 || current.Any(summary => summary.Position.End is not null || !summary.Readable))
        {
            return true;
        }

        if (settings.Rules.Start == EmploymentStartRule.MainPosition)
        {
            return false;
        }

        // An unreadable first contract may be older than the readable positions.
        var first = new Wrapped(profile, FirstContract).Date();
        return !first.IsKnown
            || CalendarDate.Read(first.TextOrNull)
                < current.Min(summary => summary.Position.Start ?? DateOnly.MinValue);
    }

    private static Position Completed(Position position, Employment read) =>
        position with
        {
            Start = position.Start ?? CalendarDate.Read(read.Values[Field.EmploymentStart].TextOrNull),
            End = position.End ?? CalendarDate.Read(read.Values[Field.EmploymentEnd].TextOrNull),
        };
}
