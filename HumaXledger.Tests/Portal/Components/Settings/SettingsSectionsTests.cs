using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Connection;
using HumaXledger.Portal.Components.Pages.Connection.Details;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Components.Pages.Connection.Settings;
using HumaXledger.Portal.Mail;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace HumaXledger.Tests.Portal.Components.Settings;

/// <summary>Each section of the settings: what it shows, its defaults, and what an input becomes.</summary>
public sealed class SettingsSectionsTests : ComponentTest
{
    private static readonly string LongName = string.Concat(Enumerable.Repeat("Fjellheim ", 20)).Trim();

    private readonly SettingsDraft _draft = new(SettingsValues.Of(Samples.Connection()));

    [Fact]
    public void General_TooLongOrEmptyName_IsNotTaken()
    {
        var general = Render<GeneralSettings>(parameters => parameters.Add(form => form.Draft, _draft));

        general.Find("#settings-name").Input(LongName);
        Assert.True(_draft.HasProblems);
        general.Find("#settings-name").Input($" {LongName[..99]} ");

        Assert.False(_draft.HasProblems);
        Assert.Equal(LongName[..99], _draft.Wanted.Name);
        Assert.Equal("100", general.Find("#settings-name").GetAttribute("maxlength"));
    }

    [Fact]
    public void Rules_OfEachField_OfferOnlyWhatTheFieldCanDoAndNameTheDefault()
    {
        var rules = Render<RuleSettings>(parameters => parameters.Add(form => form.Draft, _draft));
        var choices = rules.FindAll("select");

        Assert.Equal(FieldRules.All.Count, choices.Count);
        Assert.All(choices, choice =>
            Assert.Equal(
                Words.English<SettingsText>("Rules.Default", Words.English<ConnectionText>("Rule.AsUsual")),
                TextOf(choice.QuerySelector("option")!)
            )
        );
        choices[0].Change($"{PolicyRule.Ask}");
        Assert.Equal(PolicyRule.Ask, _draft.Wanted.Rules[FieldRules.All[0].Field]);
        rules.FindAll("select")[0].Change("");
        Assert.False(_draft.IsChanged);
    }

    [Theory]
    [InlineData("14", 14, false)]
    [InlineData("0", 0, false)]
    [InlineData("366", 0, true)]
    [InlineData("-1", 0, true)]
    [InlineData("", 0, true)]
    [InlineData("٣", 0, true)]
    public void Gap_Typed_IsTakenWhenItIsPossible(string typed, int days, bool wrong)
    {
        var form = Render<EmploymentSettings>(parameters => parameters.Add(form => form.Draft, _draft));

        form.Find("#join-gap").Input(typed);
        form.Find("#join-gap").Change(typed);

        Assert.Equal((days, wrong), (_draft.Wanted.Employment.JoinGapDays, _draft.HasProblems));
        Assert.Equal(wrong ? 1 : 0, form.FindAll(".ui-problem").Count);
    }

    [Theory]
    [InlineData(null, false, null, "Quick.NoCost", null)]
    [InlineData(null, false, 60, "Quick.Cost", 60)]
    [InlineData(null, true, null, "Quick.Notice", 720)]
    [InlineData(null, true, 1440, "Quick.Notice", 720)]
    [InlineData(1, false, 60, "Quick.Notice", 720)]
    [InlineData(1, false, null, "Quick.Notice", 720)]
    [InlineData(1, true, 60, "Quick.Cost", 60)]
    [InlineData(30, false, 60, "Quick.Cost", 60)]
    public async Task Schedules_ByWebhookAndReconciliation_SayWhatTheReadingsOfHumaCost(
        int? daysSinceAMessage,
        bool reconciles,
        int? interval,
        string sentence,
        int? everyMinutes
    )
    {
        await using var store = new SqliteStore();
        await store.InitializeAsync();
        var contexts = store.Get<IDbContextFactory<SyncDbContext>>();
        SignIn(Role.IntegrationAdministrator);
        Services
            .AddSingleton(contexts)
            .AddSingleton(Options.Create(new QuickComparisonOptions()))
            .AddSingleton(new QuickComparison(null!, contexts, null!, null!, null!, Clock));
        var connection = Samples.Connection();
        if (daysSinceAMessage is { } days)
        {
            connection.WebhookAddress = "address";
            connection.LastMessageAt = Clock.GetUtcNow().UtcDateTime.AddDays(-days);
        }

        await using (var context = store.Open())
        {
            context.Connections.Add(connection);
            context.Comparisons.Add(
                new ComparisonRecord
                {
                    Id = Guid.NewGuid(),
                    ConnectionId = connection.Id,
                    State = ComparisonState.Closed,
                    HumaCount = 100,
                    StartedBy = "Kari",
                }
            );
            await context.SaveChangesAsync(Cancellation);
        }

        _draft.Set(_draft.Wanted with { Reconciles = reconciles, QuickComparisonMinutes = interval });
        var form = Render<ScheduleSettings>(parameters =>
            parameters.Add(form => form.Connection, connection).Add(form => form.Draft, _draft)
        );

        const int Requests = 104;
        object[] figures = everyMinutes is { } minutes ? [Requests, Requests * 1440 / minutes] : [];
        Assert.Equal(
            Words.English<ScheduleText>(sentence, sentence == "Quick.Notice" ? ["12 h 0 min", .. figures] : figures),
            TextOf(form.WaitForElement("p[role=status]"))
        );
    }

