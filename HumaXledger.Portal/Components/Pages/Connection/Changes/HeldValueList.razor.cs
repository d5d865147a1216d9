using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Shared.Blocks;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.Connection.Changes;

/// <summary>Values that await approval: one is decided by a click, many after a question with their number.</summary>
public sealed partial class HeldValueList
{
    private readonly Dictionary<long, HeldValue> _selected = [];
    private PartOf<HeldValue>? _values;
    private ShownHeldValues _all = ShownHeldValues.None;
    private Decision? _asked;
    private int _shown;
    private bool _asking;
    private bool _busy;

    [Parameter, EditorRequired]
    public Guid ConnectionId { get; set; }

    /// <summary>The part that is shown, from 1.</summary>
    [Parameter]
    public int Page { get; set; } = 1;

    [Parameter]
    public bool ReadOnly { get; set; }

    [Inject]
    public required ChangeQueue Queue { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required Snackbars Notifications { get; set; }

    [Inject]
    public required ReasonSentences Sentences { get; set; }

    private int Total => _values?.Total ?? 0;

    private string ForWhich =>
        _selected.Count > 0 ? Text["HeldValues.ForSelected", _selected.Count] : Text["HeldValues.ForAll", Total];

    private ShownHeldValues Chosen => _selected.Count > 0 ? _all.Only(_selected.Values) : _all;

    protected override void OnInitialized() => Follow(ConnectionId);

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Page)
        {
            _shown = Page;
            await ReadAsync();
        }
    }

    protected override async Task ReadAsync()
    {
        await using var context = await Contexts.ForAsync(User.Actor, Permission.SeePeople, Leaving);
        // Read before the rows: the act detects values that are added in between.
        _all = await ShownHeldValues.ReadAsync(context, ConnectionId, Leaving);
        _values = await Pager.ReadAsync(Page, (skip, take) =>
            WaitingPeople.HeldValuesAsync(context, ConnectionId, skip, take, Leaving)
        );
    }

    private static string TextOf(bool write) => write ? "HeldValues.Write" : "HeldValues.Leave";

    private void Select(HeldValue value, bool chosen)
    {
        if (chosen)
        {
            _selected[value.Id] = value;
        }
        else
        {
            _selected.Remove(value.Id);
        }
    }

    private Task AskAsync(Decision decision)
    {
        (_asked, _asking) = (decision, true);
        return Task.CompletedTask;
    }

    private async Task DecideAsync(Decision decision)
    {
        _busy = true;
        var answer = await Queue.DecideAsync(ConnectionId, decision.Values, decision.Write, User.Actor, Leaving);
        _selected.Clear();
        (_busy, _asking) = (false, false);
        Notifications.ShowOutcome(answer, Sentences, count =>
            Text[decision.Write ? "HeldValues.Written" : "HeldValues.Left", count]
        );
        await ReadAsync();
        PublishChange(ConnectionId);
    }

    private sealed record Decision(ShownHeldValues Values, bool Write)
    {
        public int Count => Values.Chosen?.Count ?? Values.Open;
    }
}
