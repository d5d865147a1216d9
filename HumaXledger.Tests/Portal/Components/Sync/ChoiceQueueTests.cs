using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Sync.Differences;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>The order in which choices are stored, and what they are compared with.</summary>
public sealed class ChoiceQueueTests
{
    private static readonly Difference Anna = SampleReview.Conflict("Anna");
    private static readonly Difference Berit = SampleReview.Conflict("Berit");

    private readonly List<(ReviewSession Shown, IReadOnlyList<ChosenValue> Choices)> _acts = [];
    private readonly List<TaskCompletionSource<ReviewSession>> _answers = [];
    private readonly SemaphoreSlim _begun = new(0);
    private readonly ReviewSession _session = SampleReview.Of(Anna, Berit);
    private readonly ChoiceQueue _queue;

    public ChoiceQueueTests() =>
        _queue = new ChoiceQueue(
            (shown, choices) =>
            {
                _acts.Add((shown, choices));
                _answers.Add(new TaskCompletionSource<ReviewSession>());
                _begun.Release();
                return _answers[^1].Task;
            }
        )
        {
            Session = _session,
        };

    [Fact]
    public async Task Choice_CountsBeforeItIsStored()
    {
        var storing = StoreAsync(Of(Anna, null, FieldChoice.UseHuma));

        Assert.False(storing.IsCompleted);
        Assert.Equal((FieldChoice.UseHuma, null), (_queue.ChoiceOf(Anna), _queue.ChoiceOf(Berit)));

        _answers[0].SetResult(_session.Decided(Anna, FieldChoice.UseHuma));

        Assert.True(await storing);
        Assert.Equal(FieldChoice.UseHuma, _queue.ChoiceOf(Anna));
        Assert.Equal(FieldChoice.UseHuma, _queue.Session.ChoiceOf(Anna));
    }

    [Fact]
    public async Task ChoicesDuringAnAct_AreStoredTogetherAsTheNextOne()
    {
        var first = StoreAsync(Of(Anna, null, FieldChoice.UseHuma));
        var second = StoreAsync(Of(Anna, FieldChoice.UseHuma, FieldChoice.UseXledger));
        var third = StoreAsync(Of(Berit, null, FieldChoice.Skip));
        Assert.Single(_acts);
        Assert.Equal((FieldChoice.UseXledger, FieldChoice.Skip), (_queue.ChoiceOf(Anna), _queue.ChoiceOf(Berit)));

        var now = _session.Decided(Anna, FieldChoice.UseHuma);
        _answers[0].SetResult(now);
        Assert.True(await first);
        await ActsAsync(2);
        Assert.Equal(
            [(Anna.Key, FieldChoice.UseXledger), (Berit.Key, FieldChoice.Skip)],
            _acts[1].Choices.Select(choice => (choice.Difference.Key, choice.Choice!.Value))
        );
        _answers[1].SetResult(now.Decided(Anna, FieldChoice.UseXledger).Decided(Berit, FieldChoice.Skip));

        Assert.All(await Task.WhenAll(second, third), Assert.True);
        // The third went along with the second.
        Assert.Equal(2, _acts.Count);
    }

    [Fact]
    public async Task SecondChoiceOfOneRow_KeepsWhatTheRowShowedFirst()
    {
        var first = StoreAsync(Of(Berit, null, FieldChoice.Skip));
        _ = StoreAsync(Of(Anna, null, FieldChoice.UseHuma));
        _ = StoreAsync(Of(Anna, FieldChoice.UseHuma, FieldChoice.Skip));

        _answers[0].SetResult(_session);
        await first;
        await ActsAsync(2);

        Assert.Equal((null, FieldChoice.Skip), (_acts[1].Choices[0].Seen, _acts[1].Choices[0].Choice!.Value));
    }

