using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>
/// Conflicts and missing values: one row per person and field; choices per row, per group, for the selection, or for
/// all suggestions.
/// </summary>
/// <remarks>
/// A choice is on the screen at once and stored behind it (<see cref="ChoiceQueue"/>). Should another page have decided
/// a row otherwise meanwhile, nothing of that act is stored and the page shows what is.
/// </remarks>
public sealed partial class DifferencesStep : IDisposable
{
    /// <summary>Height of a row in pixels, as in <c>design/review.css</c>.</summary>
    public const int RowHeight = 56;

    /// <summary>Height of a card and the gap below it in pixels, as in <c>design/review.css</c>.</summary>
    public const int CardHeight = 240;

    private static readonly (string[] Keys, string Act)[] Keys =
    [
        (["↑", "↓"], "Rows"),
        (["←", "H"], "Huma"),
        (["→", "X"], "Xledger"),
        (["S"], "Skip"),
        (["C"], "Clear"),
        (["D"], "Open"),
        (["␣"], "Select"),
        (["?"], "Help"),
    ];

    private readonly HashSet<DifferenceRow> _selected = [];
    private ChoiceQueue? _choices;
    private DifferenceTable _table = null!;
    private DifferenceRow[] _matching = [];
    private DifferenceLines _lines = DifferenceLines.None;
    private DifferenceTally _tally = new();
    private Decisions? _counted;
    private DifferenceFilter _filter = new();
    private DifferenceFilter? _address;
    private bool _keysOpen;
    private DifferenceRow? _open;
    private BulkQuestion? _asked;
    private bool _remember;
    private bool _left;

    [Parameter, EditorRequired]
    public required ReviewSession Session { get; set; }

    [Parameter]
    public EventCallback<ReviewSession> SessionChanged { get; set; }

    /// <summary>The page takes over what others decided, says so, and gives its session of now.</summary>
    [Parameter, EditorRequired]
    public required Func<Task<ReviewSession>> Refresh { get; set; }

    [CascadingParameter(Name = MainLayout.NarrowScreen)]
    public bool Narrow { get; set; }

    [SupplyParameterFromQuery(Name = DifferenceQuery.State)]
    public string? StateInAddress { get; set; }

    [SupplyParameterFromQuery(Name = DifferenceQuery.Kind)]
    public string? KindInAddress { get; set; }

    [SupplyParameterFromQuery(Name = DifferenceQuery.Field)]
    public string? FieldInAddress { get; set; }

    [SupplyParameterFromQuery(Name = DifferenceQuery.Search)]
    public string? SearchInAddress { get; set; }

    [SupplyParameterFromQuery(Name = DifferenceQuery.Order)]
    public string? OrderInAddress { get; set; }

    [SupplyParameterFromQuery(Name = DifferenceQuery.Group)]
    public string? GroupInAddress { get; set; }

