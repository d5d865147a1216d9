using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Huma;

/// <summary>A change of one user.</summary>
/// <param name="Before">Null for a new user.</param>
/// <param name="After">Null for a deleted user.</param>
public sealed record HumaChange(HumaUser? Before, HumaUser? After)
{
    /// <summary>The user's id.</summary>
    public Guid Id => (After ?? Before)!.Id;
}

/// <summary>Changes that were made in one step of the store.</summary>
public sealed record HumaChanges(ImmutableArray<HumaChange> Users);
