using HumaXledger.Core;
using HumaXledger.Core.Access;

namespace HumaXledger.Portal.Access;

/// <summary>Somebody who proved who they are, and what it takes to ask about them again.</summary>
public sealed record SignedIn(Actor Actor, Secret? RefreshToken);

/// <summary>What whoever signed a person in says about them now.</summary>
public abstract record RoleAnswer
{
    private RoleAnswer() { }

    public sealed record Confirmed(SignedIn Person) : RoleAnswer;

    /// <summary>They may not be signed in any longer.</summary>
    public sealed record Refused : RoleAnswer;

    /// <summary>There was no answer that means either.</summary>
    public sealed record Unknown : RoleAnswer;
}

/// <summary>Asks again who somebody is and what their roles are.</summary>
public interface IRoleSource
{
    Task<RoleAnswer> AskAsync(Secret refreshToken, string subject, CancellationToken cancellation);
}