    [Fact]
    public async Task AnotherPageFirst_IsReportedAndItsDecisionsCount()
    {
        var storing = StoreAsync(Of(Anna, null, FieldChoice.UseHuma));
        var theirs = _session.Decided(Anna, FieldChoice.Skip) with
        {
            Overtaken = [new ChangedDecision(DecisionKind.Field, "subject", null, null)],
        };

        _answers[0].SetResult(theirs);

        Assert.False(await storing);
        Assert.Equal(FieldChoice.Skip, _queue.ChoiceOf(Anna));
    }

    [Fact]
    public async Task ReviewThatIsClosed_IsReportedAsNotStored()
    {
        var storing = StoreAsync(Of(Anna, null, FieldChoice.UseHuma));

        _answers[0].SetResult(_session with { IsOpen = false });

        Assert.False(await storing);
        Assert.Null(_queue.ChoiceOf(Anna));
    }

    [Fact]
    public async Task Act_IsComparedWithWhatTheRowsShowed()
    {
        // Another page has decided in between, and this page has drawn it already; the click was made before.
        _queue.Session = _session.Decided(Anna, FieldChoice.UseXledger);

        var storing = StoreAsync(Of(Anna, null, FieldChoice.UseHuma));

        Assert.Null(_acts[0].Shown.ChoiceOf(Anna));
        _answers[0].SetResult(_queue.Session);
        await storing;
    }

    [Fact]
    public async Task FailedAct_LeavesTheStoredDecisionsAndTheNextOneGoesOn()
    {
        var storing = StoreAsync(Of(Anna, null, FieldChoice.UseHuma));
        _answers[0].SetException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => storing);
        Assert.Null(_queue.ChoiceOf(Anna));

        var next = StoreAsync(Of(Berit, null, FieldChoice.Skip));
        await ActsAsync(2);
        _answers[1].SetResult(_session.Decided(Berit, FieldChoice.Skip));

        Assert.True(await next);
    }

    [Fact]
    public async Task FailedAct_FailsForAllWhoseChoicesItTookAlong()
    {
        var first = StoreAsync(Of(Anna, null, FieldChoice.UseHuma));
        var second = StoreAsync(Of(Berit, null, FieldChoice.UseHuma));
        var third = StoreAsync(Of(Berit, FieldChoice.UseHuma, FieldChoice.Skip));
        _answers[0].SetResult(_session.Decided(Anna, FieldChoice.UseHuma));
        await first;
        await ActsAsync(2);

        _answers[1].SetException(new InvalidOperationException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        await Assert.ThrowsAsync<InvalidOperationException>(() => third);
        Assert.Null(_queue.ChoiceOf(Berit));
    }

    [Fact]
    public async Task Nothing_WhileAnotherPageWasFirst_IsStoredWithoutAnAct()
    {
        _queue.Session = _session with { Overtaken = [new ChangedDecision(DecisionKind.Field, "subject", null, null)] };

        Assert.True(await _queue.StoreAsync([], _ => Task.CompletedTask));
        Assert.Empty(_acts);
    }

    [Fact]
    public void Reverse_TakesBackWhatWasChosen()
    {
        var back = ChoiceQueue.Reverse([
            Of(Anna, FieldChoice.Skip, FieldChoice.UseHuma),
            Of(Berit, null, FieldChoice.Skip),
        ]);

        Assert.Equal(
            [(FieldChoice.UseHuma, FieldChoice.Skip), (FieldChoice.Skip, null)],
            back.Select(choice => (choice.Seen, choice.Choice))
        );
    }

    /// <summary>Waits until so many acts have begun.</summary>
    private async Task ActsAsync(int count)
    {
        for (var act = 0; act < count; act++)
        {
            await _begun.WaitAsync(Xunit.TestContext.Current.CancellationToken);
        }

        Assert.Equal(count, _acts.Count);
    }

    private static ChosenValue Of(Difference difference, FieldChoice? seen, FieldChoice? choice) =>
        new(difference, seen, choice);

    private Task<bool> StoreAsync(ChosenValue choice) => _queue.StoreAsync([choice], _ => Task.CompletedTask);
}
