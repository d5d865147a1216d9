using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Activity;

/// <summary>The activity log of all connections and of everything that belongs to none.</summary>
public sealed partial class ActivityLogPage
{
    private static readonly ActivityFilter Everything = new();

    private IReadOnlyDictionary<Guid, string>? _connections;
    private IReadOnlyList<string> _names = [];
    private IReadOnlyList<KindChoice> _kinds = [];
    private IReadOnlyList<ConnectionChoice> _choices = [];
    private ActivityTable? _table;
    private Exception? _failure;
    private string? _who;
    private ActivityKind? _kind;
    private Guid? _connection;
    private DateOnly? _first;
    private DateOnly? _last;
    private int _total;

    [Inject]
    public required ActivityInspection Inspection { get; set; }

    [Inject]
    public required IDbContextFactory<SyncDbContext> Contexts { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required BrowserTime Zone { get; set; }

    // Dates are in the reader's time zone; the last day is included.
    private ActivityFilter Filter =>
        new()
        {
            Who = _who,
            What = _kind is { } kind ? ActivityKinds.CodesOf(kind) : null,
            ConnectionId = _connection,
            From = _first is { } first ? Zone.Utc(first) : null,
            Until = _last is { } last && last < DateOnly.MaxValue ? Zone.Utc(last.AddDays(1)) : null,
        };

    protected override async Task OnInitializedAsync()
    {
        try
        {
            await using var context = await Contexts.CreateDbContextAsync(Leaving);
            _kinds = [.. Enum.GetValues<ActivityKind>().Select(kind => new KindChoice(kind, Text[$"Kind.{kind}"]))];
            _names = [.. (await Inspection.NamesAsync(User.Actor, Leaving)).Where(name => name.Length > 0)];
            // Existing connections only; entries of a deleted one are found without the filter.
            _connections = await context
                .Connections.AsNoTracking()
                .OrderBy(connection => connection.Name)
                .ToDictionaryAsync(connection => connection.Id, connection => connection.Name, Leaving);
            _choices = [.. _connections.Select(connection => new ConnectionChoice(connection.Key, connection.Value))];
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _failure = fault;
        }
    }

    private Task FilterAsync() => _table!.ReloadAsync();

    private sealed record ConnectionChoice(Guid Id, string Name);

    private sealed record KindChoice(ActivityKind Kind, string Label);
}
