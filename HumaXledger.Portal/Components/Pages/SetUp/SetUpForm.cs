using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>
/// What was typed in and learnt so far. Lives in the circuit only: token and secret are stored by
/// <see cref="ConnectionSetup.EstablishAsync"/> alone.
/// </summary>
public sealed class SetUpForm
{
    public required string HumaEnvironment { get; set; }

    public required string XledgerEnvironment { get; set; }

    /// <summary>As pasted; emptied as soon as it is verified, so that no page holds it any longer.</summary>
    public string Token { get; set; } = "";

    public string HumaClientId { get; set; } = "";

    /// <summary>Emptied like <see cref="Token"/>.</summary>
    public string HumaClientSecret { get; set; } = "";

    /// <summary>What was verified; null before, and again when something is changed.</summary>
    public SetupDraft? Draft { get; private set; }

    public SetupFindings Findings { get; private set; } = new();

    public CheckLines Checks { get; } = new();

    public bool Verified => Draft is not null && Findings.Passed;

    public HumaGroup? Group { get; set; }

    public XledgerEntity? Entity { get; set; }

    public string Name { get; set; } = "";

    public bool AuthorityConfirmed { get; set; }

    public bool AddNewPeople { get; set; }

    public SetupChoice? Choice =>
        Entity is null ? null : new SetupChoice(Name.Trim(), Group, Entity, AddNewPeople, AuthorityConfirmed);

    /// <summary>What goes to verification; only for a complete form.</summary>
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

    /// <summary>
    /// All checks passed: token and secret leave the page, and the ordinary choices are made beforehand.
    /// </summary>
    public void Accept()
    {
        (Token, HumaClientSecret) = ("", "");
        // A token of a group sees its companies too, where the people are as a rule: which one is meant is chosen, not
        // taken for granted.
        Entity = Findings.Entities is [var only] ? only : null;
        Name = Name.Length > 0 ? Name : Entity?.Name ?? "";
    }

    /// <summary>Something is to be changed: token and secret must be typed in again.</summary>
    public void Reopen()
    {
        Draft = null;
        Checks.Clear();
        Findings = new SetupFindings();
        (Group, Entity) = (null, null);
        AuthorityConfirmed = false;
    }

    /// <summary>A write right that could not be seen: no failure, but worth a look.</summary>
    public bool AnythingUntested => Checks.All.Any(check => check.State == SetupCheckState.Untested);

    /// <summary>What the checks warn of without standing in the way.</summary>
    public IEnumerable<Reason> Warnings =>
        Checks
            .All.Where(check => check.State == SetupCheckState.Warning)
            .Select(check => check.Reason)
            .OfType<Reason>();
}
