using System.Threading.Channels;
using HumaXledger.Core.People;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Localisation;
using HumaXledger.Sandbox;
using Microsoft.AspNetCore.Components;
using Radzen;
using Radzen.Blazor;

namespace HumaXledger.Portal.Components.Pages.SandboxTour;

/// <summary>The people of the sandbox with their values in both systems.</summary>
public partial class BothSystems
{
    // A run changes many people within a moment: capacity 1, so one reading covers any number of changes.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private RadzenDataGrid<SandboxPerson>? _grid;

    // Null at first: only then does the grid ask for its first page.
    private IReadOnlyList<SandboxPerson>? _people;
    private int _total;
    private string? _search;

    [Parameter, EditorRequired]
    public required SandboxWorld World { get; set; }

    protected override void OnInitialized()
    {
        World.Changed += Changed;
        // Drawn from here and not from the thread that changes: that one does not know the page's language.
        Watch(async leaving =>
        {
            await foreach (var _ in _changed.Reader.ReadAllAsync(leaving))
            {
                if (_grid is not null)
                {
                    await _grid.Reload();
                }
            }
        });
    }

    protected override void Dispose(bool disposing)
    {
        World.Changed -= Changed;
        base.Dispose(disposing);
    }

    private void Changed() => _changed.Writer.TryWrite(true);

    private void Load(LoadDataArgs page) => (_total, _people) = World.People(_search, page.Skip ?? 0, page.Top ?? 15);

    private async Task SearchAsync(string? search)
    {
        _search = search;
        await _grid!.FirstPage(forceReload: true);
    }

    private Task HireInHumaAsync() => ShowAsync(World.PersonByHumaId(World.HireInHuma()));

    private Task HireInXledgerAsync() => ShowAsync(World.PersonByEmployee(World.HireInXledger()));

    private Task ShowAsync(SandboxPerson? hired)
    {
        Notifications.Show(Tone.Success, Text["Hired", hired?.Name ?? ""]);
        return SearchAsync(hired?.Name);
    }

    private async Task ResetAsync()
    {
        if (await Dialogs.Confirm(Text["ResetQuestion"], Text["Reset"]) == true)
        {
            World.Reset();
            await SearchAsync(null);
        }
    }

    private Task OpenAsync(SandboxPerson person) =>
        Dialogs.OpenAsync<PersonInBoth>(
            person.Name,
            new Dictionary<string, object?>
            {
                [nameof(PersonInBoth.World)] = World,
                [nameof(PersonInBoth.HumaId)] = person.HumaId,
                [nameof(PersonInBoth.EmployeeDbId)] = person.EmployeeDbId,
            },
            new DialogOptions { Width = "min(60rem, 96vw)", CloseDialogOnOverlayClick = false }
        );

    private string Label(SandboxField field) => Fields.Label(FieldOf(field));

    private string Place(SandboxPerson person) =>
        person switch
        {
            { HumaId: null } => Text["OnlyXledger", person.Entity ?? ""],
            { EmployeeDbId: null } => Text["OnlyHuma"],
            { ActiveInHuma: false } => Text["Deactivated"],
            _ => Text["Both"],
        };

    private static bool Differs(SandboxPerson person, SandboxField field) =>
        person is { HumaId: not null, EmployeeDbId: not null }
        && person.Huma.GetValueOrDefault(field) != person.Xledger.GetValueOrDefault(field);

    // The sandbox shares no code with Core; both list the fields in the same order (FieldTablesTests).
    internal static Field FieldOf(SandboxField field) => (Field)(int)field;
}
