using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>Result of one check.</summary>
public enum SetupCheckState
{
    Running,
    Passed,
    Warning,
    Failed,

    /// <summary>Cannot be seen without writing.</summary>
    Untested,
}

/// <summary>
/// One line of "Verify". The same <c>Code</c> (and <c>Right</c>) comes twice: once running, once with its outcome,
/// which takes the place of the first.
/// </summary>
public sealed record SetupCheck(string Code, SetupCheckState State, Reason? Reason = null, XledgerRight? Right = null)
{
    public const string XledgerReachable = "xledger.reachable";
    public const string XledgerEntity = "xledger.entity";
    public const string XledgerRightCheck = "xledger.right";
    public const string HumaOrganization = "huma.organization";
    public const string HumaGroups = "huma.groups";
    public const string HumaUsers = "huma.users";
    public const string OtherIntegration = "huma.otherIntegration";

    /// <summary>All checks, in the order in which they run.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [XledgerReachable, XledgerEntity, XledgerRightCheck, HumaOrganization, HumaGroups, HumaUsers, OtherIntegration];
}
