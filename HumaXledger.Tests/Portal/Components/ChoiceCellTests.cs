using Bunit;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Portal.Components.Pages.Sync;

namespace HumaXledger.Tests.Portal.Components;

public sealed class ChoiceCellTests : ComponentTest
{
    private readonly List<FieldChoice> _chosen = [];

    [Fact]
    public void Choices_AreNamedByFieldAndPerson()
    {
        var cell = Shown(Conflict());

        Assert.Equal("Which Job title is right for Ola Nordmann?", TextOf(cell.Find("fieldset > legend")));
        Assert.Equal(["Huma", "Xledger", "Skip"], cell.FindAll("label").Select(TextOf));
        var radios = cell.FindAll("label > input[type=radio]");
        Assert.Equal(3, radios.Count);
        Assert.Single(radios.Select(radio => radio.GetAttribute("name")).Distinct());
        Assert.All(radios, radio => Assert.False(radio.HasAttribute("checked")));
        Assert.All(radios, radio => Assert.False(radio.HasAttribute("disabled")));
    }

    [Theory]
    [InlineData(0, FieldChoice.UseHuma)]
    [InlineData(1, FieldChoice.UseXledger)]
    [InlineData(2, FieldChoice.Skip)]
    public async Task Choice_ThatIsClicked_IsReported(int radio, FieldChoice choice)
    {
        var cell = Shown(Conflict());

        await cell.FindAll("input")[radio].ChangeAsync(new() { Value = "on" });

        Assert.Equal([choice], _chosen);
    }

    [Theory]
    [InlineData(FieldChoice.UseHuma, "Huma")]
    [InlineData(FieldChoice.UseXledger, "Xledger")]
    [InlineData(FieldChoice.Skip, "Skip")]
    public void Choice_ThatIsMade_IsTheCheckedOne(FieldChoice choice, string label)
    {
        var cell = Shown(Conflict(), choice);

        var chosen = Assert.Single(cell.FindAll("label"), one => one.QuerySelector("input[checked]") is not null);
        Assert.Equal(label, TextOf(chosen));
        Assert.DoesNotContain("Suggestion", cell.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Side_ThatCannotBeChosen_IsDisabledAndSaysWhy()
    {
        var obstacle = WriteObstacle.Correctable(new Reason(ValueReasons.EmailSyntax));
        var cell = Shown(
            Conflict() with
            {
                Allowed = [Side.Xledger],
                Forbidden = new Dictionary<Side, WriteObstacle> { [Side.Huma] = obstacle },
            }
        );

        Assert.Equal([true, false, false], cell.FindAll("input").Select(radio => radio.HasAttribute("disabled")));
        Assert.Equal("Huma cannot be chosen: This is not an e-mail address.", TextOf(cell.Find("fieldset + div")));
    }

    [Fact]
    public void Suggestion_WhileNothingIsChosen_IsShownWithItsReason()
    {
        var cell = Shown(Conflict() with { Proposed = Side.Huma });

        Assert.StartsWith("Suggestion: Huma. ", TextOf(cell.Find("fieldset + div")), StringComparison.Ordinal);
    }

    private IRenderedComponent<ChoiceCell> Shown(Difference difference, FieldChoice? choice = null) =>
        Render<ChoiceCell>(parameters =>
            parameters
                .Add(
                    cell => cell.Row,
                    new DifferenceRow(difference, "Ola Nordmann", "Job title", $"{difference.Kind}", choice)
                )
                .Add(cell => cell.Choose, _chosen.Add)
        );

    private static Difference Conflict()
    {
        var huma = new Person(Side.Huma, "1", Active: true, FieldValues.AllUnknown);
        var pair = new Pair(huma, huma with { Side = Side.Xledger, Id = "2" }, MatchState.Linked, 1, [], false);
        return new Difference(
            pair,
            Field.JobTitle,
            DifferenceKind.Conflict,
            new FieldValue.Of("Kokk"),
            new FieldValue.Of("Servitør"),
            FieldValue.Nothing,
            [Side.Huma, Side.Xledger],
            new Dictionary<Side, WriteObstacle>(),
            null,
            new Reason(PlanningReasons.NeverAgreed)
        );
    }
}
