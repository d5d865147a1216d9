using HumaXledger.Core.Access;

namespace HumaXledger.Core.Storage;

/// <summary>Who did what when. Append-only. <see cref="What"/> is a stable code; arguments never hold a sensitive value.</summary>
public sealed class ActivityRecord
{
    private ActivityRecord()
    {
    }

    public long Id { get; init; }

    public DateTime At { get; init; }

    public required string Who { get; init; }

    public Guid? ConnectionId { get; init; }

    public required string What { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <param name="by">Who acts; for what goes on in the background, <see cref="Actor.Behind"/> of whoever began it.</param>
    /// <param name="what">A stable code; its sentence is the reader's language's.</param>
    /// <param name="at">UTC.</param>
    /// <param name="arguments">What goes into the sentence. Never a token, identification or bank number, nor the name of one of the people who are synchronized: those are named by their id.</param>
    public static ActivityRecord Of(Actor by, string what, DateTime at, Guid? connectionId = null, IReadOnlyList<string>? arguments = null) =>
        new() { At = at, Who = by.Name, What = what, ConnectionId = connectionId, Arguments = arguments ?? [] };
}
