namespace HumaXledger.Core.Planning.Guards;

/// <summary>
/// A guard that an administrator confirmed by name, for the people whom it held then and for no others.
/// </summary>
/// <param name="People">
/// <see cref="GuardResult.People"/>; null in confirmations of earlier versions, which hold for no one.
/// </param>
public readonly record struct ConfirmedGuard(GuardKind Kind, string? People)
{
    /// <summary>What confirming this guard confirms.</summary>
    public static ConfirmedGuard Of(GuardResult guard) => new(guard.Kind, guard.People);
}