    [Fact]
    public void Leavers_Chosen_IsTakenAndTheDefaultIsNamed()
    {
        var form = Render<LeaverSettings>(parameters => parameters.Add(form => form.Draft, _draft));

        Assert.Contains("(default)", TextOf(form.FindAll("label")[0]), StringComparison.Ordinal);
        form.FindAll("input")[1].Change(true);

        Assert.Equal(LeaverRule.SetEndDate, _draft.Wanted.Leavers);
    }

    [Theory]
    [InlineData("en-GB", "Default: 10 people and 5 %.")]
    [InlineData("nb-NO", "Standard: 10 personer og 5 %.")]
    [InlineData("sv-SE", "Standard: 10 personer och 5 %.")]
    public void Limits_InEachLanguage_ShowTheirDefaults(string culture, string text)
    {
        Use(culture);

        var limits = Render<GuardLimits>(parameters => parameters.Add(form => form.Draft, _draft));

        Assert.Equal(text, TextOf(limits.Find("tbody th .ui-help")));
        Assert.Equal(GuardSettings.Default.Limits.Count, limits.FindAll("tbody tr").Count);
    }

    [Theory]
    [InlineData("120", true, 5.0)]
    [InlineData("-1", true, 5.0)]
    [InlineData("2.5", false, 2.5)]
    [InlineData("", false, null)]
    public void Limits_PercentTyped_IsTakenWhenItIsPossible(string typed, bool wrong, double? percent)
    {
        var limits = Render<GuardLimits>(parameters => parameters.Add(form => form.Draft, _draft));

        limits.Find($"#limit-percent-{GuardKind.ValuesCleared}").Input(typed);
        limits.Find($"#limit-percent-{GuardKind.ValuesCleared}").Change(typed);

        Assert.Equal((wrong, percent), (_draft.HasProblems, _draft.Wanted.Limits[GuardKind.ValuesCleared].Percent));
        Assert.Equal(wrong ? 1 : 0, limits.FindAll("[role=alert]").Count);
    }

    [Fact]
    public void Limits_OnAPhone_AreCardsWithTheSameInputs()
    {
        var limits = Render<GuardLimits>(parameters =>
            parameters.Add(form => form.Draft, _draft).AddCascadingValue(MainLayout.NarrowScreen, true)
        );

        Assert.Empty(limits.FindAll("table"));
        Assert.Equal(2 * (GuardSettings.Default.Limits.Count - 1), limits.FindAll("li input").Count);
    }

    [Fact]
    public void Alerts_AddressTypedAndNotAdded_IsNotForgotten()
    {
        var alerts = Alerts();

        alerts.Find("#alert-address").Input("kari@example.no");
        Assert.True(_draft.HasProblems);
        _draft.Try();
        alerts.Render();
        Assert.Equal(Words.English<AlertText>("AlertsTo.NotAdded"), TextOf(alerts.Find(".ui-problem")));
        Button(alerts, "AlertsTo.Add").Click();

        Assert.False(_draft.HasProblems);
        Assert.Equal([new AlertRecipient("kari@example.no", "en-GB")], _draft.Wanted.AlertsTo);
    }

    [Theory]
    [InlineData("not an address", "AlertsTo.Wrong")]
    [InlineData("KARI@example.no", "AlertsTo.Twice")]
    public void Alerts_UnusableAddress_IsReportedBesideTheField(string typed, string problem)
    {
        _draft.Set(_draft.Wanted with { AlertsTo = [new AlertRecipient("kari@example.no", "nb-NO")] });
        var alerts = Alerts();

        alerts.Find("#alert-address").Input(typed);
        Button(alerts, "AlertsTo.Add").Click();

        Assert.Equal(Words.English<AlertText>(problem), TextOf(alerts.Find(".ui-problem")));
        Assert.Single(_draft.Wanted.AlertsTo);
    }

    [Fact]
    public void Alerts_WithoutRecipientsOrMail_SayWhatThatMeans()
    {
        var alerts = Alerts(mail: false);

        Assert.Contains(Words.English<AlertText>("AlertsTo.None"), TextOf(alerts.Find(".ui-empty")));
        Assert.Equal(Words.English<AlertText>("AlertsTo.MailOff"), TextOf(alerts.Find(".ui-note")));
    }

    [Fact]
    public void Retention_OfTheInstallation_IsShownInDays()
    {
        Services.AddSingleton(Options.Create(new RetentionOptions { RawMessagesDays = 1 }));
        SignIn(Role.Viewer);

        var kept = Render<RetentionSection>();

        Assert.Contains(
            Words.English<PersonalDataText>("Kept.Days", 1),
            kept.FindAll("td").Select(TextOf),
            StringComparer.Ordinal
        );
    }

    private IRenderedComponent<AlertSettings> Alerts(bool mail = true)
    {
        Services.AddSingleton(Mock.Of<IMailSender>(sender => sender.IsOn == mail));
        return Render<AlertSettings>(parameters => parameters.Add(form => form.Draft, _draft));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AlertSettings> form, string key) =>
        form.FindAll("button").Single(button => TextOf(button) == Words.English<AlertText>(key));
}
