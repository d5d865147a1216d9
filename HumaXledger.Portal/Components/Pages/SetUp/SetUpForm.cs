using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>What was typed in and learnt so far. Lives in the circuit only: token and secret are stored by <see cref="ConnectionSetup.EstablishAsync"/> alone.</summary>
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

    public List<SetupCheck> Checks { get; } = [];

    public bool Verified => Draft is not null && Findings.Passed;

    public HumaGroup? Group { get; set; }

    public XledgerEntity? Entity { get; set; }

    public string Name { get; set; } = "";

    public bool AuthorityConfirmed { get; set; }

    public bool AddNewPeople { get; set; }

    public SetupChoice? Choice =>
        Entity is null ? null : new SetupChoice(Name.Trim(), Group, Entity, AddNewPeople, AuthorityConfirmed);

    /// <summary>Code of what is wrong with the token's form (<see cref="XledgerToken.TryRead"/>), or null.</summary>
    public string? TokenProblem
    {
        get
        {
            XledgerToken.TryRead(Token, out var problem);
            return problem;
        }
    }

    public bool Complete => TokenProblem is null && HumaClientId.Trim().Length > 0 && HumaClientSecret.Trim().Length > 0;

    /// <summary>What goes to verification; only for a complete form.</summary>
    public SetupDraft Begin()
    {
        Checks.Clear();
        Findings = new SetupFindings();
        Draft = new SetupDraft(HumaEnvironment, HumaClientId.Trim(), new Secret(HumaClientSecret.Trim()), XledgerEnvironment, XledgerToken.TryRead(Token, out _)!);
        return Draft;
    }

    /// <summary>A check's outcome takes the place of its running line.</summary>
    public void Note(SetupCheck check)
    {
        var line = Checks.FindIndex(known => known.Code == check.Code && known.Right == check.Right);
        if (line < 0)
        {
            Checks.Add(check);
        }
        else
        {
            Checks[line] = check;
        }
    }

    /// <summary>All checks passed: token and secret leave the page, and the ordinary choices are made beforehand.</summary>
    public void Accept()
    {
        (Token, HumaClientSecret) = ("", "");
        Entity = Findings.Entities.FirstOrDefault(entity => entity.IsOwn) ?? Findings.Entities.FirstOrDefault();
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
    public bool AnythingUntested => Checks.Any(check => check.State == SetupCheckState.Untested);

    public Reason? OtherIntegration =>
        Checks.FirstOrDefault(check => check is { Code: SetupCheck.OtherIntegration, State: SetupCheckState.Warning })?.Reason;
}
