using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;
using HumaXledger.Portal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>One person of a connection: what both systems hold as far as it is known, what Huma told, and every value that ever changed.</summary>
public sealed partial class PersonPage
{
    private Core.Storage.Connection? _connection;
    private DateTime? _comparedAt;
    private DateTime _comparisonStarted;
    private (Person? Huma, Person? Xledger) _compared;
    private Person? _huma;
    private Person? _xledger;
    private HumaId? _humaId;
    private XledgerId? _xledgerId;
    private MatchState _state;
    private FieldValues _agreed = FieldValues.AllUnknown;
    private IReadOnlyList<ChangeRecord> _changes = [];
    private int _since;
    private string _name = "";
    private string? _shown;

    [Parameter]
    public Guid ConnectionId { get; set; }

    /// <summary>As <see cref="PersonRow.KeyOf"/> makes it.</summary>
    [Parameter, EditorRequired]
    public required string Key { get; set; }

    [Inject]
    public required Review Review { get; set; }

    [Inject]
    public required IDbContextFactory<SyncDbContext> Contexts { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IStringLocalizer<ActiveWords> Active { get; set; }

    private Whose ThisPerson => new(ConnectionId, _humaId, _xledgerId, _name);

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == $"{ConnectionId} {Key}")
        {
            return;
        }

        (_shown, _connection, _compared, _comparedAt) = ($"{ConnectionId} {Key}", null, (null, null), null);
        (_humaId, _xledgerId) = PersonRow.IdsOf(Key) is { } ids ? (ids.Huma, ids.Xledger) : (null, null);
        if (await Review.FindLastAsync(ConnectionId, Leaving) is { } last)
        {
            Find(await Review.OpenAsync(last, Leaving));
        }

        await ReadAsync();
        if (_connection is null || _name.Length == 0)
        {
            _connection = null;
            Navigation.NotFound();
            return;
        }

        Follow(ConnectionId);
    }

    protected override async Task ReadAsync()
    {
        await using var context = await Contexts.CreateDbContextAsync(Leaving);
        var link = await context.Links.AsNoTracking().FirstOrDefaultAsync(
            link => link.ConnectionId == ConnectionId && ((_humaId != null && link.HumaId == _humaId) || (_xledgerId != null && link.XledgerId == _xledgerId)), Leaving);
        if (link is not null)
        {
            // Linked since the comparison, or never read in one.
            (_agreed, _state, _humaId, _xledgerId) = (link.Baseline, MatchState.Linked, link.HumaId, link.XledgerId);
        }

        var changes = await (
            from change in context.Changes.AsNoTracking()
            join plan in context.Plans on change.PlanId equals plan.Id
            where plan.ConnectionId == ConnectionId && ((_humaId != null && change.HumaId == _humaId) || (_xledgerId != null && change.XledgerId == _xledgerId))
            orderby change.Id descending
            select new { Change = change, plan.Origin }).ToListAsync(Leaving);
        _changes = [.. changes.Select(row => row.Change)];
        var later = changes.Where(row => row.Change is { After: { IsKnown: true }, ChangedAt: { } at } && at > _comparisonStarted).Reverse().ToList();
        _since = _comparedAt is null ? 0 : later.Count;
        _huma = later.Aggregate(_compared.Huma, (person, row) => Now(person, Side.Huma, row.Change, row.Origin));
        _xledger = later.Aggregate(_compared.Xledger, (person, row) => Now(person, Side.Xledger, row.Change, row.Origin));
        _name = (_huma ?? _xledger)?.DisplayName ?? _changes.FirstOrDefault()?.PersonName ?? await NameAsync(context) ?? (link is null ? "" : Active["Unnamed"].Value);
        _connection ??= await context.Connections.AsNoTracking().SingleOrDefaultAsync(connection => connection.Id == ConnectionId, Leaving);
    }

    // What was written since the comparison is read back there; and what came from Huma is what Huma held.
    private static Person? Now(Person? person, Side side, ChangeRecord change, PlanOrigin origin) => person is null ? null
        : change.Target == side ? person with { Values = person.Values.With(change.Field, change.After!) }
        : origin == PlanOrigin.FromHuma && side == Side.Huma ? person with { Values = person.Values.With(change.Field, change.To) }
        : person;

    // Somebody of whom Huma told and of whom no comparison knows yet.
    private async Task<string?> NameAsync(SyncDbContext context)
    {
        var names = await context.Notices.Where(notice => notice.ConnectionId == ConnectionId && notice.HumaId == _humaId).OrderByDescending(notice => notice.Id).Select(notice => notice.PersonName).Take(20).ToListAsync(Leaving);
        return names.Count == 0 ? null : names.Find(name => name is not null) ?? Active["Unnamed"].Value;
    }

    private void Find(ReviewSession session)
    {
        var matches = session.Comparison.Matches;
        if (matches.Pairs.FirstOrDefault(pair => Is(pair.Huma) || Is(pair.Xledger)) is { } pair)
        {
            (_compared, _state) = ((pair.Huma, pair.Xledger), pair.State);
            (_humaId, _xledgerId) = (new HumaId(pair.Huma.Id), new XledgerId(pair.Xledger.Id));
        }
        else
        {
            _compared = (session.Comparison.Input.Huma.FirstOrDefault(Is), session.Comparison.Input.Xledger.FirstOrDefault(Is));
            _state = _compared.Xledger is not null ? MatchState.OnlyInXledger : matches.Ambiguities.Any(ambiguity => Is(ambiguity.Huma)) ? MatchState.Ambiguous : MatchState.OnlyInHuma;
        }

        if (_compared is not (null, null))
        {
            (_comparedAt, _comparisonStarted) = (session.Record.FinishedAt, session.Record.StartedAt);
        }
    }

    private bool Is(Person person) => PersonRow.KeyOf(person) == Key;
}
