using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;

namespace HumaXledger.Core.Sync.Running;

internal static class PlanOnce
{
    /// <summary>
    /// One plan and one run for one intention, however often it is pressed. The plan that a run has taken is the
    /// answer,
    /// also where another press was faster than this one and what is open has changed by it.
    /// </summary>
    /// <param name="makeAsync">Stores the plan as it was shown, or says why it cannot be.</param>
    public static async Task<Answer<Guid>> OnceAsync(
        this PlanStore plans,
        Guid comparisonId,
        ShownPlan shown,
        Func<Task<Answer<Guid>>> makeAsync,
        CancellationToken cancellation
    )
    {
        if (await plans.FindTakenAsync(comparisonId, shown, cancellation) is { } taken)
        {
            return new Answer<Guid>.Done(taken.Id);
        }

        var answer = await makeAsync();
        return
            answer is Answer<Guid>.Refused
            && await plans.FindTakenAsync(comparisonId, shown, cancellation) is { } faster
            ? new Answer<Guid>.Done(faster.Id)
            : answer;
    }
}
