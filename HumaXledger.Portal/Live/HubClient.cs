using System.Collections.Concurrent;
using HumaXledger.Portal.Hosting;
using Microsoft.AspNetCore.SignalR;

namespace HumaXledger.Portal.Live;

/// <summary>
/// What one connection to the hub watches, and how much it may ask. SignalR makes a hub object per call, so this is
/// kept with the connection.
/// </summary>
internal sealed class HubClient(TimeProvider clock)
{
    /// <summary>Calls at once: a client that watches every connection and its runs makes them when it starts.</summary>
    public const int CallBurst = 200;

    /// <summary>Calls per second after that. Each asks the database for the session and the subject.</summary>
    private const int CallsPerSecond = 5;

    private readonly TokenBucket _calls = new(CallsPerSecond, CallBurst, clock);
    private readonly ConcurrentDictionary<Guid, Guid> _watched = new();

    /// <summary>Counts a call; false when it exceeds the limit.</summary>
    public bool MayCall() => _calls.TryTake();

    /// <summary>Begins to watch; false when the client watches this subject already.</summary>
    /// <param name="connection">Whom the subject belongs to.</param>
    public bool Begin(Guid id, Guid connection) => _watched.TryAdd(id, connection);

    /// <summary>The connections of what is watched.</summary>
    public ICollection<Guid> Connections => _watched.Values;

    /// <summary>The watch has ended: the client may begin another one.</summary>
    public void End(Guid id) => _watched.TryRemove(id, out _);

    /// <summary>The state of a connection.</summary>
    public static HubClient Of(HubCallerContext connection) => (HubClient)connection.Items[typeof(HubClient)]!;

    /// <summary>A connection was opened.</summary>
    public static void Open(HubCallerContext connection, TimeProvider clock) =>
        connection.Items[typeof(HubClient)] = new HubClient(clock);
}
