using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>
/// Input and findings of the set-up, as they are on the page. <see cref="SetupDrafts"/> keeps its <see cref="Answers"/>
/// and <see cref="Verification"/>; what is typed and not verified stays on the page.
/// </summary>
public sealed class SetUpForm
{
    // Groups and entities are known again after the next verification.
    private string? _groupId;
    private string? _entityId;

    /// <summary>Key of <c>Huma:Environments</c>.</summary>
    public required string HumaEnvironment { get; set; }

    /// <summary>Key of <c>Xledger:Environments</c>.</summary>
    public required string XledgerEnvironment { get; set; }

    /// <summary>As pasted; emptied as soon as it is verified, so that the page no longer holds it.</summary>
    public string Token { get; set; } = "";

    /// <summary>Client id of Huma's API key.</summary>
    public string HumaClientId { get; set; } = "";

    /// <summary>Emptied like <see cref="Token"/>.</summary>
    public string HumaClientSecret { get; set; } = "";

    /// <summary>What is or was verified; null before, and again after a change.</summary>
    public SetupCredentials? Credentials { get; private set; }

    /// <summary>What the checks found: groups, entities, warnings.</summary>
    public SetupFindings Findings { get; private set; } = new();

    /// <summary>The checks as they are shown.</summary>
    public CheckLines Checks { get; } = new();

    /// <summary>Whether all checks passed.</summary>
    public bool Verified => Credentials is not null && Findings.Passed;

    /// <summary>The chosen group of people in Huma; null: everyone.</summary>
    public HumaGroup? Group
    {
        get => Findings.Groups.FirstOrDefault(group => group.Id == _groupId);
        set => _groupId = value?.Id;
    }

    /// <summary>The chosen entity in Xledger.</summary>
    public XledgerEntity? Entity
    {
        get => Findings.Entities.FirstOrDefault(entity => entity.OwnerDbId == _entityId);
        set => _entityId = value?.OwnerDbId;
    }

    /// <summary>Name of the connection.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether the user confirmed being authorized to connect the two systems.</summary>
    public bool AuthorityConfirmed { get; set; }

    /// <summary>Whether new people in Huma are to be added to Xledger.</summary>
    public bool AddNewPeople { get; set; }

    /// <summary>The furthest step.</summary>
    public SetUpStep Reached { get; set; }

    /// <summary>Connections that cover some of the same people as what is chosen.</summary>
    public IReadOnlyList<OverlappingConnection> Overlaps { get; set; } = [];

    /// <summary>The choices; null while one is missing.</summary>
    public SetupChoice? Choice =>
        Entity is null ? null : new SetupChoice(Name.Trim(), Group, Entity, AddNewPeople, AuthorityConfirmed);

    /// <summary>What of it is stored.</summary>
    public SetupAnswers Answers =>
        new(
            HumaEnvironment,
            XledgerEnvironment,
            HumaClientId.Trim(),
            _groupId,
            _entityId,
            Name,
            AddNewPeople,
            AuthorityConfirmed,
            (int)Reached
        );

    /// <summary>What was verified, to be stored; null before.</summary>
    public VerifiedSetup? Verification => Verified ? new VerifiedSetup(Credentials!, Findings, Checks.All) : null;

    /// <summary>
    /// Whether the right to write could not be tested for some field: no failure, but to be checked by the user.
    /// </summary>
    public bool AnythingUntested => Checks.All.Any(check => check.State == SetupCheckState.Untested);

    /// <summary>Warnings of the checks that do not block the set-up.</summary>
    public IEnumerable<Reason> Warnings =>
        Checks
            .All.Where(check => check.State == SetupCheckState.Warning)
            .Select(check => check.Reason)
            .OfType<Reason>();

    /// <summary>Continues a draft.</summary>
    public void Restore(SetupDraft draft)
    {
        var answers = draft.Answers;
        (HumaEnvironment, XledgerEnvironment, HumaClientId) = (
            answers.HumaEnvironment,
            answers.XledgerEnvironment,
            answers.HumaClientId
        );
        (_groupId, _entityId, Name) = (answers.GroupId, answers.EntityId, answers.Name);
        // Like after a change: what was confirmed is confirmed again with what is entered again.
        (AddNewPeople, AuthorityConfirmed) = (
            answers.AddNewPeople,
            answers.AuthorityConfirmed && draft.Verified is not null
        );
        Reached = (SetUpStep)answers.Reached;
        if (draft.Verified is { } verified)
        {
            (Credentials, Findings) = (verified.Credentials, verified.Findings);
            foreach (var check in verified.Checks)
            {
                Checks.Note(check);
            }
        }
    }

    /// <summary>What to verify; call it for a complete form only.</summary>
    public SetupCredentials Begin(XledgerToken token)
    {
        Checks.Clear();
        Findings = new SetupFindings();
        Credentials = new SetupCredentials(
            HumaEnvironment,
            HumaClientId.Trim(),
            new Secret(HumaClientSecret.Trim()),
            XledgerEnvironment,
            token
        );
        return Credentials;
    }

    /// <summary>All checks passed: clears token and secret and preselects the usual choices.</summary>
    public void Accept()
    {
        (Token, HumaClientSecret) = ("", "");
        // A token of a group also sees its companies, where the people usually are: with several entities the user must
        // choose.
        Entity ??= Findings.Entities is [var only] ? only : null;
        // A group that Huma no longer has is not chosen.
        _groupId = Group?.Id;
        Name = Name.Length > 0 || Entity is null ? Name : ConnectionSetup.NameOf(Entity);
    }

    /// <summary>Reopens the form for a change: token and secret must be entered again.</summary>
    public void Reopen()
    {
        Credentials = null;
        Checks.Clear();
        Findings = new SetupFindings();
        Overlaps = [];
        AuthorityConfirmed = false;
    }
}
