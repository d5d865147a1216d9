using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Connection.Changes;
using HumaXledger.Portal.Components.Pages.Sync;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>
/// One person of a connection: the known values of both systems, and all that happened to the person.
/// </summary>
public sealed partial class PersonPage
{
    private Core.Storage.Connections.Connection? _connection;
    private ConnectionFigures? _figures;
    private IReadOnlyDictionary<Field, OpenDifference> _open = new Dictionary<Field, OpenDifference>();
    private Person? _huma;
    private Person? _xledger;
    private HumaId? _humaId;
    private XledgerId? _xledgerId;
    private PersonLink? _link;
    private MatchState _state;
    private ScopeExclusion? _leftOut;
    private bool _needsAnswer;
    private List<EarlierRecord> _earlier = [];
    private List<EarlierRecord> _earlierOf = [];
    private FieldValues _agreed = FieldValues.AllUnknown;
    private string _name = "";

    [Parameter]
    public Guid ConnectionId { get; set; }

    /// <summary>See <see cref="PersonRow.Key"/>.</summary>
    [Parameter, EditorRequired]
    public required string Key { get; set; }

    /// <summary>Only entries of this kind are listed (<see cref="TimelineKind"/>).</summary>
    [SupplyParameterFromQuery(Name = "kind")]
    private string? EntryKind { get; set; }

    /// <summary>Only values with this result are listed (<see cref="ChangeState"/>).</summary>
    [SupplyParameterFromQuery(Name = "result")]
    private string? Result { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    [Inject]
    public required OpenDifferences Open { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IStringLocalizer<ChangesText> Active { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    private TimelineKind? ShownKind =>
        Enum.TryParse<TimelineKind>(EntryKind, out var kind) && Enum.IsDefined(kind) ? kind : null;

    private ChangeState? ShownResult =>
        Enum.TryParse<ChangeState>(Result, out var result) && Enum.IsDefined(result) ? result : null;

    /// <summary>Where the pair can be marked as wrong; null where it is none, or not up to this user.</summary>
    private string? MatchAddress =>
        _huma is not null
        && _xledger is not null
        && _connection is { IsEnded: false }
        && User.May(Permission.Prepare, ConnectionId)
            ? $"{SyncAddress.Of(ConnectionId, SyncStep.WhoIsWho)}?list=certain&q={Uri.EscapeDataString(_name)}"
            : null;

    private bool IsCompared => _huma is not null && _xledger is not null && !_needsAnswer && _leftOut is null;

    private int Differences => _open.Count;

    private PersonReference ThisPerson => new(ConnectionId, _humaId, _xledgerId, _name);

    protected override async Task OnInitializedAsync()
    {
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
        // Always from the record of the address: whom it belonged to may have been wrong.
        var (huma, xledger) = PersonRow.IdsOf(Key) is { } ids ? (ids.Huma, ids.Xledger) : (null, null);
        var figures = await Open.ReadPeopleAsync(ConnectionId, User.Actor, Leaving);
        var known = figures?.Find(huma, xledger);
        (_figures, _huma, _xledger, _state) = (
            known is null ? null : figures,
            known?.Huma,
            known?.Xledger,
            known?.State ?? _state
        );
        (_leftOut, _needsAnswer) = (known?.LeftOut, known?.NeedsAnswer == true);
        _earlier = [.. (figures?.EarlierRecords ?? []).Where(one => known?.Huma?.Id == one.Pair.Huma.Id)];
        _earlierOf =
        [
            .. (figures?.EarlierRecords ?? []).Where(one =>
                known is { } record && one.Record.Side == record.Record.Side && one.Record.Id == record.Record.Id
            ),
        ];
        (_humaId, _xledgerId) = (
            known?.Huma is { } user ? new HumaId(user.Id) : huma,
            known?.Xledger is { } employee ? new XledgerId(employee.Id) : xledger
        );
        _open = known is null
            ? new Dictionary<Field, OpenDifference>()
            : figures!.Of(known.Reference).Where(row => row.Field is not null).ToDictionary(row => row.Field!.Value);
        await using var context = await Contexts.ForAsync(User.Actor, Permission.SeePeople, Leaving);
        var link = await context
            .Links.AsNoTracking()
            .FirstOrDefaultAsync(
                link =>
                    link.ConnectionId == ConnectionId
                    && ((huma != null && link.HumaId == huma) || (xledger != null && link.XledgerId == xledger)),
                Leaving
            );
        (_link, _agreed) = (link, link?.Baseline ?? FieldValues.AllUnknown);
        if (link is not null)
        {
            // The person was linked after the comparison, or was in no comparison.
            _needsAnswer = false;
            (_state, _humaId, _xledgerId) = (MatchState.Linked, link.HumaId, link.XledgerId);
        }

        _name = (_huma ?? _xledger)?.DisplayName
            ?? await WrittenNameAsync(context)
            ?? await NameAsync(context)
            ?? (link is null ? "" : Active["Unnamed"].Value);
        _connection ??= await context
            .Connections.AsNoTracking()
            .SingleOrDefaultAsync(connection => connection.Id == ConnectionId, Leaving);
    }

    private Task<string?> WrittenNameAsync(SyncDbContext context) =>
        (
            from change in context.Changes
            join plan in context.Plans on change.PlanId equals plan.Id
            where
                plan.ConnectionId == ConnectionId
                && (
                    (_humaId != null && change.HumaId == _humaId)
                    || (_xledgerId != null && change.XledgerId == _xledgerId)
                )
            orderby change.Id descending
            select change.PersonName
        ).FirstOrDefaultAsync(Leaving);

    // For a person known only from a message of Huma, before any comparison.
    private async Task<string?> NameAsync(SyncDbContext context)
    {
        var names = await context
            .PendingChanges.Where(pending => pending.ConnectionId == ConnectionId && pending.HumaId == _humaId)
            .OrderByDescending(pending => pending.Id)
            .Select(pending => pending.PersonName)
            .Take(20)
            .ToListAsync(Leaving);
        return names.Count == 0 ? null : names.Find(name => name is not null) ?? Active["Unnamed"].Value;
    }
}
