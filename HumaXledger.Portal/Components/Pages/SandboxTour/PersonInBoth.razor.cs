using HumaXledger.Portal.Localisation;
using HumaXledger.Sandbox;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.SandboxTour;

/// <summary>One person in both systems; each field can be edited as a user of that system could.</summary>
public partial class PersonInBoth
{
    private readonly List<string> _problems = [];
    private Dictionary<SandboxField, string?> _huma = [];
    private Dictionary<SandboxField, string?> _xledger = [];

    [Parameter, EditorRequired]
    public required SandboxWorld World { get; set; }

    [Parameter]
    public Guid? HumaId { get; set; }

    [Parameter]
    public int? EmployeeDbId { get; set; }

    /// <summary>Raised when the dialog was closed, or the person is in neither system any more.</summary>
    [Parameter]
    public EventCallback Closed { get; set; }

    private SandboxPerson? Person { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        Person =
            HumaId is { } id ? World.PersonByHumaId(id)
            : EmployeeDbId is { } dbId ? World.PersonByEmployee(dbId)
            : null;
        if (Person is null)
        {
            await Closed.InvokeAsync();
            return;
        }

        (HumaId, EmployeeDbId) = (Person.HumaId, Person.EmployeeDbId);
        _huma = Person.Huma.ToDictionary(pair => pair.Key, string? (pair) => pair.Value);
        _xledger = Person.Xledger.ToDictionary(pair => pair.Key, string? (pair) => pair.Value);
    }

    private async Task DoAsync(EditOutcome outcome)
    {
        _problems.Clear();
        ShowOutcome(outcome, Person!.Name);
        if (Person is { HumaId: not null, EmployeeDbId: { } dbId } && World.PersonByHumaId(HumaId!.Value) is null)
        {
            (HumaId, EmployeeDbId) = (null, dbId);
        }

        await ReadAsync();
    }

    private async Task SaveAsync()
    {
        _problems.Clear();
        foreach (var field in Enum.GetValues<SandboxField>())
        {
            if (HumaId is { } id && Changed(_huma, Person!.Huma, field))
            {
                ShowOutcome(
                    World.EditInHuma(id, field, _huma[field]),
                    $"{Fields.Label(BothSystems.FieldOf(field))}, Huma"
                );
            }

            if (EmployeeDbId is { } dbId && Changed(_xledger, Person!.Xledger, field))
            {
                ShowOutcome(
                    World.EditInXledger(dbId, field, _xledger[field]),
                    $"{Fields.Label(BothSystems.FieldOf(field))}, Xledger"
                );
            }
        }

        if (_problems.Count == 0)
        {
            await Closed.InvokeAsync();
        }
    }

    private void ShowOutcome(EditOutcome outcome, string what)
    {
        if (outcome != EditOutcome.Done)
        {
            _problems.Add($"{what}: {Text[$"Outcome{outcome}"]}");
        }
    }

    private bool Differs(SandboxField field) =>
        HumaId is not null
        && EmployeeDbId is not null
        && (_huma.GetValueOrDefault(field) ?? "") != (_xledger.GetValueOrDefault(field) ?? "");

    private static bool Changed(
        Dictionary<SandboxField, string?> now,
        IReadOnlyDictionary<SandboxField, string> before,
        SandboxField field
    ) => (now.GetValueOrDefault(field) ?? "") != (before.GetValueOrDefault(field) ?? "");
}
