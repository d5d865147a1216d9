using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// An Open API key. It acts as a user of type <c>service_user</c> with the permissions of the Manager role.
/// </summary>
/// <param name="Name">The name given by an administrator.</param>
/// <param name="ClientSecret">A UUID, as the specification declares; invented.</param>
public sealed record HumaKey(string Name, string Purpose, Guid ClientId, Guid ClientSecret, Guid ServiceUserId)
{
    /// <summary>A deactivated key gets no tokens.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Profile properties that this key's role cannot read.</summary>
    public ImmutableArray<string> Hidden { get; init; } = [];

    /// <summary>Whether this key's role can only read profiles ("Only see").</summary>
    public bool ReadOnly { get; init; }
}
