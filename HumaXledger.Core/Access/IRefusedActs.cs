namespace HumaXledger.Core.Access;

/// <summary>
/// Records actions that were refused for a missing permission, before the caller gets the exception. Part of the
/// <see cref="Actor"/>, so that no operation needs to call it.
/// </summary>
public interface IRefusedActs
{
    /// <summary>Returns at once and does not fail.</summary>
    void Note(Actor by, Permission permission);
}
