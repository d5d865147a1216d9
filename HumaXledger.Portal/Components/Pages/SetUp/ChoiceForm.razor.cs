using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Shared.Blocks;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>What a new connection covers: group of people, entity, name.</summary>
public sealed partial class ChoiceForm
{
    /// <summary>Ids of the inputs.</summary>
    public const string GroupId = "huma-group";

    /// <inheritdoc cref="GroupId"/>
    public const string EntityId = "xledger-entity";

    /// <inheritdoc cref="GroupId"/>
    public const string NameId = "connection-name";

    private IReadOnlyList<SelectOption> _groups = [];
    private IReadOnlyList<SelectOption> _entities = [];

    [Parameter, EditorRequired]
    public required SetUpForm Form { get; set; }

    /// <summary>Raised after an answer.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    public required IStringLocalizer<SetUpText> Text { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required ConnectionSetup Setup { get; set; }

    protected override Task OnInitializedAsync()
    {
        _groups =
        [
            new SelectOption("", Text["Everyone"]),
            .. Form
                .Findings.Groups.OrderBy(group => group.Type)
                .ThenBy(group => group.Name, StringComparer.CurrentCultureIgnoreCase)
                .Select(group => new SelectOption(group.Id, Text["GroupItem", group.Name, TypeName(group.Type)])),
        ];
        _entities = [.. Form.Findings.Entities.Select(entity => new SelectOption(entity.OwnerDbId, entity.Name))];
        return FindOverlapsAsync();
    }

    private Task ChooseGroupAsync(string id)
    {
        Form.Group = Form.Findings.Groups.FirstOrDefault(group => group.Id == id);
        return ChosenAsync();
    }

    private Task ChooseEntityAsync(string ownerDbId)
    {
        var named =
            Form.Name.Trim().Length == 0
            || (Form.Entity is { } before && Form.Name.Trim() == ConnectionSetup.NameOf(before));
        Form.Entity = Form.Findings.Entities.FirstOrDefault(entity => entity.OwnerDbId == ownerDbId);
        if (named && Form.Entity is not null)
        {
            Form.Name = ConnectionSetup.NameOf(Form.Entity);
        }

        return ChosenAsync();
    }

    private Task NameAsync(ChangeEventArgs typed)
    {
        Form.Name = $"{typed.Value}";
        return Changed.InvokeAsync();
    }

    private async Task ChosenAsync()
    {
        await FindOverlapsAsync();
        await Changed.InvokeAsync();
    }

    private async Task FindOverlapsAsync() =>
        Form.Overlaps = Form is { Credentials: { } credentials, Choice: { } choice }
            ? await Setup.FindOverlapsAsync(credentials, Form.Findings, choice, User.Actor, Leaving)
            : [];

    // Huma may have other kinds of group; they are shown by Huma's own name.
    private string TypeName(string type) =>
        type switch
        {
            "company" => Text["Company"],
            "location" => Text["Location"],
            "team" => Text["Team"],
            _ => type,
        };
}
