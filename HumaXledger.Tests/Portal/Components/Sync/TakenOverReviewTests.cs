using Bunit;
using Bunit.TestDoubles;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Pages.Connection.Changes;
using HumaXledger.Portal.Components.Pages.Plans;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Portal.Components.Pages.Sync.Adding;
using HumaXledger.Portal.Components.Pages.Sync.Differences;
using HumaXledger.Portal.Components.Shared.Blocks;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>An act that reads the review anew says what others decided meanwhile.</summary>
public sealed class TakenOverReviewTests : ComponentTest
{
    private static readonly Actor Other = new(
        "other",
        "Ola Annen",
        null,
        new HashSet<Role> { Role.IntegrationAdministrator }
    );

    [Fact]
    public async Task AnswerOnTheReviewStep_AfterADecisionOfAnother_SaysWhoAndShowsTheChangedPlan()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (fixture, person) = (inbound.SyncFixture, inbound.People[1]);
        inbound.Edit(person, SandboxField.GivenName, "Zakarias");
        inbound.Edit(person, SandboxField.FamilyName, "Etterfølger");
        inbound.Edit(person, SandboxField.BirthDate, "1972-09-13");
        inbound.Edit(person, SandboxField.Identification, "13097248022");
        inbound.Edit(inbound.People[2], SandboxField.JobTitle, "Teamleder");
        var shown = await fixture.CompareAsync(inbound.Connection, Cancellation);
        var page = Open(fixture, shown, SyncStep.Review);
        var theirs = shown.Comparison.Differences.Single(one =>
            one.Pair.Huma.Id == $"{inbound.People[2].HumaId}" && one.Field == Field.JobTitle
        );
        await DecideAsync(fixture, shown, theirs);

        await page.InvokeAsync(() =>
            page.FindComponent<Stub<OtherPeopleList>>().Instance.Parameters.Get(list => list.Answered).InvokeAsync()
        );

        var told = Told(page)!;
        Assert.Equal(
            ("Ola Annen", Decision.SubjectOf(theirs.Key)),
            (Assert.Single(told.Names), Assert.Single(told.Changes).Subject)
        );
        var write = Assert.Single(
            page.FindComponent<Stub<PlanChanged>>().Instance.Parameters.Get(changed => changed.Difference).Writes
        );
        Assert.Equal(Field.JobTitle, write.Field);
    }

    [Fact]
    public async Task UndoAfterTheStepWasLeft_TellsOnlyWhatAnotherDecided()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        fixture.World.HireInHuma();
        var connection = await fixture.ConnectAsync(Cancellation);
        var shown = await fixture.CompareAsync(connection, Cancellation);
        var page = Open(fixture, shown, SyncStep.Differences);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-row] > td > [data-act=huma]")));
        await page.FindAll("[data-row] > td > [data-act=huma]")[0].ClickAsync();
        var messages = Services.GetRequiredService<Snackbars>();
        page.WaitForAssertion(() => Assert.Single(messages.All));
        var mine = page.FindComponent<DifferencesStep>().Instance.Session;
        Assert.NotEmpty(mine.Decisions.Fields);
        page.Render(parameters => Address(parameters, connection, SyncStep.AddPeople));
        // An act of this page on the next step is no decision of another.
        var hired = mine.AddCandidates(Side.Xledger).First(person => person.CanBeAdded).Person.Id;
        await page.InvokeAsync(() =>
            page.FindComponents<Stub<AddList>>()[0]
                .Instance.Parameters.Get(list => list.ChosenChanged)
                .InvokeAsync(new HashSet<string> { hired })
        );
        var added = page.FindComponent<AddPeopleStep>().Instance.Session;
        Assert.Single(added.Decisions.AddToXledger);
        var theirs = added.Comparison.Differences.First(one =>
            Review.Can(one, FieldChoice.UseHuma) && added.ChoiceOf(one) is null
        );
        await DecideAsync(fixture, added, theirs);

        await page.InvokeAsync(() => messages.All.Single().Undo!());

        Assert.Equal(Decision.SubjectOf(theirs.Key), Assert.Single(Told(page)!.Changes).Subject);
        var stored = await fixture.Get<DecisionStore>().LoadAsync(shown.Record.Id, Cancellation);
        Assert.Equal(theirs.Key, Assert.Single(stored.Fields).Key);
    }

    private static DecisionsOfOthers? Told(IRenderedComponent<SyncPage> page) =>
        page.FindComponent<Stub<OtherDecisionsNote>>().Instance.Parameters.Get(note => note.Decided);

    private IRenderedComponent<SyncPage> Open(SyncFixture fixture, ReviewSession shown, SyncStep step)
    {
        SignIn(Role.IntegrationAdministrator);
        Services.AddSyncPage(fixture);
        Type[] real =
        [
            typeof(SyncPage),
            typeof(ReviewStep),
            typeof(DifferencesStep),
            typeof(AddPeopleStep),
            typeof(StepBar),
            typeof(ActionBar),
            typeof(OtherDecisionsLine),
        ];
        ComponentFactories.AddStub(type =>
            type.Assembly == typeof(SyncPage).Assembly
            && !real.Contains(type)
            && !type.Name.StartsWith("RowWindow", StringComparison.Ordinal)
        );
        return Render<SyncPage>(parameters => Address(parameters, shown.Connection.Id, step));
    }

    private static void Address(
        ComponentParameterCollectionBuilder<SyncPage> parameters,
        Guid connection,
        SyncStep step
    ) =>
        parameters
            .Add(page => page.ConnectionId, connection)
            .Add(page => page.Step, SyncAddress.Of(connection, step).Split('/')[^1]);

    private static Task DecideAsync(SyncFixture fixture, ReviewSession session, Difference difference) =>
        fixture.Get<Review>().DecideAsync(session, [difference], FieldChoice.UseHuma, Other, Cancellation);
}
