using AngleSharp.Dom;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Connection.People;

namespace HumaXledger.Tests.Portal.Components.ConnectionPages;

/// <summary>The values and the state of one person.</summary>
public sealed class PersonTests : ComponentTest
{
    private static readonly Guid ConnectionId = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly PersonReference Whose = new(ConnectionId, new HumaId("h"), new XledgerId("1"), "Åse");
    private static readonly Reason Why = new(XledgerReasons.TokenRejected);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_ThatDiffer_AreMarkedWithTheirCause(bool narrow)
    {
        SignIn(Role.IntegrationReviewer);

        var shown = Values(
            Of(Side.Huma, (Field.JobTitle, "Senior adviser"), (Field.GivenName, "Åse")),
            Of(Side.Xledger, (Field.JobTitle, "Junior adviser"), (Field.GivenName, "Åse")),
            [Open(Field.JobTitle, OpenCause.Refused)],
            narrow: narrow
        );

        Assert.Equal(["Se", "Ju"], shown.FindAll("mark").Select(TextOf));
        var title = RowOf(shown, "Job title");
        Assert.Contains("Rejected", TextOf(title.QuerySelector(".ui-status")!), StringComparison.Ordinal);
        Assert.Contains("the same in both systems", TextOf(RowOf(shown, "Given name")), StringComparison.Ordinal);
        Assert.DoesNotContain("the same", TextOf(RowOf(shown, "Gender")), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_OfAPersonInOneSystem_LeaveTheOtherEmptyWithoutAnyMark()
    {
        SignIn(Role.IntegrationReviewer);

        var shown = Values(Of(Side.Huma, (Field.GivenName, "محمد")), null, []);

        Assert.Equal(["Given name", "محمد", "", "", "–"], RowOf(shown, "Given name").Children.Select(TextOf));
        Assert.Empty(shown.FindAll("mark, .ui-same"));
    }

    [Fact]
    public void Values_BeforeTheMatchIsConfirmed_AreNotCalledTheSame()
    {
        SignIn(Role.IntegrationReviewer);
        var (huma, xledger) = (Of(Side.Huma, (Field.GivenName, "Åse")), Of(Side.Xledger, (Field.GivenName, "Åse")));

        Assert.Empty(Values(huma, xledger, [], compared: false).FindAll(".ui-same"));
    }

    [Theory]
    [InlineData(MatchState.Linked, false, "Linked", "ui-success")]
    [InlineData(MatchState.Ambiguous, false, "Several candidates, choose one", "ui-warning")]
    [InlineData(MatchState.Linked, true, "Never synchronized", "ui-neutral")]
    public void MatchChip_OfEachState_HasAWordAndATone(MatchState state, bool leftOut, string word, string tone)
    {
        var chip = Render<MatchChip>(parameters =>
            parameters.Add(one => one.State, state).Add(one => one.LeftOut, leftOut)
        );

        Assert.Equal(word, TextOf(chip.Find(".ui-status")));
        Assert.Contains(tone, chip.Find(".ui-status").ClassName!, StringComparison.Ordinal);
    }

    private static IElement RowOf(IRenderedComponent<PersonValues> shown, string field) =>
        shown
            .FindAll("tbody tr, li.ui-card")
            .Single(row => TextOf(row.QuerySelector("th, strong")!).Equals(field, StringComparison.Ordinal));

    private IRenderedComponent<PersonValues> Values(
        Person? huma,
        Person? xledger,
        IReadOnlyList<OpenDifference> open,
        bool compared = true,
        bool narrow = false
    ) =>
        Render<PersonValues>(parameters =>
            parameters
                .Add(values => values.Huma, huma)
                .Add(values => values.Xledger, xledger)
                .Add(values => values.Agreed, FieldValues.AllUnknown)
                .Add(values => values.Open, open.ToDictionary(row => row.Field!.Value))
                .Add(values => values.Compared, compared && huma is not null && xledger is not null)
                .Add(values => values.PersonReference, Whose)
                .AddCascadingValue(MainLayout.NarrowScreen, narrow)
        );

    private static Person Of(Side side, params (Field Field, string Text)[] values) =>
        new(
            side,
            "1",
            true,
            new FieldValues([.. values.Select(one => KeyValuePair.Create(one.Field, FieldValue.From(one.Text)))])
        );

    private static OpenDifference Open(Field field, OpenCause cause) =>
        new(
            new HumaId("h"),
            new XledgerId("1"),
            "Åse",
            field,
            FieldValue.Nothing,
            FieldValue.Nothing,
            null,
            cause,
            Why,
            null
        );
}
