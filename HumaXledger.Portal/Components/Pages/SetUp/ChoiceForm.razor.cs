using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>Settings of a new connection: group of people, entity, name, responsible person.</summary>
public partial class ChoiceForm
{
    private IReadOnlyList<string> _overlaps = [];

    [Parameter, EditorRequired]
    public required SetUpForm Form { get; set; }

    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    public required IStringLocalizer<SetUpText> Text { get; set; }

    [Inject]
    public required ReasonSentences Reasons { get; set; }

    [Inject]
    public required ConnectionSetup Setup { get; set; }

    private IEnumerable<GroupItem> Groups =>
        [
            new GroupItem("", Text["Everyone"]),
            .. Form
                .Findings.Groups.OrderBy(group => group.Type)
                .ThenBy(group => group.Name, StringComparer.CurrentCultureIgnoreCase)
                .Select(group => new GroupItem(group.Id, Text["GroupItem", group.Name, TypeName(group.Type)])),
        ];

    protected override Task OnInitializedAsync() => FindOverlapsAsync();

    private Task ChooseGroup(string? id)
    {
        Form.Group = Form.Findings.Groups.FirstOrDefault(group => group.Id == id);
        return FindOverlapsAsync();
    }

    private Task ChooseEntity(string? ownerDbId)
    {
        var named = Form.Name.Trim().Length == 0 || Form.Name.Trim() == Form.Entity?.Name;
        Form.Entity = Form.Findings.Entities.FirstOrDefault(entity => entity.OwnerDbId == ownerDbId);
        if (named && Form.Entity is not null)
        {
            Form.Name = Form.Entity.Name;
        }

        return FindOverlapsAsync();
    }

    private Task Confirm(bool confirmed)
    {
        Form.AuthorityConfirmed = confirmed;
        return Changed.InvokeAsync();
    }

    private async Task FindOverlapsAsync() =>
        _overlaps = Form is { Draft: { } draft, Choice: { } choice }
            ? await Setup.FindOverlapsAsync(draft, Form.Findings, choice, Leaving)
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

    private sealed record GroupItem(string Id, string Text)
    {
        public override string ToString() => Id;
    }
}
