using System.Globalization;
using System.Threading.Channels;
using HumaXledger.Core.People;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Shared.Blocks;
using HumaXledger.Portal.Localisation;
using HumaXledger.Sandbox;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.SandboxTour;

/// <summary>The people of the sandbox with their values in both systems.</summary>
public partial class BothSystems
{
    // A run changes many people within a moment: capacity 1, so one reading covers any number of changes.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private static readonly SandboxField[] Compared = [SandboxField.EmploymentId, SandboxField.Email];

    private IReadOnlyList<SandboxPerson> _people = [];
    private int _total;
    private bool _resetting;
    private (string? Sought, string? Person) _now;

    [Parameter, EditorRequired]
    public required SandboxWorld World { get; set; }

    /// <summary>What is sought; null for everyone.</summary>
    [Parameter]
    public string? Sought { get; set; }

    /// <summary>Part of the list, from 1.</summary>
    [Parameter]
    public int? Page { get; set; }

    /// <summary>The person who is open: "h-" with the id in Huma, or "x-" with the number in Xledger.</summary>
    [Parameter]
    public string? Person { get; set; }

    private SandboxPerson? Opened =>
        Person is not { Length: > 2 } key ? null
        : key.StartsWith("h-", StringComparison.Ordinal) && Guid.TryParse(key[2..], out var id)
            ? World.PersonByHumaId(id)
        : key.StartsWith("x-", StringComparison.Ordinal)
        && int.TryParse(key[2..], CultureInfo.InvariantCulture, out var number)
            ? World.PersonByEmployee(number)
        : null;

    protected override void OnInitialized()
    {
        World.Changed += Changed;
        // Drawn from here and not from the thread that changes: that one does not know the page's language.
        Watch(async leaving =>
        {
            await foreach (var _ in _changed.Reader.ReadAllAsync(leaving))
            {
                Read();
                StateHasChanged();
            }
        });
    }

    protected override void Dispose(bool disposing)
    {
        World.Changed -= Changed;
        base.Dispose(disposing);
    }

    private void Changed() => _changed.Writer.TryWrite(true);

    protected override void OnParametersSet()
    {
        _now = (Sought, Person);
        Read();
    }

    private void Read()
    {
        (_total, _) = World.People(Sought, 0, 0);
        var page = Math.Clamp(Page ?? 1, 1, Math.Max(1, (_total + Pager.Size - 1) / Pager.Size));
        (_total, _people) = World.People(Sought, (page - 1) * Pager.Size, Pager.Size);
    }

    private void Search(string? sought) => Show("q", string.IsNullOrWhiteSpace(sought) ? null : sought.Trim());

    // The address of the page is behind for the moment that the browser takes: a person who is opened while a search
    // is on its way there belongs to both.
    private void Show(string part, string? value)
    {
        _now = part == "q" ? (value, _now.Person) : (_now.Sought, value);
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>
                {
                    ["q"] = _now.Sought,
                    ["person"] = _now.Person,
                    ["page"] = part == "q" ? null : Page,
                }
            )
        );
    }

    private string AddressOf(SandboxPerson person) => Navigation.GetUriWithQueryParameter("person", KeyOf(person));

    private static string KeyOf(SandboxPerson person) =>
        person.HumaId is { } id ? $"h-{id}" : $"x-{person.EmployeeDbId}";

    private void HireInHuma(SandboxWorld shown) => Show(shown.PersonByHumaId(shown.HireInHuma()));

    private void HireInXledger(SandboxWorld shown) => Show(shown.PersonByEmployee(shown.HireInXledger()));

    private void Show(SandboxPerson? hired)
    {
        Notifications.Show(Tone.Success, Text["Hired", hired?.Name ?? ""]);
        Search(hired?.Name);
    }

    private void Reset(SandboxWorld shown)
    {
        shown.Reset();
        _resetting = false;
        Search(null);
    }

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
