using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma.Webhooks;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>A connection with one synchronization and a webhook for later changes.</summary>
public sealed class OrganizationWithWebhook : IAsyncLifetime
{
    private readonly OrganizationAtWork _organization = new();

    public RunningPortal Portal => _organization.Portal;

    public SandboxWorld World => Portal.World;

    public Guid ConnectionId => _organization.ConnectionId;

    public string Page(string part = "") => _organization.Page(part);

    public IReadOnlyList<Someone> Take(int count) => _organization.Take(count);

    public string NameOf(Someone person) => _organization.NameOf(person);

    public async ValueTask InitializeAsync()
    {
        await _organization.InitializeAsync();
        var cancellation = TestContext.Current.CancellationToken;
        await Portal.ApplyAsync(
            await _organization.ReviewedAsync(Take(1), SandboxField.JobTitle, "Fagansvarlig", cancellation),
            cancellation
        );
        var made = Assert
            .IsType<Answer<MadeWebhookKey>.Done>(
                await Portal.Get<WebhookKeys>().MakeAsync(ConnectionId, ConnectedPortal.Administrator, cancellation)
            )
            .Value;
        World.Webhook.Options = new HumaWebhookOptions
        {
            Url = new Uri(Portal.Url, HumaXledger.Portal.Webhooks.HumaEndpoint.PathOf(made.Address)).ToString(),
            Secret = made.Secret.Reveal(),
            Token = made.Token.Reveal(),
        };
    }

    public ValueTask DisposeAsync() => _organization.DisposeAsync();

    public void EditInHuma(Someone person, SandboxField field, string? value) =>
        Assert.Equal(EditOutcome.Done, World.EditInHuma(person.HumaId, field, value));

    /// <summary>Overwrites a leaver's profile with the successor, who keeps e-mail address and phone.</summary>
    public void Overwrite(Someone person)
    {
        EditInHuma(person, SandboxField.GivenName, "Zakarias");
        // Huma sends a message after each save.
        EditInHuma(person, SandboxField.FamilyName, "Etterfølger");
        EditInHuma(person, SandboxField.BirthDate, "1972-09-13");
        EditInHuma(person, SandboxField.Identification, "13097248022");
    }

    public string? InXledger(Someone person, SandboxField field) =>
        World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(field);

    public async Task<Connection> ConnectionAsync(CancellationToken cancellation)
    {
        await using var context = await Portal
            .Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(cancellation);
        return await context
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == ConnectionId, cancellation);
    }

    /// <summary>Fails the pending changes of these people.</summary>
    public async Task FailAsync(IEnumerable<Someone> people, CancellationToken cancellation)
    {
        await using var context = await Portal
            .Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(cancellation);
        context.PendingChanges.AddRange(
            people.Select(person => new PendingChange
            {
                ConnectionId = ConnectionId,
                HumaId = new Core.People.HumaId($"{person.HumaId}"),
                PersonName = NameOf(person),
                State = PendingChangeState.Failed,
                ReceivedAt = DateTime.UtcNow,
                EndedAt = DateTime.UtcNow,
                Attempts = 12,
                Reason = new Reason(InboundReasons.CannotBeRead),
            })
        );
        await context.SaveChangesAsync(cancellation);
    }

    public Task AskAboutAsync(Core.People.Field field, PolicyRule rule, CancellationToken cancellation) =>
        Portal
            .Get<ConnectionSettings>()
            .SetPolicyAsync(ConnectionId, field, rule, ConnectedPortal.Administrator, cancellation);
}
