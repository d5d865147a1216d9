using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>
/// Who is linked to whom and what both sides last agreed on. Moves only by what was seen: fields that a complete comparison found equal, and changes that were read back.
/// </summary>
internal sealed class Agreements
{
    private readonly SyncDbContext _context;
    private readonly RunRecord _run;
    private readonly Dictionary<HumaId, PersonLink> _links;
    private readonly Dictionary<XledgerId, PersonLink> _linksByEmployee;
    private readonly TimeProvider _clock;

    private Agreements(SyncDbContext context, RunRecord run, Dictionary<HumaId, PersonLink> links, TimeProvider clock)
    {
        _context = context;
        _run = run;
        _links = links;
        _linksByEmployee = links.Values.ToDictionary(link => link.XledgerId);
        _clock = clock;
    }

    public static async Task<Agreements> LoadAsync(SyncDbContext context, RunRecord run, TimeProvider clock, CancellationToken cancellation)
    {
        var links = await context.Links.Where(link => link.ConnectionId == run.ConnectionId).ToListAsync(cancellation);
        return new Agreements(context, run, links.ToDictionary(link => link.HumaId), clock);
    }

    /// <summary>Links every settled pair of the comparison that the administrator acted on, and keeps the fields it found equal as agreed.</summary>
    public void Adopt(Comparison comparison)
    {
        var differing = comparison.Differences.Select(difference => difference.Key).ToHashSet();
        foreach (var pair in comparison.Matches.Pairs.Where(pair => pair.Settled))
        {
            var link = Linked(pair.Link, pair.State);
            foreach (var rules in FieldRules.All)
            {
                var (huma, xledger) = (pair.Huma[rules.Field], pair.Xledger[rules.Field]);
                if (huma.IsKnown && xledger.IsKnown && !differing.Contains(new DifferenceKey(link.HumaId, rules.Field)))
                {
                    Keep(link, rules.Field, huma);
                }
            }
        }
    }

    /// <summary>A confirmed change: both sides hold the value now.</summary>
    public void Agree(ChangeRecord change)
    {
        if (change is { HumaId: { } huma, XledgerId: { } xledger })
        {
            Keep(Linked(new Link(huma, xledger), MatchState.Certain), change.Field, change.To);
        }
    }

    private PersonLink Linked(Link pair, MatchState foundAs)
    {
        if (_links.TryGetValue(pair.Huma, out var link) && link.XledgerId == pair.Xledger)
        {
            return link;
        }

        // A person decided that an earlier link was wrong, or one of its records was deleted and made anew: nobody has two links.
        Forget(link);
        Forget(_linksByEmployee.GetValueOrDefault(pair.Xledger));
        link = new PersonLink
        {
            ConnectionId = _run.ConnectionId,
            HumaId = pair.Huma,
            XledgerId = pair.Xledger,
            FoundAs = foundAs,
            LinkedAt = _clock.GetUtcNow().UtcDateTime,
            LinkedBy = _run.StartedBy,
        };
        _context.Links.Add(link);
        _links[pair.Huma] = link;
        _linksByEmployee[pair.Xledger] = link;
        return link;
    }

    private void Forget(PersonLink? link)
    {
        if (link is not null)
        {
            _context.Links.Remove(link);
            _links.Remove(link.HumaId);
            _linksByEmployee.Remove(link.XledgerId);
        }
    }

    private void Keep(PersonLink link, Field field, FieldValue value)
    {
        if (link.Baseline[field] != value)
        {
            link.Baseline = link.Baseline.With(field, value);
            link.BaselineAt = _clock.GetUtcNow().UtcDateTime;
        }
    }
}
