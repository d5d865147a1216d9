using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// An Open API key. It acts as a user of type <c>service_user</c> with the permissions of the Manager role.
/// </summary>
/// <param name="Name">What an administrator called it.</param>
/// <param name="ClientSecret">A UUID, as the specification declares; invented.</param>
public sealed record HumaKey(string Name, string Purpose, Guid ClientId, Guid ClientSecret, Guid ServiceUserId)
{
    /// <summary>A deactivated key gets no token any more.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Profile properties that this key's role cannot see.</summary>
    public ImmutableArray<string> Hidden { get; init; } = [];

    /// <summary>Whether this key's role only sees profiles ("Only see").</summary>
    public bool ReadOnly { get; init; }
}
