using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Mail;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Mail;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Moq;
using SmtpServer.Protocol;

namespace HumaXledger.Tests.Portal.Mail;

/// <summary>A real mail server that refuses: what is sent again, when, and what is not.</summary>
public sealed class MailRetryTests : IClassFixture<SqliteStore>, IAsyncDisposable
{
    private const string Kari = "kari@example.no";
    private const string Anna = "anna@example.se";

    private const string Later = "4.7.1 Try again later";

    private static readonly SmtpResponse Greylisted = new(SmtpReplyCode.Aborted, Later);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly MailServer _server = new();
    private readonly SqliteStore _store;
    private readonly MailLab _mails;

    public MailRetryTests(SqliteStore store)
    {
        _store = store;
        var options = Options.Create(
            new MailOptions
            {
                Mode = MailMode.Smtp,
                From = "HumaXledger <no-reply@example.com>",
                Smtp = _server.Options(),
            }
        );
        _mails = new MailLab(
            store,
            new SmtpMail(options, new MailTokens(options, Mock.Of<IHttpClientFactory>()), store.Clock)
        );
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTime Now => _store.Clock.Now.UtcDateTime;

    [Fact]
    public async Task Result_RefusedForNow_IsSentAgainWithGrowingWaitsUntilItIsAccepted()
    {
        var run = await AddRunAsync();
        _server.Refuse = _ => Greylisted;
        await _mails.Results.SendAsync(run.Id, Cancellation);
        var began = Now;

        for (var attempt = 1; attempt <= 8; attempt++)
        {
            var failed = await OnlyAsync();
            var wait = TimeSpan.FromMinutes(Math.Min(60, Math.Pow(2, attempt - 1)));
            Assert.Equal((attempt, Now, Now + wait), (failed.Attempts, failed.LastAttemptAt, failed.DueAt));
            Assert.Equal((run.Id, Kari, began), (failed.RunId, failed.Recipient, failed.FirstAttemptAt));
            Assert.Equal(
                new Reason(MailReasons.RefusedForNow, "localhost", "451", Later + MailServer.Appended),
                failed.Reason
            );

            _store.Clock.Now += wait - TimeSpan.FromSeconds(1);
            await _mails.Retries.SendDueAsync(Cancellation);
            Assert.Equal(attempt, _server.Recipients.Count);
            _store.Clock.Now += TimeSpan.FromSeconds(1);
            await _mails.Retries.SendDueAsync(Cancellation);
            Assert.Equal(attempt + 1, _server.Recipients.Count);
        }

        _server.Refuse = _ => null;
        _store.Clock.Now += TimeSpan.FromHours(1);
        await _mails.Retries.SendDueAsync(Cancellation);
        await _mails.Retries.SendDueAsync(Cancellation);

        Assert.Equal($"{run.Id:N}@example.com", Assert.Single(_server.Mails).MessageId);
        Assert.Null(await FailedAsync());
        await using var context = _store.Open();
        Assert.Equal(Now, (await context.Runs.SingleAsync(row => row.Id == run.Id, Cancellation)).MailedAt);
    }

    [Fact]
    public async Task Result_WhoseTimeOutALibraryReportsAsACancellation_IsSentAgain()
    {
        var run = await AddRunAsync();
        var sender = new Mock<IMailSender>();
        sender.Setup(mail => mail.IsOn).Returns(value: true);
        sender
            .Setup(mail => mail.SendAsync(It.IsAny<MailMessage>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new TaskCanceledException("The request timed out."));
        await using var mails = new MailLab(_store, sender.Object);

        await mails.Results.SendAsync(run.Id, Cancellation);

        var failed = await OnlyAsync();
        Assert.Equal((run.Id, Now + Minute, MailReasons.Fault), (failed.RunId, failed.DueAt, failed.Reason.Code));
        await using var context = _store.Open();
        await context.UndeliveredMails.ExecuteDeleteAsync(Cancellation);
    }

    [Fact]
    public async Task Result_RefusedForGood_IsNotSentAgain()
    {
        var run = await AddRunAsync();
        _server.Refuse = _ => SmtpResponse.MailboxUnavailable;
        await _mails.Results.SendAsync(run.Id, Cancellation);
        _server.Refuse = _ => null;

        _store.Clock.Now += TimeSpan.FromHours(2);
        await _mails.Retries.SendDueAsync(Cancellation);
        await _mails.Results.SendAsync(run.Id, Cancellation);

        var failed = await OnlyAsync();
        Assert.Equal(((DateTime?)null, MailReasons.Refused), (failed.DueAt, failed.Reason.Code));
        Assert.Single(_server.Recipients);
    }

    [Fact]
    public async Task Result_RefusedForADay_IsGivenUp()
    {
        var run = await AddRunAsync();
        _server.Refuse = _ => Greylisted;
        await _mails.Results.SendAsync(run.Id, Cancellation);
        var began = Now;

        while ((await OnlyAsync()).DueAt is { } due)
        {
            _store.Clock.Now = new DateTimeOffset(due);
            await _mails.Retries.SendDueAsync(Cancellation);
        }

        Assert.InRange(Now - began, TimeSpan.FromHours(22), ResultMail.Limit);
        Assert.InRange(_server.Recipients.Count, 25, 35);
        Assert.Equal(MailReasons.RefusedForNow, (await OnlyAsync()).Reason.Code);
    }

    [Fact]
    public async Task Alert_RefusedForOneRecipient_IsSentAgainToThatOneOnly()
    {
        var alert = await RaiseAsync(Kari, Anna);
        _server.Refuse = to => to == Anna ? Greylisted : null;
        await _mails.Alerts.SendDueAsync(Cancellation);
        var failed = await OnlyAsync();
        Assert.Equal((alert.Id, Anna), (failed.AlertId, failed.Recipient));
        await _mails.Alerts.SendDueAsync(Cancellation);

        _server.Refuse = _ => null;
        _store.Clock.Now += Minute;
        await _mails.Retries.SendDueAsync(Cancellation);

        Assert.Equal([Kari, Anna], _server.Mails.Select(mail => mail.To.ToString()));
        Assert.All(_server.Mails, mail => Assert.Equal("<alerts.humaxledger.example.com>", mail.Headers["List-Id"]));
        Assert.Null(await FailedAsync());
    }

    [Fact]
    public async Task Alert_ThatLasts_IsTriedForMoreThanADay()
    {
        await RaiseAsync(Kari);
        _server.Refuse = _ => Greylisted;
        await _mails.Alerts.SendDueAsync(Cancellation);
        _store.Clock.Now += TimeSpan.FromDays(3);
        await _mails.Retries.SendDueAsync(Cancellation);
        Assert.NotNull((await OnlyAsync()).DueAt);
        _server.Refuse = _ => null;

        _store.Clock.Now += TimeSpan.FromHours(1);
        await _mails.Retries.SendDueAsync(Cancellation);

        Assert.Single(_server.Mails);
    }

    [Fact]
    public async Task Alert_OverBeforeItWasDelivered_IsForgottenAndItsEndGoesToTheOthers()
    {
        var alert = await RaiseAsync(Kari, Anna);
        _server.Refuse = to => to == Anna ? Greylisted : null;
        await _mails.Alerts.SendDueAsync(Cancellation);
        _server.Refuse = _ => null;
        await CloseAsync(alert);
        _store.Clock.Now += Minute;
        await _mails.Retries.SendDueAsync(Cancellation);
        // It may come back until its end is mailed.
        Assert.NotNull(await FailedAsync());

        _store.Clock.Now += new AlertOptions().OverAfter;
        await _mails.Alerts.SendDueAsync(Cancellation);
        await _mails.Retries.SendDueAsync(Cancellation);

        Assert.Null(await FailedAsync());
        Assert.Equal([Kari, Kari], _server.Mails.Select(mail => mail.To.ToString()));
        Assert.StartsWith("Fjellheim AS: solved – ", _server.Mails.Last().Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_WhoseRecipientWasRemoved_IsForgotten()
    {
        var alert = await RaiseAsync(Kari);
        _server.Refuse = _ => Greylisted;
        await _mails.Alerts.SendDueAsync(Cancellation);
        await using (var context = _store.Open())
        {
            (await context.Connections.SingleAsync(row => row.Id == alert.ConnectionId, Cancellation)).AlertsTo = [];
            await context.SaveChangesAsync(Cancellation);
        }

        _store.Clock.Now += Minute;
        await _mails.Retries.SendDueAsync(Cancellation);

        Assert.Null(await FailedAsync());
        Assert.Single(_server.Recipients);
    }

    [Fact]
    public async Task Pages_ListWhatFailedWithWhatItIsAbout()
    {
        var run = await AddRunAsync();
        var alert = await RaiseAsync(Anna);
        _server.Refuse = _ => SmtpResponse.MailboxUnavailable;
        await _mails.Results.SendAsync(run.Id, Cancellation);
        _store.Clock.Now += Minute;
        await _mails.Alerts.SendDueAsync(Cancellation);
        var contexts = _store.Get<IDbContextFactory<SyncDbContext>>();
        var pages = new FailedMails(contexts, Mock.Of<IMailSender>(sender => sender.IsOn), _store.Clock);

        var listed = await pages.ReadAsync(Cancellation);

        Assert.Equal(
            [(Anna, (int?)null, alert.Problem), (Kari, run.Number, null)],
            listed.Select(one => (one.Mail.Recipient, one.Run, one.Problem))
        );
        Assert.Equal(Kari, (await pages.OfRunAsync(run.Id, Cancellation))?.Recipient);
        _store.Clock.Now += TimeSpan.FromDays(31);
        Assert.Empty(await pages.ReadAsync(Cancellation));
        Assert.Null(await new FailedMails(contexts, new NoMail(), _store.Clock).OfRunAsync(run.Id, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await using var context = _store.Open();
        await context.UndeliveredMails.ExecuteDeleteAsync(CancellationToken.None);
        await context.Alerts.ExecuteDeleteAsync(CancellationToken.None);
        await _mails.DisposeAsync();
        await _server.DisposeAsync();
    }

    public static TheoryData<string, string[], string?, bool> LastKnown =>
        new()
        {
            { ActivityCodes.SignedIn, ["Entra", "Viewer, IntegrationAdministrator"], null, true },
            { ActivityCodes.SignedIn, ["Entra", "IntegrationAdministrator:north"], "north", true },
            { ActivityCodes.SignedIn, ["Entra", "IntegrationAdministrator:north"], "south", false },
            { ActivityCodes.SignedIn, ["Entra", "IntegrationAdministrator:north"], null, false },
            { ActivityCodes.RolesChanged, ["Viewer"], null, false },
            { ActivityCodes.RolesChanged, [ActivityCodes.NoRole], null, false },
            { ActivityCodes.RolesChanged, ["IntegrationReviewer"], null, true },
            { ActivityCodes.SignInNotConfirmed, [], null, false },
        };

    // Names and results go to those who may still see them, also where the mail waited.
    [Theory]
    [MemberData(nameof(LastKnown))]
    public async Task Result_OfAStarterWhoseRightEnded_IsNotMailed(
        string what,
        string[] arguments,
        string? group,
        bool mailed
    )
    {
        var who = $"t:{Guid.NewGuid():N}";
        var log = _store.Get<ActivityLog>();
        var by = Actor.Anonymous with { Id = who, Name = "Kari" };
        await log.AppendAsync(by, ActivityCodes.SignedIn, null, ["Entra", "IntegrationAdministrator"], Cancellation);
        var run = await AddRunAsync(who, group);
        _server.Refuse = _ => Greylisted;
        await _mails.Results.SendAsync(run.Id, Cancellation);
        var attempts = _server.Recipients.Count;
        Assert.Equal(1, attempts);
        await log.AppendAsync(by, what, null, arguments, Cancellation);
        await log.AppendAsync(by, ActivityCodes.SignedOut, null, [], Cancellation);

        _server.Refuse = _ => null;
        _store.Clock.Now += Minute;
        await _mails.Retries.SendDueAsync(Cancellation);

        Assert.Equal(attempts + (mailed ? 1 : 0), _server.Recipients.Count);
        Assert.Null(await FailedAsync());
        await using var context = _store.Open();
        var after = await context.Runs.SingleAsync(row => row.Id == run.Id, Cancellation);
        Assert.Equal((mailed ? Kari : null, mailed), (after.MailTo, after.MailedAt is not null));
    }

    private async Task<UndeliveredMail?> FailedAsync()
    {
        await using var context = _store.Open();
        return await context.UndeliveredMails.SingleOrDefaultAsync(Cancellation);
    }

    private async Task<UndeliveredMail> OnlyAsync() => Assert.IsType<UndeliveredMail>(await FailedAsync());

    /// <summary>A run that ended, whose result goes to Kari.</summary>
    private async Task<RunRecord> AddRunAsync(string? startedBy = null, string? group = null)
    {
        var plan = await _store.AddPlanAsync(await _store.AddConnectionAsync(), Samples.Change(1));
        var run = new RunRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = plan.ConnectionId,
            PlanId = plan.Id,
            Number = 1,
            State = RunState.Completed,
            CreatedAt = Now,
            FinishedAt = Now,
            StartedBy = "Kari",
            StartedById = startedBy,
            MailTo = Kari,
            Culture = "nb-NO",
        };
        await using var context = _store.Open();
        context.Add(run);
        (await context.Connections.SingleAsync(row => row.Id == plan.ConnectionId, Cancellation)).AccessGroup = group;
        await context.SaveChangesAsync(Cancellation);
        return run;
    }

    /// <summary>A problem that has lasted long enough to be mailed.</summary>
    private async Task<Alert> RaiseAsync(params IEnumerable<string> recipients)
    {
        var connection = Samples.Connection();
        connection.AlertsTo = [.. recipients.Select(email => new AlertRecipient(email, "en-GB"))];
        var alert = new Alert
        {
            ConnectionId = connection.Id,
            Problem = AlertReasons.GuardHolds,
            Arguments = ["500"],
            OpenedAt = Now,
        };
        await using var context = _store.Open();
        context.Add(connection);
        context.Add(alert);
        await context.SaveChangesAsync(Cancellation);
        _store.Clock.Now += new AlertOptions().MailAfter;
        return alert;
    }

    private async Task CloseAsync(Alert alert)
    {
        await using var context = _store.Open();
        await context
            .Alerts.Where(row => row.Id == alert.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ClosedAt, Now), Cancellation);
    }
}
