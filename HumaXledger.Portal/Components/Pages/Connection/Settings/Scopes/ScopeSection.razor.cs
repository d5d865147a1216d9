using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Shared.Blocks;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Connection.Settings.Scopes;

/// <summary>The rules that are edited stay in the draft; what was previewed is what is saved.</summary>
public sealed partial class ScopeSection
{
    private const int MostFound = 10;
    private const int MostShown = 100;

    private IReadOnlyList<ScopeRule> _saved = [];
    private IReadOnlyList<KnownPerson> _people = [];
    private IReadOnlyList<KnownPerson> _found = [];
    private IReadOnlyList<HumaGroup>? _groups;
    private ScopePreview? _preview;
    private ElementReference _previewHeading;
    private bool _focusPreview;
    private bool _overtaken;
    private string _search = "";
    private string _group = "";
    private string? _groupProblem;
    private string _contract = ScopeSettings.ContractTypes[0];
    private int? _months = 12;

    [Parameter, EditorRequired]
    public required Core.Storage.Connections.Connection Connection { get; set; }

    [Parameter, EditorRequired]
    public required SettingsDraft Draft { get; set; }

    [Parameter]
    public EventCallback Saved { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required ScopeSettings Settings { get; set; }

    [Inject]
    public required OpenDifferences Open { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required Snackbars Notifications { get; set; }

    [Inject]
    public required ReasonSentences Sentences { get; set; }

    private IReadOnlyList<ScopeRule> Rules => Draft.Scope ?? _saved;

    private bool CanAddEnded => _months is >= 1 and <= ScopeSettings.MostMonths;

    private IEnumerable<string> ContractTypes =>
        ScopeSettings
            .ContractTypes.Concat(_people.SelectMany(person => person.Huma?.ContractTypes ?? []))
            .Distinct(StringComparer.OrdinalIgnoreCase);

    private IReadOnlyList<SelectOption> GroupOptions =>
        [
            .. _groups!.Select(group => new SelectOption(
                group.Id,
                Text["Group.Name", group.Name, Text[$"GroupType.{group.Type}"].Value]
            )),
        ];

    protected override async Task OnInitializedAsync()
    {
        Compare(await StoredAsync());
        if (User.May(Permission.SeePeople, Connection.Id))
        {
            _people = (await Open.ReadPeopleAsync(Connection.Id, User.Actor, Leaving))?.People ?? [];
        }

        Follow(Connection.Id);
    }

    // Another user may have saved other rules. What is edited stays, and is previewed anew before it is saved.
    protected override async Task ReadAsync()
    {
        var stored = await StoredAsync();
        if (!stored.SequenceEqual(_saved))
        {
            _preview = null;
            Compare(stored);
        }
    }

    private void Compare(IReadOnlyList<ScopeRule> stored)
    {
        _saved = stored;
        _overtaken = Draft.ScopeShown?.SequenceEqual(stored) == false;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusPreview && _preview is not null)
        {
            _focusPreview = false;
            await _previewHeading.FocusAsync();
        }
    }

    private async Task<IReadOnlyList<ScopeRule>> StoredAsync()
    {
        await using var context = await Contexts.ForAsync(User.Actor, Leaving);
        return await context
            .Connections.Where(row => row.Id == Connection.Id)
            .Select(row => row.ScopeRules)
            .SingleAsync(Leaving);
    }

    private static IReadOnlyList<OutOfScope> Shown(ScopePreview preview) => [.. preview.People.Take(MostShown)];

    private static string WhereIs(OutOfScope person) =>
        person is { Huma: not null, Xledger: not null } ? "Huma, Xledger"
        : person.Huma is not null ? "Huma"
        : "Xledger";

    private string NameOf(ScopeRule rule) =>
        rule switch
        {
            ScopeRule.InGroup group => Text["Rule.Group", group.Name, Text[$"GroupType.{group.Type}"].Value],
            ScopeRule.WithContract contract => Text["Rule.Contract", contract.Type],
            ScopeRule.User user => Text[
                "Rule.Person",
                _people.FirstOrDefault(person => person.Huma?.Id == user.Id.Value)?.Record.DisplayName ?? user.Id.Value
            ],
            ScopeRule.Employee employee => Text[
                "Rule.Person",
                _people.FirstOrDefault(person => person.Xledger?.Id == employee.Id.Value)?.Record.DisplayName
                    ?? employee.Id.Value
            ],
            ScopeRule.Ended ended => Text["Rule.Ended", ended.Months],
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
        };

    private void Search(string search)
    {
        _search = search;
        _found = PersonQuery.Of(search) is { Length: > 1 } query
            ?
            [
                .. _people
                    .Where(person => query.Fits(person.Huma, person.Xledger))
                    .OrderBy(person => person.Record.DisplayName, StringComparer.CurrentCultureIgnoreCase)
                    .Take(MostFound),
            ]
            : [];
    }

    private void AddPerson(KnownPerson person)
    {
        Add(
            person.Huma is { } user
                ? new ScopeRule.User(new HumaId(user.Id))
                : new ScopeRule.Employee(new XledgerId(person.Xledger!.Id))
        );
        (_search, _found) = ("", []);
    }

    private void AddGroup()
    {
        if (_groups?.FirstOrDefault(group => group.Id == _group) is { } chosen)
        {
            Add(new ScopeRule.InGroup(chosen.Id, chosen.Type, chosen.Name));
        }
    }

    // One such rule is enough: the shorter time includes the longer one.
    private void AddEnded()
    {
        if (CanAddEnded && _months is { } months)
        {
            Take([.. Rules.Where(rule => rule is not ScopeRule.Ended), new ScopeRule.Ended(months)]);
        }
    }

    private void Add(ScopeRule rule) => Take(Rules.Contains(rule) ? Rules : [.. Rules, rule]);

    private void Remove(ScopeRule rule) => Take([.. Rules.Where(other => other != rule)]);

    private void Take(IReadOnlyList<ScopeRule> rules)
    {
        _preview = null;
        Draft.SetScope(rules, _saved);
    }

    private void Discard(SettingsDraft draft)
    {
        (_preview, _overtaken) = (null, false);
        draft.ResetScope();
    }

    private async Task ReadGroupsAsync(Guid connectionId)
    {
        switch (await Settings.GroupsAsync(connectionId, User.Actor, Leaving))
        {
            case Answer<IReadOnlyList<HumaGroup>>.Done(var groups):
                (_groups, _group, _groupProblem) = (groups, groups.Count > 0 ? groups[0].Id : "", null);
                break;
            case Answer<IReadOnlyList<HumaGroup>>.Refused(var reason):
                _groupProblem = Sentences.Of(reason);
                break;
        }
    }

    private async Task PreviewAsync(IReadOnlyList<ScopeRule> rules)
    {
        _preview = await Settings.PreviewAsync(Connection.Id, [.. rules], User.Actor, Leaving);
        _focusPreview = true;
    }

    private async Task SaveAsync(ScopePreview shown)
    {
        var refusal = await Settings.SaveAsync(Connection.Id, shown, User.Actor, CancellationToken.None);
        Notifications.ShowOutcome(refusal, Sentences, Text["Saved"]);
        (_preview, _overtaken) = (null, false);
        if (refusal is null)
        {
            _saved = shown.Rules;
            Draft.StoredScope(shown.Rules);
            await Saved.InvokeAsync();
        }
    }
}
