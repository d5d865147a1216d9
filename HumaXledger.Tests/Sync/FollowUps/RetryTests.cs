using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.FollowUps;

namespace HumaXledger.Tests.Sync.FollowUps;

public sealed class RetryTests
{
    /// <summary>
    /// The end date of a leaver is not Huma's value: written at the second try it moves no baseline either.
    /// </summary>
    [Theory]
    [InlineData(ChangeState.Failed, PlanOrigin.Retried)]
    [InlineData(ChangeState.Planned, PlanOrigin.Continued)]
    public void Open_ChangeOfAnEarlierRun_KeepsWhatAskedForIt(ChangeState state, PlanOrigin origin)
    {
        var change = new ChangeRecord
        {
            Target = Side.Xledger,
            HumaId = new HumaId("h"),
            XledgerId = new XledgerId("x"),
            PersonName = "Kari",
            Field = Field.EmploymentEnd,
            From = FieldValue.Nothing,
            To = FieldValue.From("2026-06-30"),
            Cause = ChangeCause.Leaver,
            State = state,
            Reason = new Reason(state == ChangeState.Failed ? RunReasons.NotCarriedOut : InboundReasons.ChangeLeaver),
        };

        var again = Assert.Single(Retry.Open([change], origin, new HashSet<long>()));

        Assert.Equal(ChangeCause.Leaver, again.Cause);
    }
}
