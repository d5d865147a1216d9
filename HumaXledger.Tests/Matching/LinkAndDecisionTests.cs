using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Matching;

/// <summary>What earlier links and the answers of users make of a match.</summary>
public sealed class LinkAndDecisionTests : MatchingTest
{
    [Fact]
    public void Match_LinkedPairThatSharesNothing_StaysLinked()
    {
        var pair = Assert.Single(
            Match([Huma("h", Name("Kari", "Nordmann"))], [Xledger("x", Name("Ola", "Hansen"))], Link("h", "x")).Pairs
        );

        Assert.Equal(MatchState.Linked, pair.State);
        Assert.Equal(1, pair.Confidence);
        Assert.Contains(pair.Evidence, evidence => !evidence.Agrees);
    }

    [Fact]
    public void Match_LinkedEmployeeFitsAnotherUserBetter_KeepsTheLinkAndAsksAboutTheOther()
    {
        var person = Name("Kari", "Nordmann", (Field.EmploymentId, "1042"), (Field.Email, "kari@example.no"));
        var matches = Match(
            [Huma("h1", Name("Ola", "Hansen")), Huma("h2", person)],
            [Xledger("x", person)],
            Link("h1", "x")
        );

        Assert.Equal(Link("h1", "x"), Assert.Single(matches.Pairs).Link);
        Assert.Equal(MatchingReasons.AmbiguousTaken, Assert.Single(matches.Ambiguities).Why.Code);
    }

