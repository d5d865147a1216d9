using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>
/// Input and findings of the wizard. Lives in the circuit: token and secret are stored by <see
/// cref="ConnectionSetup.EstablishAsync"/> alone, and only <see cref="Entries"/> outlive a lost circuit.
/// </summary>
public sealed class SetUpForm
{
    /// <summary>Id of the user who fills it in.</summary>
    public required string Owner { get; init; }

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

    /// <summary>The verified draft; null before verification, and again after a change.</summary>
    public SetupDraft? Draft { get; private set; }

    /// <summary>What the checks found: groups, entities, warnings.</summary>
    public SetupFindings Findings { get; private set; } = new();

    /// <summary>The checks as they are shown.</summary>
    public CheckLines Checks { get; } = new();

    /// <summary>Whether all checks passed.</summary>
    public bool Verified => Draft is not null && Findings.Passed;

    /// <summary>The chosen group of people in Huma.</summary>
    public HumaGroup? Group { get; set; }

    /// <summary>The chosen entity in Xledger.</summary>
    public XledgerEntity? Entity { get; set; }

    /// <summary>Name of the connection.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether the user confirmed being authorized to connect the two systems.</summary>
    public bool AuthorityConfirmed { get; set; }

    /// <summary>Whether new people in Huma are to be added to Xledger.</summary>
    public bool AddNewPeople { get; set; }

    /// <summary>The choices; null while one is missing.</summary>
    public SetupChoice? Choice =>
        Entity is null ? null : new SetupChoice(Name.Trim(), Group, Entity, AddNewPeople, AuthorityConfirmed);

    /// <summary>What a new circuit continues with.</summary>
    public SetUpEntries Entries => new(Owner, HumaEnvironment, XledgerEnvironment, HumaClientId, Name, AddNewPeople);

    /// <summary>Takes the entries of an earlier circuit over.</summary>
    public void Restore(SetUpEntries entries) =>
        (HumaEnvironment, XledgerEnvironment, HumaClientId, Name, AddNewPeople) = (
            entries.HumaEnvironment,
            entries.XledgerEnvironment,
            entries.HumaClientId,
            entries.Name,
            entries.AddNewPeople
        );

    /// <summary>The draft to verify; call it for a complete form only.</summary>
    public SetupDraft Begin(XledgerToken token)
    {
        Checks.Clear();
        Findings = new SetupFindings();
        Draft = new SetupDraft(
            HumaEnvironment,
            HumaClientId.Trim(),
            new Secret(HumaClientSecret.Trim()),
            XledgerEnvironment,
            token
        );
        return Draft;
    }

    /// <summary>All checks passed: clears token and secret and preselects the usual choices.</summary>
    public void Accept()
    {
        (Token, HumaClientSecret) = ("", "");
        // A token of a group also sees its companies, where the people usually are: with several entities the user must
        // choose.
        Entity = Findings.Entities is [var only] ? only : null;
        Name = Name.Length > 0 ? Name : Entity?.Name ?? "";
    }

    /// <summary>Reopens the form for a change: token and secret must be entered again.</summary>
    public void Reopen()
    {
        Draft = null;
        Checks.Clear();
        Findings = new SetupFindings();
        (Group, Entity) = (null, null);
        AuthorityConfirmed = false;
    }

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
}