    [Inject]
    public required Review Review { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required Snackbars Messages { get; set; }

    [Inject]
    public required IStringLocalizer<Fields> FieldText { get; set; }

    [Inject]
    public required ReasonSentences Sentences { get; set; }

    // Choices that are not stored yet are stored all the same.
    public void Dispose() => _left = true;

    protected override void OnParametersSet()
    {
        var other = !ReferenceEquals(_choices?.Session.Comparison, Session.Comparison);
        _choices ??= new ChoiceQueue(DecideAsync) { Session = Session };
        _choices.Session = Session;
        if (other)
        {
            _table = DifferenceTable.Of(
                Session.Comparison,
                kind => Text[$"Kind.{kind}"].Value,
                field => FieldText.Label(field)
            );
        }

        var address = DifferenceFilter.Read(
            StateInAddress,
            KindInAddress,
            FieldInAddress,
            SearchInAddress,
            OrderInAddress,
            GroupInAddress
        );
        var moved = address != _address;
        _address = address;
        if (moved && (other || address != _filter))
        {
            Apply(address);
        }
        else if (other)
        {
            // A decided row stays in place until the filter changes: rows must not vanish under the pointer.
            var shown = Shown.Select(row => row.Difference.Key).ToHashSet();
            var selected = _selected.Select(row => row.Difference.Key).ToHashSet();
            _matching = Matching();
            Show(Rows, row => shown.Contains(row.Difference.Key));
            _selected.Clear();
            _selected.UnionWith(Shown.Where(row => selected.Contains(row.Difference.Key)));
        }

        // A changed rule makes another comparison of the same decisions.
        if (other || !ReferenceEquals(_counted, Session.Decisions))
        {
            Count();
        }
    }

    private DifferenceRow[] Rows => _table.Rows;

    private DifferenceRow[] Shown => _lines.Rows;

    /// <summary>Shows what the filter says and puts it into the address.</summary>
    private void Go(DifferenceFilter filter)
    {
        Apply(filter);
        var address = Navigation.GetUriWithQueryParameters(filter.ToQuery());
        if (address != Navigation.Uri)
        {
            Navigation.NavigateTo(address);
        }
    }

    private void Apply(DifferenceFilter filter)
    {
        _filter = filter;
        _matching = Matching();
        // Those that match already fit the rest of the filter.
        var shows = (filter with { Field = null, Search = null }).ToTest();
        Show(_matching, row => shows(row, ChoiceOf(row)));
        _selected.IntersectWith(Shown);
        Count();
    }

    private DifferenceRow[] Matching()
    {
        var any = _filter with { State = null, Kind = null };
        if (!any.HidesRows)
        {
            return Rows;
        }

        var matches = any.ToTest();
        return Array.FindAll(Rows, row => matches(row, null));
    }

    private void Count() =>
        (_tally, _counted) = (DifferenceTally.Of(Rows, _matching, Shown, ChoiceOf), Session.Decisions);

    private void Show(DifferenceRow[] rows, Predicate<DifferenceRow> wanted)
    {
        var shown = Array.FindAll(rows, wanted);
        // Most pages show all rows; they share the lines.
        _lines =
            shown.Length == Rows.Length && _filter is { ByField: false, Order: DifferenceOrder.Name }
                ? _table.Lines
                : DifferenceLines.Of(shown, _filter.ByField, _filter.Order);
    }

    private void ChooseField(ChangeEventArgs chosen) =>
        Go(_filter with { Field = Enum.TryParse<Field>(chosen.Value as string, out var field) ? field : null });

    private void ChooseOrder(ChangeEventArgs chosen) =>
        Go(
            _filter with
            {
                Order = Enum.TryParse<DifferenceOrder>(chosen.Value as string, out var order)
                    ? order
                    : DifferenceOrder.Name,
            }
        );

    private string Summary =>
        Text[
            "Differences.Tally",
            Rows.Length,
            _tally.Decided,
            _tally.ByRule,
            Rows.Length - _tally.Decided - _tally.ByRule
        ];

    // Undecided rows of those shown; a choice that is made is not replaced by a suggestion.
    private DifferenceRow[] Suggestions() => Array.FindAll(Shown, row => row.Suggested && ChoiceOf(row) is null);

    // What the folded selects ask for beside the usual.
    private int Folded =>
        (_filter.Field is null ? 0 : 1) + (_filter.ByField ? 1 : 0) + (_filter.Order == DifferenceOrder.Name ? 0 : 1);

    private FieldChoice? ChoiceOf(DifferenceRow row) => _choices!.ChoiceOf(row.Difference);

    private bool AllSelected => Shown.Length > 0 && _selected.Count == Shown.Length;

    private void SelectAll(ChangeEventArgs change)
    {
        _selected.Clear();
        if (change.Value is true)
        {
            _selected.UnionWith(Shown);
        }
    }

    private void Toggle(IReadOnlyList<DifferenceRow> rows)
    {
        if (rows.All(_selected.Contains))
        {
            _selected.ExceptWith(rows);
        }
        else
        {
            _selected.UnionWith(rows);
        }
    }

    private async Task DecideAsync(DifferenceRow row, FieldChoice? choice)
    {
        var before = ChoiceOf(row);
        if (before != choice)
        {
            var storing = _choices!.StoreAsync(
                [new ChosenValue(row.Difference, before, choice)],
                SessionChanged.InvokeAsync
            );
            _tally.Move(row, before, choice);
            await storing;
        }
    }

    private async Task DecideGroupAsync(DifferenceLine.Group group, FieldChoice choice)
    {
        var changes = group
            .Rows.Where(row => Review.Can(row.Difference, choice) && ChoiceOf(row) != choice)
            .Select(row => new ChosenValue(row.Difference, ChoiceOf(row), choice))
            .ToList();
        if (changes.Count > 0 && await StoreAsync(changes))
        {
            Messages.Show(Tone.Success, Text["Bulk.Done", changes.Count], () => UndoAsync(changes, rules: null));
        }
    }

    private IEnumerable<(string Label, BulkAction Action)> Actions =>
        [
            (Text["UseHuma"], BulkAction.Of(FieldChoice.UseHuma)),
            (Text["UseXledger"], BulkAction.Of(FieldChoice.UseXledger)),
            (Text["Leave"], BulkAction.Of(FieldChoice.Skip)),
            (Text["Differences.Clear"], BulkAction.Of(null)),
        ];

    private void Ask(BulkAction action, IReadOnlyList<DifferenceRow> rows)
    {
        _remember = false;
        var able = rows.Select(row => row.Difference).Where(action.Fits).ToList();
        var rules = action.RuleFor is { } rule && able.Count > 0 ? RuleChange.Of(Session, rule, able) : null;
        _asked = new BulkQuestion(
            action,
            rows,
            rows.Select(row => (row.Difference.Key, Choice: ChoiceOf(row)))
                .Where(one => one.Choice is not null)
                .ToDictionary(one => one.Key, one => one.Choice!.Value),
            rules,
            rules?.CountFollowing(Session, able) ?? 0
        );
    }

    private async Task ConfirmAsync(BulkQuestion question)
    {
        (_asked, var remember) = (null, _remember);
        var changes = question
            .Rows.Where(row => question.Action.Fits(row.Difference))
            .Select(row => new ChosenValue(
                row.Difference,
                question.Seen.TryGetValue(row.Difference.Key, out var seen) ? seen : null,
                question.Action.ChoiceOf(row.Difference)
            ))
            .Where(change => change.Seen != change.Choice)
            .ToList();
        if (!await StoreAsync(changes))
        {
            return;
        }

        var rules = remember && question.Rules is { } wanted && await RememberAsync(wanted) ? wanted : null;
        Messages.Show(
            Tone.Success,
            Text["Bulk.Done", changes.Count],
            changes.Count > 0 || rules is not null ? () => UndoAsync(changes, rules) : null
        );
    }

    private async Task<bool> RememberAsync(RuleChange rules)
    {
        var (shown, actor) = (_choices!.Session, User.Actor);
        var (session, refusal) = await Task.Run(() =>
            Review.RememberAsync(shown, rules, actor, CancellationToken.None)
        );
        if (refusal is not null)
        {
            Messages.Show(Tone.Error, Text["Bulk.NotRemembered", Sentences.Of(refusal)]);
        }

        await SessionChanged.InvokeAsync(session);
        return refusal is null;
    }

    // The message outlives the step; what the comparison looks like by then the page reads anew.
    private async Task UndoAsync(IReadOnlyList<ChosenValue> changes, RuleChange? rules)
    {
        var back = ChoiceQueue.Reverse(changes);
        var stored = false;
        if (!_left)
        {
            await InvokeAsync(async () => stored = await StoreAsync(back));
        }
        else
        {
            _choices!.Session = await DecideAsync(ChoiceQueue.AsSeen(await Refresh(), back), back);
            await SessionChanged.InvokeAsync(_choices.Session);
            stored = _choices.Session is { IsOpen: true, Overtaken.Count: 0 };
            if (!stored)
            {
                // What says so stands on the page that was left.
                Messages.Show(Tone.Error, Text["Bulk.NotUndone"]);
            }
        }

        if (stored && rules is not null)
        {
            await RememberAsync(rules.Reverse());
        }
    }

    private async Task<bool> StoreAsync(IReadOnlyList<ChosenValue> changes)
    {
        var storing = _choices!.StoreAsync(changes, SessionChanged.InvokeAsync);
        Count();
        StateHasChanged();
        var stored = await storing;
        if (!stored)
        {
            // The rows show again what is stored.
            Count();
            StateHasChanged();
        }

        return stored;
    }

    // Off the circuit's own thread: SQLite answers synchronously, and the page must answer meanwhile.
    private async Task<ReviewSession> DecideAsync(ReviewSession shown, IReadOnlyList<ChosenValue> choices)
    {
        var actor = User.Actor;
        var (session, _) = await Task.Run(() =>
            Review.DecideAsync(
                shown,
                [.. choices.Select(choice => (choice.Difference, choice.Choice))],
                actor,
                CancellationToken.None
            )
        );
        return session;
    }

    private PersonReference PersonReferenceOf(DifferenceRow row) =>
        PersonReference.Of(Session.Record.ConnectionId, row.Difference.Pair);
}
