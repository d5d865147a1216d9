using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Exports;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Mail;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma.Webhooks;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>
/// Known tokens, secrets, identification and bank numbers pass through the whole product and are searched for in
/// everything it produces: the log at its lowest level, metrics and traces, mails, exports, the hub, the database, and
/// all data sent to browsers of people without the permission to see numbers.
/// </summary>
public sealed class CanaryTests(Chromium chromium)
{
    private const string Authority = "I confirm that I have the authority to connect these systems";

    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Canaries_ThroughTheWholeProduct_AppearNowhereInClear()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var portal = new RunningPortal
        {
            LogLevel = LogLevel.Trace,
            SealsItself = true,
            Settings = collector.Settings,
        };
        using var telemetry = new Telemetry();
        await portal.InitializeAsync();
        var canaries = new Canaries(portal.World);
        canaries.Add(portal.Session.Value);
        Assert.True(canaries.Count > 300);

        var connection = await SetUpAsync(portal, canaries);
        await using var hub = await HubListener.OpenAsync(portal, connection, Cancellation);
        var run = await SynchronizeAsync(portal, connection);
        await TellByWebhookAsync(portal, connection, canaries);
        await FailAsync(portal, connection);
        await UndoAsync(portal, connection, run);

        await LookAroundAsync(portal, connection, run, canaries, Role.Viewer);
        await LookAroundAsync(portal, connection, run, canaries, Role.IntegrationAdministrator);
        foreach (var mail in await portal.Get<PickupFolder>().ReadAsync(Cancellation))
        {
            canaries.AssertNoneIn($"{mail.Subject} {mail.Html} {mail.Text}", "A mail");
        }

