using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>
/// Stores the choices of one page in their order, behind the screen. A choice counts from the moment it is made; one
/// act is stored after another, and the choices that are made during an act are stored together as the next one.
/// Should another page have decided a row otherwise meanwhile, nothing of that act is stored.
/// </summary>
/// <remarks>Used by one circuit; not safe for several threads.</remarks>
/// <param name="store">
/// The act: the session with its decisions as the rows showed them when they were clicked, and the new choices. Gives
/// the session of now.
/// </param>
public sealed class ChoiceQueue(Func<ReviewSession, IReadOnlyList<ChosenValue>, Task<ReviewSession>> store)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Dictionary<DifferenceKey, ChosenValue> _waiting = [];
    private Dictionary<DifferenceKey, ChosenValue> _storing = [];
    private bool _left;

    /// <summary>The newest session that is known.</summary>
    public required ReviewSession Session { get; set; }

    /// <summary>The choice that counts: made and not stored yet, else the stored one.</summary>
    public FieldChoice? ChoiceOf(Difference difference) =>
        _waiting.Count > 0 && _waiting.TryGetValue(difference.Key, out var waiting) ? waiting.Choice
        : _storing.Count > 0 && _storing.TryGetValue(difference.Key, out var storing) ? storing.Choice
        : Session.ChoiceOf(difference);

    /// <summary>
    /// Stores these choices after those that were made before. They count when this returns to its caller; the task
    /// ends when they are stored.
    /// </summary>
    /// <param name="stored">Gets the new session; not called where an earlier act took the choices along.</param>
    /// <returns>False when another page was first and nothing was stored.</returns>
    public async Task<bool> StoreAsync(IReadOnlyList<ChosenValue> choices, Func<ReviewSession, Task> stored)
    {
        foreach (var choice in choices)
        {
            _waiting[choice.Difference.Key] = _waiting.TryGetValue(choice.Difference.Key, out var earlier)
                ? choice with
                {
                    Seen = earlier.Seen,
                }
                : choice;
        }

        await _turn.WaitAsync();
        try
        {
            if (_waiting.Count == 0)
            {
                return Session.Overtaken.Count == 0;
            }

            (_storing, _waiting) = (_waiting, []);
            var now = _storing.Values.ToList();
            var session = await store(AsSeen(Session, now), now);
            (Session, _storing) = (session, []);
            await stored(session);
            return session.Overtaken.Count == 0;
        }
        finally
        {
            _storing = [];
            if (!_left)
            {
                _turn.Release();
            }
        }
    }

    /// <summary>The choices that take these back.</summary>
    public static IReadOnlyList<ChosenValue> Reverse(IEnumerable<ChosenValue> choices) =>
        [.. choices.Select(choice => new ChosenValue(choice.Difference, choice.Choice, choice.Seen))];

    /// <summary>
    /// The session with the decisions as the rows showed them when they were clicked, which is what the act is
    /// compared with.
    /// </summary>
    public static ReviewSession AsSeen(ReviewSession session, IReadOnlyList<ChosenValue> choices)
    {
        if (choices.All(choice => session.ChoiceOf(choice.Difference) == choice.Seen))
        {
            return session;
        }

        var fields = new Dictionary<DifferenceKey, FieldChoice>(session.Decisions.Fields);
        foreach (var choice in choices)
        {
            if (choice.Seen is { } seen)
            {
                fields[choice.Difference.Key] = seen;
            }
            else
            {
                fields.Remove(choice.Difference.Key);
            }
        }

        return session with
        {
            Decisions = session.Decisions with { Fields = fields },
        };
    }

    /// <summary>An act that is under way ends all the same.</summary>
    public void Dispose()
    {
        _left = true;
        _turn.Dispose();
    }
}

/// <summary>A choice for one row, and the one that the row showed before; null: none.</summary>
public sealed record ChosenValue(Difference Difference, FieldChoice? Seen, FieldChoice? Choice);
