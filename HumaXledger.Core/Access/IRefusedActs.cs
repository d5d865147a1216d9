namespace HumaXledger.Core.Access;

/// <summary>
/// Hears of every act that was refused for want of a permission, before whoever asked does. Carried by the
/// <see cref="Actor"/>, so that no act has to think of it.
/// </summary>
public interface IRefusedActs
{
    /// <summary>Returns at once and does not fail.</summary>
    void Note(Actor by, Permission permission);
}
