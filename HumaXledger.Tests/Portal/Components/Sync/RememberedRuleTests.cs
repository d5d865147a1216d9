using System.Globalization;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Portal.Components.Pages.Sync.Differences;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Tests.Sync;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>"Remember for next time" on the page, over a real store.</summary>
public sealed class RememberedRuleTests : ComponentTest
{
    [Fact]
    public async Task Remember_OfOneRow_DecidesTheOthersAsAnnouncedAndUndoTakesBothBack()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var before = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var step = Shown(fixture, before);

        var announced = await RememberFirstAsync(step);

        var now = await OpenAsync(fixture, before);
        Assert.NotEqual(0, announced);
        Assert.Single(now.Decisions.Fields);
        Assert.Equal(announced, Planned(now).Count(change => change.Cause == ChangeCause.HumaWins));
        Assert.Equal(now.Preview.Fingerprint, step.Instance.Session.Preview.Fingerprint);
        AssertTallied(step);

        await step.InvokeAsync(() => Message().Undo!());

        Assert.Empty((await StoredAsync(fixture, before)).Rules);
        Assert.Equal(before.Preview.Fingerprint, (await OpenAsync(fixture, before)).Preview.Fingerprint);
        Assert.Equal(before.Preview.Fingerprint, step.Instance.Session.Preview.Fingerprint);
        AssertTallied(step);
    }

    [Theory]
    [InlineData(1, "are no longer written to Xledger.")]
    [InlineData(2, "are no longer written to either system")]
    public async Task Question_OfARuleThatEndsWhatMessagesWrite_SaysSo(int action, string sentence)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var step = Shown(fixture, await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation));
        await step.Find(".ui-review tr:not(.ui-review-group):has([data-act=xledger]:not([aria-disabled])) td input")
            .ChangeAsync(new() { Value = true });

        await step.FindAll(".ui-bulk button")[action].ClickAsync(new());

        Assert.Contains(sentence, TextOf(step.Find("dialog")), StringComparison.Ordinal);
    }

    // The bar counts what the plan leaves.
    private static void AssertTallied(IRenderedComponent<DifferencesStep> step) =>
        Assert.Contains(
            $" {StepCounts.Of(step.Instance.Session).Undecided} undecided",
            TextOf(step.Find(".ui-actionbar")),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Undo_AfterTheStepWasLeft_TakesTheRuleBackToo()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var before = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        await RememberFirstAsync(Shown(fixture, before));
        await DisposeComponentsAsync();

        await Message().Undo!();

        Assert.Empty((await StoredAsync(fixture, before)).Rules);
        Assert.Equal(before.Preview.Fingerprint, (await OpenAsync(fixture, before)).Preview.Fingerprint);
    }

    [Fact]
    public async Task Undo_OfARuleThatWasChangedSince_KeepsTheLaterOneAndSaysSo()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var before = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var step = Shown(fixture, before);
        await RememberFirstAsync(step);
        await fixture
            .Get<ConnectionSettings>()
            .SetPolicyAsync(
                before.Connection.Id,
                Field.JobTitle,
                PolicyRule.Ask,
                SyncFixture.Administrator,
                Cancellation
            );

        await step.InvokeAsync(() => Message().Undo!());

        Assert.Equal(PolicyRule.Ask, (await StoredAsync(fixture, before)).Rules[Field.JobTitle]);
        Assert.Empty((await OpenAsync(fixture, before)).Decisions.Fields);
        Assert.StartsWith(
            "The rules were not changed. Kari saved other values",
            Assert.Single(Messages.All, message => message.Tone == Tone.Error).Text,
            StringComparison.Ordinal
        );
    }

    /// <summary>Uses Huma for the first job title and remembers that; gives how many rows are said to follow.</summary>
    private static async Task<int> RememberFirstAsync(IRenderedComponent<DifferencesStep> step)
    {
        await step.Find(".ui-review tr:not(.ui-review-group):has([data-act=huma]:not([aria-disabled])) td input")
            .ChangeAsync(new() { Value = true });
        await step.FindAll(".ui-bulk button")[0].ClickAsync(new());
        await step.Find("dialog input[type=checkbox]").ChangeAsync(new() { Value = true });
        var means = TextOf(step.Find("dialog .ui-quiet")).Split(" in this connection. ")[1];
        await step.FindAll("dialog .ui-actions button").Last().ClickAsync(new());
        return int.Parse(means.Split(' ')[0], CultureInfo.CurrentCulture);
    }

    private static IEnumerable<PlannedChange> Planned(ReviewSession session) =>
        session.Preview.Changes.Concat(session.Preview.HeldByGuard);

    private static Task<ReviewSession> OpenAsync(SyncFixture fixture, ReviewSession session) =>
        fixture.Get<Review>().OpenAsync(session.Record.Id, SyncFixture.Administrator, Cancellation);

    private static Task<SettingsValues> StoredAsync(SyncFixture fixture, ReviewSession session) =>
        fixture.Get<ConnectionSettings>().ReadAsync(session.Connection.Id, SyncFixture.Administrator, Cancellation);

    private Snackbars Messages => Services.GetRequiredService<Snackbars>();

    private Snackbar Message() => Assert.Single(Messages.All, message => message.Undo is not null);

    private IRenderedComponent<DifferencesStep> Shown(SyncFixture fixture, ReviewSession session)
    {
        SignIn(Role.IntegrationAdministrator);
        Services.AddSingleton(fixture.Get<Review>());
        ComponentFactories.AddStub<SensitiveValue>();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/sync?field=JobTitle");
        IRenderedComponent<DifferencesStep>? step = null;
        step = Render<DifferencesStep>(parameters =>
            parameters
                .Add(one => one.Session, session)
                .Add(one => one.SessionChanged, Show)
                .Add(one => one.Refresh, () => OpenAsync(fixture, session))
        );
        return step;

        // As the page does; after the step was left there is nothing to show it on.
        void Show(ReviewSession now)
        {
            if (!step!.IsDisposed)
            {
                step.Render(again => again.Add(one => one.Session, now));
            }
        }
    }
}
