using HumaXledger.Core.Storage.Connections;
using HumaXledger.Portal.Appearance;

namespace HumaXledger.Portal.Components.Pages.Front;

/// <summary>Something of a connection that waits for the user.</summary>
/// <param name="Kind">Last part of the resource keys of status, sentence and button.</param>
/// <param name="Count">The number in the sentence; null where it has none.</param>
/// <param name="Address">Where exactly this can be seen or done.</param>
public sealed record ConnectionNeed(ConnectionSummary Connection, NeedKind Kind, int? Count, string Address)
{
    /// <summary>Tint of the status.</summary>
    public Tone Tone =>
        Kind switch
        {
            NeedKind.Problem or NeedKind.Failed => Tone.Error,
            NeedKind.Established => Tone.Info,
            _ => Tone.Warning,
        };

    /// <summary>What waits at these connections, the most urgent first.</summary>
    /// <param name="leftToDo">Open differences of a connection; null while they are not known.</param>
    public static IReadOnlyList<ConnectionNeed> Of(
        IReadOnlyList<ConnectionSummary> connections,
        Func<Guid, int?> leftToDo
    ) =>
        [
            .. connections
                .Where(connection => !connection.Disconnected)
                .SelectMany(connection => Of(connection, leftToDo(connection.Id)))
                .OrderBy(need => need.Kind),
        ];

    private static IEnumerable<ConnectionNeed> Of(ConnectionSummary connection, int? leftToDo)
    {
        var page = $"/connections/{connection.Id}";
        if (connection.Problems > 0)
        {
            yield return new(connection, NeedKind.Problem, connection.Problems, page);
        }

        if (connection.Failed > 0)
        {
            yield return new(connection, NeedKind.Failed, connection.Failed, $"{page}/changes?list=Failed");
        }

        if (connection.Held > 0)
        {
            yield return new(connection, NeedKind.Held, connection.Held, $"{page}/changes?list=Held");
        }

        if (connection.ForManualSync > 0)
        {
            yield return new(
                connection,
                NeedKind.ForManualSync,
                connection.ForManualSync,
                $"{page}/changes?list=ForManualSync"
            );
        }

        if (connection.Missed > 0)
        {
            yield return new(connection, NeedKind.Missed, connection.Missed, $"{page}#left-to-do");
        }

        if (connection.Paused)
        {
            yield return new(connection, NeedKind.Paused, null, page);
        }

        if (connection is { State: ConnectionState.Established, Running: false })
        {
            yield return new(connection, NeedKind.Established, null, $"{page}/sync");
        }

        if (leftToDo is > 0)
        {
            yield return new(connection, NeedKind.LeftToDo, leftToDo, $"{page}#left-to-do");
        }
    }
}
