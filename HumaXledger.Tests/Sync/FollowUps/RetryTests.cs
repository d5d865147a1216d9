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

        var again = Assert.Single(
            Retry.Open([change], origin, new HashSet<long>(), new HashSet<Link>(), emptiesAsPlanned: true)
        );

        Assert.Equal(ChangeCause.Leaver, again.Cause);
    }

    /// <summary>
    /// Who was added in part is known by the link; the id alone may have been written into the journal by anything.
    /// </summary>
    [Theory]
    [InlineData(true, ChangeKind.Update)]
    [InlineData(false, ChangeKind.Create)]
    public void Open_AdditionWithAnId_IsAnUpdateOnlyWhereThePersonIsLinked(bool linked, ChangeKind expected)
    {
        var link = new Link(new HumaId("h"), new XledgerId("x"));
        var change = new ChangeRecord
        {
            Target = Side.Xledger,
            Kind = ChangeKind.Create,
            HumaId = link.Huma,
            XledgerId = link.Xledger,
            PersonName = "Kari",
            Field = Field.JobTitle,
            From = FieldValue.Nothing,
            To = FieldValue.From("Kokk"),
            State = ChangeState.Refused,
            Reason = new Reason(RunReasons.NotCarriedOut),
        };

        var again = Assert.Single(
            Retry.Open(
                [change],
                PlanOrigin.Retried,
                new HashSet<long>(),
                linked ? new HashSet<Link> { link } : new HashSet<Link>(),
                emptiesAsPlanned: true
            )
        );

        Assert.Equal((expected, link.Xledger), (again.Kind, again.Xledger));
    }
}
