using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>
/// Stores the choices of one page in their order, behind the screen. A choice counts from the moment it is made; one
/// act is stored after another, and the choices that are made during an act are stored together as the next one.
/// Should another page have decided a row otherwise meanwhile, nothing of that act is stored.
/// </summary>
/// <remarks>
/// Used by one circuit; not safe for several threads. A page that is left has nothing to end here: what was chosen on
/// it is stored all the same.
/// </remarks>
/// <param name="store">
/// The act: the session with its decisions as the rows showed them when they were clicked, and the new choices. Gives
/// the session of now.
/// </param>
public sealed class ChoiceQueue(Func<ReviewSession, IReadOnlyList<ChosenValue>, Task<ReviewSession>> store)
{
    private Dictionary<DifferenceKey, ChosenValue> _waiting = [];
    private Dictionary<DifferenceKey, ChosenValue> _storing = [];
    private Task _last = Task.CompletedTask;
    private Task<bool>? _next;

    /// <summary>The newest session that is known.</summary>
    public required ReviewSession Session { get; set; }

    /// <summary>The choice that counts: made and not stored yet, else the stored one.</summary>
    public FieldChoice? ChoiceOf(Difference difference) =>
        _waiting.Count > 0 && _waiting.TryGetValue(difference.Key, out var waiting) ? waiting.Choice
        : _storing.Count > 0 && _storing.TryGetValue(difference.Key, out var storing) ? storing.Choice
        : Session.ChoiceOf(difference);

    /// <summary>
    /// Stores these choices after those that were made before. They count when this returns to its caller; the task
    /// ends when they are stored, and fails when they could not be.
    /// </summary>
    /// <param name="stored">Gets the new session; not called where an act that waits takes the choices along.</param>
    /// <returns>
    /// False when nothing was stored: another page was first, or the review is closed.
    /// </returns>
    public Task<bool> StoreAsync(IReadOnlyList<ChosenValue> choices, Func<ReviewSession, Task> stored)
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

        if (_waiting.Count == 0)
        {
            return Task.FromResult(true);
        }

        if (_next is { } next)
        {
            return next;
        }

        var act = ActAsync(_last, stored);
        _last = act;
        // It may have begun, or even ended, already.
        _next = _waiting.Count > 0 ? act : null;
        return act;
    }

    private async Task<bool> ActAsync(Task before, Func<ReviewSession, Task> stored)
    {
        // Whether the act before failed is for those who wait for it.
        await before.ConfigureAwait(
            ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing
        );
        (_storing, _waiting, _next) = (_waiting, [], null);
        try
        {
            var now = _storing.Values.ToList();
            var session = await store(AsSeen(Session, now), now);
            (Session, _storing) = (session, []);
            await stored(session);
            return session is { IsOpen: true, Overtaken.Count: 0 };
        }
        finally
        {
            _storing = [];
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

        var seen = session.Decisions.With(choices.Select(choice => (choice.Difference.Key, choice.Seen)));
        return session.Showing(seen.Fields);
    }
}

/// <summary>A choice for one row, and the one that the row showed before; null: none.</summary>
public sealed record ChosenValue(Difference Difference, FieldChoice? Seen, FieldChoice? Choice);