    [Fact]
    public void Match_LinkedRecordDeletedAndCreatedAgain_IsProposedButNotTaken()
    {
        var person = Name("Kari", "Nordmann", (Field.EmploymentId, "1042"), (Field.Email, "kari@example.no"));
        var pair = Assert.Single(Match([Huma("h", person)], [Xledger("new", person)], Link("h", "gone")).Pairs);

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtRecreated, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_LinkedUserDeletedAndCreatedAgain_IsProposedButNotTaken()
    {
        var person = Name("Kari", "Nordmann", (Field.EmploymentId, "1042"), (Field.Email, "kari@example.no"));
        var pair = Assert.Single(Match([Huma("new", person)], [Xledger("x", person)], Link("gone", "x")).Pairs);

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtRecreated, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_LinkedRecordGoneAndNoOneSimilar_LeavesTheOtherUnmatched()
    {
        var matches = Match(
            [Huma("h", Name("Kari", "Nordmann"))],
            [Xledger("x", Name("Ola", "Hansen"))],
            Link("h", "gone")
        );

        Assert.Empty(matches.Pairs);
        Assert.Equal("h", Assert.Single(matches.OnlyInHuma).Id);
    }

    [Fact]
    public void Match_RecordInTwoLinks_IsAQuestion()
    {
        var matches = Match(
            [Huma("h", Name("Kari", "Nordmann"))],
            [Xledger("x1", Name("Kari", "Nordmann")), Xledger("x2", Name("Ola", "Hansen"))],
            Link("h", "x1"),
            Link("h", "x2")
        );

        Assert.Empty(matches.Pairs);
        Assert.Equal(MatchingReasons.AmbiguousLinkedTwice, Assert.Single(matches.Ambiguities).Why.Code);
    }

    [Fact]
    public void Match_UnmatchedEmployeeResemblesAMatchedPerson_IsUnmatchedWithANote()
    {
        var person = Name("Kari", "Nordmann", (Field.EmploymentId, "1042"), (Field.Email, "kari@example.no"));
        var matches = Match([Huma("h", person)], [Xledger("x1", person), Xledger("x2", person)], Link("h", "x1"));

        Assert.Equal("x2", Assert.Single(matches.OnlyInXledger).Id);
        Assert.Equal("x2", Assert.Single(matches.LookAlikes).Xledger.Id);
    }

    [Fact]
    public void Decision_ChosenCandidate_IsThePair()
    {
        var person = Name("Kari", "Nordmann", (Field.EmploymentId, "1042"));
        var matches = Decide([Huma("h", person)], [Xledger("x1", person), Xledger("x2", person)], [], Is("h", "x2"));

        var pair = Assert.Single(matches.Pairs);
        Assert.True(pair is { Decided: true, Settled: true });
        Assert.Equal("x2", pair.Xledger.Id);
        Assert.Equal("x1", Assert.Single(matches.OnlyInXledger).Id);
    }

    [Fact]
    public void Decision_NoneOfThese_LeavesBothUnmatched()
    {
        var person = Name("Kari", "Nordmann", (Field.EmploymentId, "1042"));
        var matches = Decide([Huma("h", person)], [Xledger("x", person)], [], Is("h", null));

        Assert.Empty(matches.Pairs);
        Assert.Equal("h", Assert.Single(matches.OnlyInHuma).Id);
        Assert.Equal("x", Assert.Single(matches.OnlyInXledger).Id);
    }

    [Fact]
    public void Decision_NoneForALinkedUser_RemovesTheLink()
    {
        var matches = Decide(
            [Huma("h", Name("Kari", "Nordmann"))],
            [Xledger("x", Name("Ola", "Hansen"))],
            [Link("h", "x")],
            Is("h", null)
        );

        Assert.Empty(matches.Pairs);
        Assert.Empty(matches.Refused);
    }

    [Fact]
    public void Decision_OfAnotherEmployeeForALinkedUser_RemovesTheOldLink()
    {
        // As after a rehire: the link is to the ended record, and the new one is chosen.
        var matches = Decide(
            [Huma("h", Name("Kari", "Nordmann"))],
            [Xledger("ended", Name("Kari", "Nordmann")), Xledger("new", Name("Kari", "Nordmann"))],
            [Link("h", "ended")],
            Is("h", "new")
        );

        Assert.Equal(Link("h", "new"), Assert.Single(matches.Pairs).Link);
        Assert.True(matches.Pairs[0].Decided);
        Assert.Empty(matches.Refused);
    }

    [Fact]
    public void Relinking_EmployeeLinkedToAnother_IsOneStepThatRemovesThatLink()
    {
        Person[] huma = [Huma("h1", Name("Kari", "Nordmann")), Huma("h2", Name("Kari", "Nordmann"))];
        Person[] xledger = [Xledger("x", Name("Kari", "Nordmann"))];
        var shown = Decide(huma, xledger, [Link("h1", "x")]);

        var answers = Relinking.Answers(shown, new HumaId("h2"), new XledgerId("x"));
        var after = Decide(huma, xledger, [Link("h1", "x")], [.. answers]);

        Assert.Equal("h1", Relinking.OtherPair(shown, new HumaId("h2"), new XledgerId("x"))?.Huma.Id);
        Assert.Equal(Link("h2", "x"), Assert.Single(after.Pairs).Link);
        Assert.Equal("h1", Assert.Single(after.OnlyInHuma).Id);
        Assert.Empty(after.Refused);
    }

    [Fact]
    public void Relinking_EmployeeWithoutALink_IsOneDecision()
    {
        var shown = Decide(
            [Huma("h", Name("Kari", "Nordmann"))],
            [Xledger("x", Name("Kari", "Nordmann"))],
            [Link("h", "x")]
        );

        Assert.Equal([Is("h", "x")], Relinking.Answers(shown, new HumaId("h"), new XledgerId("x")));
    }

    [Fact]
    public void Decision_ForAnEmployeeLinkedToAnother_IsRefusedWithAReason()
    {
        var matches = Decide(
            [Huma("h1", Name("Kari", "Nordmann")), Huma("h2", Name("Ola", "Hansen"))],
            [Xledger("x", Name("Kari", "Nordmann"))],
            [Link("h1", "x")],
            Is("h2", "x")
        );

        Assert.Equal(Link("h1", "x"), Assert.Single(matches.Pairs).Link);
        Assert.Equal(
            new RefusedMatch(Is("h2", "x"), new Reason(MatchingReasons.MatchRefusedLinked)),
            Assert.Single(matches.Refused)
        );
    }

    [Fact]
    public void Decision_TwoUsersForOneEmployee_AreBothRefused()
    {
        var matches = Decide(
            [Huma("h1", Name("Kari", "Nordmann")), Huma("h2", Name("Ola", "Hansen"))],
            [Xledger("x", Name("Per", "Lie"))],
            [],
            Is("h1", "x"),
            Is("h2", "x")
        );

        Assert.Empty(matches.Pairs);
        Assert.Equal(2, matches.Refused.Count);
        Assert.All(matches.Refused, refused => Assert.Equal(MatchingReasons.MatchRefusedTwice, refused.Reason.Code));
    }

    [Fact]
    public void Decision_AboutARecordThatIsGone_IsRefused() =>
        Assert.Equal(
            MatchingReasons.MatchRefusedGone,
            Assert.Single(Decide([Huma("h", Name("Kari", "Nordmann"))], [], [], Is("h", "gone")).Refused).Reason.Code
        );
}
