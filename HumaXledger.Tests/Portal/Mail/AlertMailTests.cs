using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Localisation;
using HumaXledger.Portal.Mail;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Mail;

/// <summary>One mail per problem and one at its end, each in the reader's language, never twice.</summary>
public sealed class AlertMailTests : IClassFixture<SqliteStore>, IAsyncDisposable
{
    private static readonly AlertOptions Times = new();
    private static readonly Reason Refused = new(XledgerReasons.TokenRejected);
    private readonly SqliteStore _store;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-mail-");
    private readonly IOptions<MailOptions> _pickup;
    private readonly Alerts _alerts;
    private readonly MailLab _mails;

    public AlertMailTests(SqliteStore store)
    {
        _store = store;
        _pickup = Options.Create(
            new MailOptions
            {
                Mode = MailMode.Pickup,
                PickupFolder = _folder.FullName,
                From = "HumaXledger <no-reply@example.com>",
            }
        );
        _mails = new MailLab(store, new PickupMail(_pickup, store.Clock));
        _alerts = new Alerts(store.Get<IDbContextFactory<SyncDbContext>>(), Options.Create(Times), store.Clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AlertMail Mail => _mails.Alerts;

    [Fact]
    public async Task Problem_ThatLasts_IsMailedOnceToEachInTheirLanguageAndOnceMoreWhenItIsOver()
    {
        var connection = await AddAsync(new("kari@example.no", "nb-NO"), new("anna@example.se", "sv-SE"));
        await _alerts.RaiseAsync(connection, AlertProblem.Xledger(Refused), Cancellation);
        await Mail.SendDueAsync(Cancellation);
        Assert.Empty(await ReadAsync());

        _store.Clock.Now += Times.MailAfter;
        await Mail.SendDueAsync(Cancellation);
        await _alerts.RaiseAsync(connection, AlertProblem.Xledger(Refused), Cancellation);
        await Mail.SendDueAsync(Cancellation);

        var letters = await ReadAsync();
        Assert.Equal(2, letters.Count);
        var kari = Assert.Single(letters, letter => letter.To == "kari@example.no");
        Assert.Equal("Fjellheim AS: Xledger svarer ikke, eller avviser tilkoblingen", kari.Subject);
        Assert.Contains("Hva du kan gjøre", kari.Text, StringComparison.Ordinal);
        Assert.Contains($"https://sync.example.no/connections/{connection}", kari.Html, StringComparison.Ordinal);
        Assert.Contains(
            "Vad du kan göra",
            Assert.Single(letters, letter => letter.To == "anna@example.se").Text,
            StringComparison.Ordinal
        );

        await _alerts.ClearAsync(connection, AlertReasons.Xledger, Cancellation);
        await Mail.SendDueAsync(Cancellation);
        Assert.Equal(2, (await ReadAsync()).Count);
        _store.Clock.Now += Times.OverAfter;
        await Mail.SendDueAsync(Cancellation);
        await Mail.SendDueAsync(Cancellation);

        letters = await ReadAsync();
        Assert.Equal(4, letters.Count);
        Assert.Contains(letters, letter =>
            letter.Subject == "Fjellheim AS: løst – Xledger svarer ikke, eller avviser tilkoblingen"
        );
        await using var context = _store.Open();
        Assert.Equal(
            [ActivityCodes.AlertOpened, ActivityCodes.AlertOver],
            await context
                .Activity.Where(row => row.ConnectionId == connection)
                .OrderBy(row => row.Id)
                .Select(row => row.What)
                .ToListAsync(Cancellation)
        );
    }

    [Fact]
    public async Task Problem_Flapping_IsMailedOnce()
    {
        var connection = await AddAsync(new AlertRecipient("kari@example.no", "nb-NO"));
        for (var time = 0; time < 10; time++)
        {
            await _alerts.RaiseAsync(
                connection,
                AlertProblem.Huma(new Reason(HumaReasons.Timeout, "GET /users", "30")),
                Cancellation
            );
            _store.Clock.Now += Times.MailAfter;
            await Mail.SendDueAsync(Cancellation);
            await _alerts.ClearAsync(connection, AlertReasons.Huma, Cancellation);
            _store.Clock.Now += Times.OverAfter / 2;
            await Mail.SendDueAsync(Cancellation);
        }

        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task Problem_WhoseMailFailsForOneRecipient_IsMailedOnceToTheOthers()
    {
        var clock = _store.Clock;
        await using var mails = new MailLab(_store, new Failing("kari@example.no", new PickupMail(_pickup, clock)));
        var connection = await AddAsync(new("kari@example.no", "nb-NO"), new("anna@example.se", "sv-SE"));
        await _alerts.RaiseAsync(connection, AlertProblem.Xledger(Refused), Cancellation);
        clock.Now += Times.MailAfter;

        await mails.Alerts.SendDueAsync(Cancellation);
        await mails.Alerts.SendDueAsync(Cancellation);

        Assert.Equal("anna@example.se", Assert.Single(await ReadAsync()).To);
        await using (var context = _store.Open())
        {
            var failed = await context.UndeliveredMails.SingleAsync(
                row => row.ConnectionId == connection,
                Cancellation
            );
            Assert.Equal(("kari@example.no", MailReasons.Fault), (failed.Recipient, failed.Reason.Code));
            Assert.Equal(clock.Now.UtcDateTime + TimeSpan.FromMinutes(1), failed.DueAt);
        }

        // She did not get the alert, so she does not get its end, after a crash before it was noted neither.
        await _alerts.ClearAsync(connection, AlertReasons.Xledger, Cancellation);
        clock.Now += Times.OverAfter;
        await Mail.SendDueAsync(Cancellation);
        await using (var context = _store.Open())
        {
            await context
                .Alerts.Where(alert => alert.ConnectionId == connection)
                .ExecuteUpdateAsync(set => set.SetProperty(alert => alert.OverMailedAt, (DateTime?)null), Cancellation);
        }

        await Mail.SendDueAsync(Cancellation);
        Assert.All(await ReadAsync(), mail => Assert.Equal("anna@example.se", mail.To));
    }

    // Stored by an earlier version, or by an account with write access to the database.
    [Fact]
    public async Task Problem_OfAConnectionWithAnUnusableNameOrLanguage_DelaysNoOther()
    {
        var odd = await AddAsync(new("odd@example.no", "nb-NO"), new("language@example.no", "no such language\u0007"));
        var other = await AddAsync(new AlertRecipient("anna@example.se", "sv-SE"));
        await using (var context = _store.Open())
        {
            var name = "a\u0007\r\nBcc: kari@example.no\u2028" + new string('x', 30_000);
            await context
                .Connections.Where(row => row.Id == odd)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name), Cancellation);
        }

        await _alerts.RaiseAsync(odd, AlertProblem.Xledger(Refused), Cancellation);
        await _alerts.RaiseAsync(other, AlertProblem.Xledger(Refused), Cancellation);
        _store.Clock.Now += Times.MailAfter;

        await Mail.SendDueAsync(Cancellation);

        var mails = await ReadAsync();
        Assert.Equal(["anna@example.se", "odd@example.no"], mails.Select(mail => mail.To).Order());
        Assert.All(mails, mail => Assert.True(GivenText.IsUsable(mail.Subject, MailMessage.LongestSubject)));
        // The other mail waits on its own, is on "Needs you", and is tried again.
        await using var store = _store.Open();
        var failed = await store.UndeliveredMails.SingleAsync(row => row.ConnectionId == odd, Cancellation);
        Assert.Equal(("language@example.no", MailReasons.Fault), (failed.Recipient, failed.Reason.Code));
        Assert.Equal(_store.Clock.Now.UtcDateTime + TimeSpan.FromMinutes(1), failed.DueAt);
        var page = new FailedMails(
            _store.Get<IDbContextFactory<SyncDbContext>>(),
            new PickupMail(_pickup, _store.Clock),
            _store.Clock
        );
        Assert.Contains(await page.ReadAsync(Cancellation), one => one.Mail.Id == failed.Id);
    }

    [Fact]
    public async Task Problem_OverBeforeItWasMailed_IsNotMailedAtAll()
    {
        var connection = await AddAsync(new AlertRecipient("kari@example.no", "en-GB"));
        await _alerts.RaiseAsync(connection, AlertProblem.Drift(30, 20), Cancellation);
        await _alerts.ClearAsync(connection, AlertReasons.Drift, Cancellation);
        _store.Clock.Now += TimeSpan.FromDays(1);

        await Mail.SendDueAsync(Cancellation);

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Problem_WithoutRecipients_IsMailedOnceThereIsOne()
    {
        var connection = await AddAsync();
        await _alerts.RaiseAsync(connection, AlertProblem.GuardHolds(500), Cancellation);
        _store.Clock.Now += TimeSpan.FromHours(1);
        await Mail.SendDueAsync(Cancellation);
        await using (var context = _store.Open())
        {
            (await context.Connections.SingleAsync(row => row.Id == connection, Cancellation)).AlertsTo =
            [
                new AlertRecipient("kari@example.no", "en-GB"),
            ];
            await context.SaveChangesAsync(Cancellation);
        }

        await Mail.SendDueAsync(Cancellation);

        Assert.Contains("500 people", Assert.Single(await ReadAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_OfEveryProblem_HasTextInEveryLanguage()
    {
        var connection = await AddAsync([
            .. Languages.All.Select(language => new AlertRecipient($"{language.Code}@example.com", language.Culture)),
        ]);
        AlertProblem[] problems =
        [
            AlertProblem.Huma(Refused),
            AlertProblem.Xledger(Refused),
            AlertProblem.GuardHolds(3),
            AlertProblem.PeopleFailed(3),
            AlertProblem.WebhookSilent(3, 9),
            AlertProblem.MissedChanges(3),
            AlertProblem.Drift(30, 20),
            AlertProblem.AllowanceNear(4100, 5000),
            AlertProblem.AllowanceUsedUp(5000, 5000),
            AlertProblem.ValuesMisplaced(2),
        ];
        Assert.Equal(AlertProblem.Codes.Order(), problems.Select(problem => problem.Code).Order());
        foreach (var problem in problems)
        {
            await _alerts.RaiseAsync(connection, problem, Cancellation);
        }

        _store.Clock.Now += Times.MailAfter;
        await Mail.SendDueAsync(Cancellation);

        var letters = await ReadAsync();
        Assert.Equal(problems.Length * Languages.All.Count, letters.Count);
        // A key without a text is shown itself.
        Assert.All(letters, letter =>
            Assert.DoesNotContain("alert.", letter.Subject + letter.Text, StringComparison.Ordinal)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await using var context = _store.Open();
        await context.Alerts.ExecuteDeleteAsync(CancellationToken.None);
        await _mails.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A fault of the portal itself for one recipient.</summary>
    private sealed class Failing(string recipient, IMailSender inner) : IMailSender
    {
        public bool IsOn => true;

        public Task SendAsync(MailMessage mail, CancellationToken cancellation) =>
            mail.To == recipient
                ? throw new InvalidOperationException("A fault of this program.")
                : inner.SendAsync(mail, cancellation);
    }

    private Task<IReadOnlyList<PickedUpMail>> ReadAsync() => new PickupFolder(_pickup).ReadAsync(Cancellation);

    private async Task<Guid> AddAsync(params IReadOnlyList<AlertRecipient> recipients)
    {
        var connection = Samples.Connection();
        connection.AlertsTo = recipients;
        await using var context = _store.Open();
        context.Add(connection);
        await context.SaveChangesAsync(Cancellation);
        return connection.Id;
    }
}
