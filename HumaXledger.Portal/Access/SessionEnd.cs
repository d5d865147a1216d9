using HumaXledger.Core.Storage.Sessions;

namespace HumaXledger.Portal.Access;

/// <summary>When a session ends.</summary>
/// <param name="At">UTC, unless the user does something before.</param>
/// <param name="IsFinal">Whether it ends then whatever the user does.</param>
public sealed record SessionEnd(DateTime At, bool IsFinal)
{
    internal static SessionEnd Of(SignInSession session, TimeSpan idleFor)
    {
        var idle = session.SeenAt + idleFor;
        return session.EndsAt <= idle ? new SessionEnd(session.EndsAt, true) : new SessionEnd(idle, false);
    }
}
