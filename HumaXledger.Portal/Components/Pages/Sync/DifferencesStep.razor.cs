using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;
using Radzen.Blazor;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>
/// Conflicts and missing values: one row per person and field; choices per row, for the selection, or for all rows
/// shown.
/// </summary>
public sealed partial class DifferencesStep
{
    private const string ByPerson = nameof(DifferenceRow.Person);
    private const string ByField = nameof(DifferenceRow.Field);

    private RadzenDataGrid<DifferenceRow>? _grid;
    private List<DifferenceRow> _rows = [];
    private List<DifferenceRow> _shown = [];
    private IList<DifferenceRow> _selected = [];
    private string? _person;
    private Field? _field;
    private DifferenceKind? _kind;
    private bool? _decided;
    private string _grouping = "";
    private bool _filtered;
    private bool _asking;
    private bool _deciding;
    private List<FieldItem> _fields = [];
    private List<KindItem> _kinds = [];
    private List<StateItem> _states = [];
    private List<GroupingItem> _groupings = [];

    [Parameter, EditorRequired]
    public required ReviewSession Session { get; set; }

    [Parameter]
    public EventCallback<ReviewSession> SessionChanged { get; set; }

    [Parameter]
    public EventCallback Next { get; set; }

    [Inject]
    public required Review Review { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required DialogService Dialogs { get; set; }

    [Inject]
    public required Snackbars Notifications { get; set; }

    [Inject]
    public required IStringLocalizer<Fields> FieldText { get; set; }

    protected override void OnInitialized()
    {
        _fields =
        [
            .. Session
                .Comparison.Differences.Select(difference => difference.Field)
                .Distinct()
                .Order()
                .Select(field => new FieldItem(Label(field), field)),
        ];
        _kinds =
        [
            .. Session
                .Comparison.Differences.Select(difference => difference.Kind)
                .Distinct()
                .Order()
                .Select(kind => new KindItem(Text[$"Kind.{kind}"], kind)),
        ];
        _states =
        [
            new StateItem(Text["Differences.Undecided"], false),
            new StateItem(Text["Differences.Decided"], true),
        ];
        _groupings =
        [
            new GroupingItem(Text["Differences.NoGrouping"], ""),
            new GroupingItem(Common["Person"], ByPerson),
            new GroupingItem(Common["Field"], ByField),
        ];
    }

    protected override void OnParametersSet()
    {
        _rows =
        [
            .. Session
                .Comparison.Differences.Select(difference => new DifferenceRow(
                    difference,
                    difference.Pair.Huma.DisplayName,
                    Label(difference.Field),
                    Text[$"Kind.{difference.Kind}"],
                    Session.ChoiceOf(difference)
                ))
                .OrderBy(row => row.Person, StringComparer.CurrentCultureIgnoreCase)
                .ThenBy(row => row.Difference.Pair.Huma.Id, StringComparer.Ordinal)
                .ThenBy(row => row.FieldOrder),
        ];
        if (_filtered)
        {
            // A decided row stays in place until the filter changes: rows must not vanish under the pointer.
            var shown = _shown.Select(row => row.Difference.Key).ToHashSet();
            Show(row => shown.Contains(row.Difference.Key));
        }
        else
        {
            Filter();
        }
    }

    private void FilterPerson(string? person)
    {
        _person = person;
        Filter();
    }

    private void Filter()
    {
        _filtered = true;
        Show(Shown);
    }

    private void Show(Func<DifferenceRow, bool> wanted)
    {
        var selected = _selected.Select(row => row.Difference.Key).ToHashSet();
        _shown = [.. _rows.Where(wanted)];
        _selected = [.. _shown.Where(row => selected.Contains(row.Difference.Key))];
    }

    private bool Shown(DifferenceRow row) =>
        (_field is null || row.FieldId == _field)
        && (_kind is null || row.Difference.Kind == _kind)
        && (_decided is null || row.Decided == _decided)
        && (
            string.IsNullOrWhiteSpace(_person)
            || row.Person.Contains(_person.Trim(), StringComparison.CurrentCultureIgnoreCase)
        );

    private async Task GroupAsync()
    {
        _grid!.Groups.Clear();
        if (_grouping.Length > 0)
        {
            _grid.Groups.Add(
                new GroupDescriptor
                {
                    Property = _grouping,
                    Title = _groupings.Single(item => item.Property == _grouping).Label,
                }
            );
        }

        await _grid.Reload();
    }

    private void Toggle(DifferenceRow row)
    {
        // A new list each time: the list that a button captured must not change.
        _selected = _selected.Contains(row) ? [.. _selected.Where(other => other != row)] : [.. _selected, row];
    }

    private void SelectAll(ChangeEventArgs change) => _selected = change.Value is true ? [.. _shown] : [];

    private async Task DecideAsync(DifferenceRow row, FieldChoice choice)
    {
        var (session, _) = await Review.DecideAsync(
            Session,
            [row.Difference],
            choice,
            User.Actor,
            CancellationToken.None
        );
        await SessionChanged.InvokeAsync(session);
    }

    private IEnumerable<(string Label, BulkAction Action)> Actions =>
        [
            (Text["UseSuggestions"], BulkAction.Suggestions),
            (Text["UseHuma"], BulkAction.Of(FieldChoice.UseHuma)),
            (Text["UseXledger"], BulkAction.Of(FieldChoice.UseXledger)),
            (Text["LeaveBoth"], BulkAction.Of(FieldChoice.Skip)),
            (Text["TakeBack"], BulkAction.Of(null)),
        ];

    // The rows that a click decides, with the choices that they show.
    private ShownRows Chosen => new(Session, _selected.Count > 0 ? _selected : _shown);

    private async Task DecideManyAsync(ShownRows shown, BulkAction action)
    {
        if (_asking)
        {
            return;
        }

        _asking = true;
        try
        {
            await AskAndDecideAsync(shown, action);
        }
        finally
        {
            (_asking, _deciding) = (false, false);
        }
    }

    private async Task AskAndDecideAsync(ShownRows shown, BulkAction action)
    {
        IReadOnlyList<Difference> wanted = [.. shown.Rows.Select(row => row.Difference)];
        var answer = await Dialogs.OpenAsync<BulkChoice>(
            Text["Bulk.Title"],
            new Dictionary<string, object?>
            {
                [nameof(BulkChoice.Differences)] = wanted,
                [nameof(BulkChoice.Action)] = action,
            },
            new DialogOptions
            {
                Width = "min(34rem, 92vw)",
                CloseDialogOnEsc = true,
                AutoFocusFirstElement = true,
            }
        );
        if (answer is not BulkAnswer { Confirmed: true } confirmed)
        {
            return;
        }

        // Not earlier: the dialog returns the focus to its button, and a disabled button cannot take it.
        _deciding = true;

        // Compared with what the rows showed at the click: choices made on another page since are shown, not
        // overwritten.
        var fitting = wanted.Where(action.Fits).ToList();
        var (session, changed) = await Review.DecideAsync(
            shown.Session,
            [.. fitting.Select(difference => (difference, action.ChoiceOf(difference)))],
            User.Actor,
            CancellationToken.None
        );
        if (session.Overtaken.Count > 0)
        {
            await SessionChanged.InvokeAsync(session);
            return;
        }

        foreach (var group in fitting.GroupBy(action.ChoiceOf))
        {
            if (confirmed.Remember && group.Key is { } remembered)
            {
                session = await RememberAsync(session, group, remembered);
            }
        }

        _selected = [];
        Notifications.Show(Tone.Success, Text["Bulk.Done", changed]);
        await SessionChanged.InvokeAsync(session);
    }

    private async Task<ReviewSession> RememberAsync(
        ReviewSession session,
        IEnumerable<Difference> decided,
        FieldChoice choice
    )
    {
        var rule = choice switch
        {
            FieldChoice.UseHuma => PolicyRule.HumaWins,
            FieldChoice.UseXledger => PolicyRule.XledgerWins,
            _ => PolicyRule.Ignore,
        };
        foreach (var field in decided.Select(difference => difference.Field).Distinct())
        {
            session = await Review.RememberAsync(session, field, rule, User.Actor, CancellationToken.None);
        }

        return session;
    }

    private PersonReference PersonReferenceOf(DifferenceRow row) =>
        PersonReference.Of(Session.Record.ConnectionId, row.Difference.Pair);

    private string Label(Field field) => FieldText.Label(field);

    private sealed record ShownRows(ReviewSession Session, IList<DifferenceRow> Rows);

    private sealed record FieldItem(string Label, Field? Field);

    private sealed record KindItem(string Label, DifferenceKind? Kind);

    private sealed record StateItem(string Label, bool? Decided);

    private sealed record GroupingItem(string Label, string Property);
}
