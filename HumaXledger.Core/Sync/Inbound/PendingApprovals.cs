using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>Values of some people that rules hold, with what was decided about them; tracked by the context.</summary>
internal sealed class PendingApprovals
{
    private readonly SyncDbContext _context;
    private readonly Guid _connectionId;
    private readonly Dictionary<(HumaId, Field), HeldValue> _values;

    private PendingApprovals(SyncDbContext context, Guid connectionId, List<HeldValue> values) =>
        (_context, _connectionId, _values) = (
            context,
            connectionId,
            values.ToDictionary(value => (value.HumaId, value.Field))
        );

    /// <summary>Loads the values of these people that await approval.</summary>
    public static async Task<PendingApprovals> OfAsync(
        SyncDbContext context,
        Guid connectionId,
        IReadOnlyList<HumaId> people,
        CancellationToken cancellation
    ) =>
        new(
            context,
            connectionId,
            await context
                .HeldValues.Where(value => value.ConnectionId == connectionId && people.Contains(value.HumaId))
                .ToListAsync(cancellation)
        );

    /// <summary>Answers given for this person, by field.</summary>
    public IReadOnlyDictionary<Field, HeldDecision> AnswersOf(HumaId person) =>
        _values
            .Values.Where(value => value.HumaId == person)
            .ToDictionary(
                value => value.Field,
                value => new HeldDecision(
                    value.Huma,
                    value.State switch
                    {
                        HeldValueState.Write => true,
                        HeldValueState.Left => false,
                        _ => (bool?)null,
                    }
                )
            );

    /// <summary>Holds the values of a diff that need approval, and drops those it has settled otherwise.</summary>
    public void Update(PersonLink link, Pair pair, InboundDiff look, DateTime now)
    {
        foreach (var held in look.Held)
        {
            Put(link.HumaId, link.XledgerId, pair.Huma.DisplayName, held, now);
        }

        foreach (
            var field in look
                .Processed.Except(look.Held.Select(held => held.Field))
                .Concat(look.Wanted.Where(change => change.Cause != ChangeCause.Decided).Select(change => change.Field))
        )
        {
            Remove(link.HumaId, field);
        }
    }

    /// <summary>Holds a value, or replaces the one held for this field.</summary>
    public void Put(HumaId huma, XledgerId xledger, string name, HeldField held, DateTime now)
    {
        if (!_values.TryGetValue((huma, held.Field), out var value))
        {
            value = new HeldValue
            {
                ConnectionId = _connectionId,
                HumaId = huma,
                XledgerId = xledger,
                PersonName = name,
                Field = held.Field,
                Huma = held.Huma,
                Xledger = held.Xledger,
                Baseline = held.Baseline,
            };
            _values[(huma, held.Field)] = value;
            _context.HeldValues.Add(value);
        }

        (value.PersonName, value.Huma, value.Xledger, value.Baseline) = (name, held.Huma, held.Xledger, held.Baseline);
        (value.Rule, value.HeldAt, value.State, value.DecidedBy, value.DecidedAt) = (
            held.Rule,
            now,
            HeldValueState.Open,
            null,
            null
        );
    }

    /// <summary>Drops the held value of this field.</summary>
    public void Remove(HumaId person, Field field)
    {
        if (_values.Remove((person, field), out var value))
        {
            _context.HeldValues.Remove(value);
        }
    }
}