        Assert.NotEmpty(await portal.Get<PickupFolder>().ReadAsync(Cancellation));
        canaries.AssertNoneIn(await hub.HeardAsync(), "The hub");
        await AssertProbesSayNothingAsync(portal, canaries);
        Assert.Contains(portal.Log.Lines, line => line.StartsWith("Trace ", StringComparison.Ordinal));
        Assert.All(portal.Log.Lines, line => canaries.AssertNoneIn(line, "The log"));
        Assert.Contains(telemetry.Lines, line => line.Contains(SyncTelemetry.JournalSaving, StringComparison.Ordinal));
        Assert.All(telemetry.Lines, line => canaries.AssertNoneIn(line, "Telemetry"));
        AssertExported(portal, collector, canaries);
        await AssertDatabaseHoldsNothingAsync(portal, canaries);
    }

    // Open to everyone; after the keys were revoked they answer that something is wrong.
    private static async Task AssertProbesSayNothingAsync(RunningPortal portal, Canaries canaries)
    {
        using var client = new HttpClient { BaseAddress = portal.Url };
        foreach (var probe in new[] { "/health/live", "/health/ready" })
        {
            using var answer = await client.GetAsync(probe, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.NotEmpty(text);
            canaries.AssertNoneIn($"{answer.Headers} {text}", probe);
        }
    }

    // As a collector gets it: all signals, and besides the canaries no name, address or phone number of a person.
    private static void AssertExported(RunningPortal portal, OtlpCollector collector, Canaries canaries)
    {
        Assert.True(portal.Get<TracerProvider>().ForceFlush(60_000));
        Assert.True(portal.Get<MeterProvider>().ForceFlush(60_000));
        Assert.True(portal.Get<LoggerProvider>().ForceFlush(60_000));
        var traces = collector.Received("traces");
        string[] spans =
        [
            SyncTelemetry.Compare,
            SyncTelemetry.Plan,
            SyncTelemetry.Run,
            SyncTelemetry.Batch,
            SyncTelemetry.Inbound,
            "GET /connections/{ConnectionId:guid}",
        ];
        Assert.All(spans, span => Assert.Contains(span, traces, StringComparison.Ordinal));
        var metrics = collector.Received("metrics");
        string[] names =
        [
            SyncTelemetry.CompareDuration,
            SyncTelemetry.RunDuration,
            SyncTelemetry.RunChanges,
            SyncTelemetry.InboundDuration,
            SyncTelemetry.Requests,
            SyncTelemetry.Traffic,
            PortalMetrics.WebhookAnswers,
            PortalMetrics.QueuePeople,
            PortalMetrics.QueueAge,
            PortalMetrics.HealthCheck,
            "aspnetcore.components.circuit.active",
        ];
        Assert.All(names, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        var logs = collector.Received("logs");
        Assert.Contains("HumaXledger.Core.Sync.Comparing.Compare", logs, StringComparison.Ordinal);
        var personal = SearchValues.Create([.. PersonalTexts(portal.World)], StringComparison.OrdinalIgnoreCase);
        foreach (var (where, text) in new[] { ("Spans", traces), ("Metrics", metrics), ("Logs", logs) })
        {
            canaries.AssertNoneIn(text, where);
            var found = text.AsSpan().IndexOfAny(personal);
            Assert.True(
                found < 0,
                found < 0 ? "" : $"{where} name a person after: {text[Math.Max(0, found - 200)..found]}"
            );
            Assert.DoesNotContain("SELECT ", text, StringComparison.Ordinal);
        }
    }

    private static HashSet<string> PersonalTexts(SandboxWorld world)
    {
        var people = world
            .People(null, 0, int.MaxValue)
            .Page.SelectMany(person => new[] { person.Huma, person.Xledger })
            .ToList();
        var texts = people
            .SelectMany(side =>
                new[]
                {
                    side.GetValueOrDefault(SandboxField.Email),
                    side.GetValueOrDefault(SandboxField.Phone),
                    $"{side.GetValueOrDefault(SandboxField.GivenName)} {side.GetValueOrDefault(SandboxField.FamilyName)}",
                }
            )
            .Where(text => text is { Length: >= 8 })
            .Select(text => text!)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.True(texts.Count > 300);
        return texts;
    }

    // Through the wizard: typed input travels over the circuit.
    private async Task<Guid> SetUpAsync(RunningPortal portal, Canaries canaries)
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/connections/new");
        var story = new PageRecorder(screen, "canary-set-up");
        await screen.Button("Next").ClickAsync();
        await screen.Labelled("API token").FillAsync(portal.World.FullXledgerToken.Text);
        await screen.Labelled("Client ID").FillAsync($"{portal.World.FullHumaKey.ClientId}");
        await screen.Labelled("Client secret").FillAsync(portal.World.FullHumaKey.Text);
        await screen.Button("Verify").ClickAsync();
        await Expect(screen.Text("Everything needed is in place.")).ToBeVisibleAsync(Long);
        await screen.Labelled("People in Huma").SelectOptionAsync("Fjellheim Norge AS (company)");
        await story.KeepAsync("verified");
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Heading("New people")).ToBeVisibleAsync();
        await screen.Button("Next").ClickAsync();
        await screen.Page.GetByText(Authority).ClickAsync();
        await screen.Button("Save").ClickAsync();
        await Expect(screen.Heading("Compare")).ToBeVisibleAsync(Long);
        await story.KeepAsync("saved");
        // During typing the browser may get its own input back; the final content is checked.
        canaries.AssertNoneIn(await screen.Page.ContentAsync(), "The page after the set-up");
        Assert.Empty(screen.Faults);
        return Guid.Parse(Regex.Match(screen.Page.Url, "[0-9a-f-]{36}").Value);
    }

    // Everything is decided, so that each field of all kinds of people is written or refused.
    private static async Task<Guid> SynchronizeAsync(RunningPortal portal, Guid connection)
    {
        var session = await portal.CompareAsync(connection, Cancellation);
        foreach (var choice in new[] { FieldChoice.UseHuma, FieldChoice.UseXledger })
        {
            var open = session
                .Comparison.Differences.Where(difference =>
                    session.ChoiceOf(difference) is null && Review.Can(difference, choice)
                )
                .ToList();
            (session, _) = await portal
                .Get<Review>()
                .DecideAsync(session, open, choice, ConnectedPortal.Administrator, Cancellation);
        }

        var toHuma = session
            .AddCandidates(Side.Huma)
            .Where(person => person.CanBeAdded)
            .Select(person => new XledgerId(person.Person.Id))
            .ToList();
        var toXledger = session
            .AddCandidates(Side.Xledger)
            .Where(person => person.CanBeAdded)
            .Select(person => new HumaId(person.Person.Id))
            .ToList();
        session = await portal
            .Get<Review>()
            .ChooseAdditionsAsync(session, toHuma, toXledger, ConnectedPortal.Administrator, Cancellation);
        session = await portal.ConfirmGuardsAsync(session, Cancellation);
        Assert.Contains(session.Preview.Changes, change => change.Field is Field.Identification);
        Assert.Contains(session.Preview.Changes, change => change.Field is Field.BankAccount);
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await portal
                .Get<ReviewPlans>()
                .MakePlanAsync(session.Record.Id, session.Shown, ConnectedPortal.Administrator, Cancellation)
        );
        return await portal.CarryOutAsync(plan.Value, Cancellation);
    }

    private static async Task TellByWebhookAsync(RunningPortal portal, Guid connection, Canaries canaries)
    {
        var made = Assert
            .IsType<Answer<MadeWebhookKey>.Done>(
                await portal.Get<WebhookKeys>().MakeAsync(connection, ConnectedPortal.Administrator, Cancellation)
            )
            .Value;
        canaries.Add(made.Secret.Reveal());
        canaries.Add(made.Token.Reveal());
        portal.World.Webhook.Options = new HumaWebhookOptions
        {
            Url = new Uri(portal.Url, HumaXledger.Portal.Webhooks.HumaEndpoint.PathOf(made.Address)).ToString(),
            Secret = made.Secret.Reveal(),
            Token = made.Token.Reveal(),
        };
        // Two people get the numbers of two others outside the connection: one is written, one is held.
        var norway = portal.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        var people = portal
            .World.Catalogue.Pairs.Where(pair =>
                pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null }
                && NumberOf(portal, pair.HumaId.Value) is not null
            )
            .ToLookup(pair => pair.EntityOwnerDbId == norway, pair => pair.HumaId!.Value);
        var (ours, theirs) = (
            people[true].Take(2).ToList(),
            people[false].Take(2).Select(person => NumberOf(portal, person)).ToList()
        );
        Assert.Equal(EditOutcome.Done, portal.World.EditInHuma(ours[0], SandboxField.Identification, theirs[0]));
        await SettledAsync(portal, connection);
        Assert.Null(
            await portal
                .Get<ConnectionSettings>()
                .SetPolicyAsync(
                    connection,
                    Field.Identification,
                    PolicyRule.Ask,
                    ConnectedPortal.Administrator,
                    Cancellation
                )
        );
        Assert.Equal(EditOutcome.Done, portal.World.EditInHuma(ours[1], SandboxField.Identification, theirs[1]));
        await SettledAsync(portal, connection);
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        var became = await store.PendingChanges.Select(pending => pending.State).ToListAsync(Cancellation);
        Assert.Contains(PendingChangeState.Written, became);
        Assert.Contains(PendingChangeState.Held, became);

        // A refused message, with an invalid token and a body that contains a number.
        using var visitor = new Visitor(portal.Url);
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            HumaXledger.Portal.Webhooks.HumaEndpoint.PathOf(made.Address)
        )
        {
            Content = new StringContent($$"""{"identification":"{{theirs[0]}}"}"""),
        };
        request.Headers.Authorization = new("Bearer", $"{made.Token.Reveal()}x");
        using var answer = await visitor.SendAsync(request, Cancellation);
        Assert.False(answer.IsSuccessStatusCode);
        canaries.AssertNoneIn(await answer.Content.ReadAsStringAsync(Cancellation), "The answer of the webhook");
    }

    private static string? NumberOf(RunningPortal portal, Guid person) =>
        portal.World.PersonByHumaId(person)!.Huma.GetValueOrDefault(SandboxField.Identification)
            is { Length: > 0 } number
            ? number
            : null;

    private static async Task SettledAsync(RunningPortal portal, Guid connection)
    {
        await portal.World.Webhook.WhenIdleAsync(Cancellation);
        Assert.All(portal.World.Webhook.Deliveries, delivery => Assert.Equal(200, delivery.Status));
        Assert.NotEmpty(portal.World.Webhook.Deliveries);
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await foreach (var _ in portal.Get<RunFeed>().WatchAsync<ConnectionPulse>(connection, patience.Token))
            {
                if (!await store.PendingChanges.AnyAsync(pending => pending.EndedAt == null, Cancellation))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            Assert.Fail(
                $"Not processed: {string.Join("; ", await store.PendingChanges.Select(pending => $"{pending.State} {pending.Reason!.Code} {pending.DueAt:O}").ToListAsync(Cancellation))}"
            );
        }
    }

    // A comparison and a credentials check with everything refused.
    private static async Task FailAsync(RunningPortal portal, Guid connection)
    {
        portal.World.Xledger.Edit(edit => edit.Change(portal.World.Xledger.Tokens.All()[0], row => row.Revoked = true));
        portal.World.HumaAccess.Deactivate(portal.World.HumaAccess.Keys[0]);
        var comparison = await portal
            .Get<Compare>()
            .StartAsync(connection, ConnectedPortal.Administrator, Cancellation);
        await portal.Get<Compare>().RunAsync(comparison, new Progress<CompareProgress>(), Cancellation);
        await portal.Get<TokenHealth>().CheckAsync(connection, Cancellation);
        Assert.Equal(2, (await portal.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation)).Count);
        portal.World.HumaAccess.RestoreKeys();
        portal.World.Xledger.Edit(edit =>
            edit.Change(portal.World.Xledger.Tokens.All()[0], row => row.Revoked = false)
        );
        await portal.Get<TokenHealth>().CheckAsync(connection, Cancellation);
    }

    private static async Task UndoAsync(RunningPortal portal, Guid connection, Guid run)
    {
        var undo = portal.Get<Undo>();
        var confirmed = Enum.GetValues<GuardKind>().ToHashSet();
        var review = (await undo.ReviewAsync(new UndoScope(run), confirmed, Actor.System, Cancellation))!;
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await undo.MakePlanAsync(
                new UndoScope(run),
                confirmed,
                review.Shown,
                ConnectedPortal.Administrator,
                Cancellation
            )
        );
        await portal.CarryOutAsync(plan.Value, Cancellation);
    }

    /// <summary>Every page and file that a person with only this role can open.</summary>
    private async Task LookAroundAsync(RunningPortal portal, Guid connection, Guid run, Canaries canaries, Role role)
    {
        using var visitor = await Visitor.SignedInAsync(portal.Url, $"Kari {role}", [role], Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, portal, session: visitor.Session);
        await screen.GoAsync("/");
        var story = new PageRecorder(screen, $"canary-{role}");
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        var person = await store
            .Changes.AsNoTracking()
            .Where(change => change.Field == Field.BankAccount && change.HumaId != null)
            .Select(change => change.HumaId!.Value)
            .FirstAsync(Cancellation);
        string[] ofConnection =
        [
            "",
            "/overview",
            "/changes",
            "/details",
            "/people",
            "/differences",
            "/coming-up",
            "/runs",
            "/activity",
            "/settings",
            "/settings/fields",
            "/settings/scope",
            "/settings/limits",
            "/settings/webhook",
            "/settings/schedules",
            "/settings/alerts",
            "/settings/data",
            "/settings/access",
            "/settings/disconnect",
            "/sync",
            "/keys",
            "/disconnect",
            $"/people/h-{person}",
            $"/people/h-{person}/erase",
            $"/runs/{run}",
            $"/runs/{run}/held",
            $"/runs/{run}/undo",
        ];
        foreach (
            var path in new[] { "/", "/connections", "/mail", "/activity", "/health", "/sign-ins" }.Concat(
                ofConnection.Select(part => $"/connections/{connection}{part}")
            )
        )
        {
            await screen.Page.GotoAsync(new Uri(portal.Url, path).ToString());
            await Expect(screen.Page.Locator("h1")).ToBeVisibleAsync(Long);
            await Expect(screen.Page.Locator(".ui-skeleton, .ui-waiting"))
                .ToHaveCountAsync(0, new() { Timeout = 120_000 });
            await story.KeepAsync(Regex.Replace(path.Trim('/'), "/?[hx]?-?[0-9a-f-]{36}", "").Replace('/', '-'));
        }

        foreach (var (where, text) in story.Sent)
        {
            canaries.AssertNoneIn(text, where);
        }

        string[] files = RoleRules.Gives(role, Permission.SeeActivity)
            ?
            [
                .. RunExport.Formats.Select(format => $"/connections/{connection}/runs/{run}/result.{format}"),
                .. RunExport.Formats.Select(format => $"/activity/export.{format}"),
                .. new[] { "json", "xlsx" }.Select(format => PersonExport.Address(connection, $"h-{person}", format)),
            ]
            : [];
        foreach (var file in files)
        {
            canaries.AssertNoneIn(await PageRecorder.FileAsync(screen, file), file);
        }
    }

    private static async Task AssertDatabaseHoldsNothingAsync(RunningPortal portal, Canaries canaries)
    {
        foreach (
            var file in Directory.EnumerateFiles(
                Path.GetDirectoryName(portal.DatabaseFile)!,
                Path.GetFileName(portal.DatabaseFile) + "*"
            )
        )
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var text = await reader.ReadToEndAsync(Cancellation);
            canaries.AssertNoneIn(text, $"The database ({Path.GetExtension(file)})");
        }
    }
}
