using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Systems;

/// <summary>
/// Opens the two systems of a connection or of a set-up: environment names to addresses, protected secrets to clients.
/// </summary>
public sealed class OutsideSystems(
    IHumaClientFactory humaClients,
    IXledgerClientFactory xledgerClients,
    IOptions<HumaOptions> humaOptions,
    IOptions<XledgerOptions> xledgerOptions,
    SecretVault vault,
    UsageLedger usage
)
{
    /// <summary>How many profiles of one organization are read or written at once.</summary>
    public int HumaParallelRequests => humaOptions.Value.ParallelRequests;

    /// <inheritdoc cref="XledgerOptions.AdditionWait"/>
    public TimeSpan XledgerAdditionWait => xledgerOptions.Value.AdditionWait;

    /// <summary>Names of Huma's environments in the configuration.</summary>
    public IReadOnlyList<string> HumaEnvironments => [.. humaOptions.Value.Environments.Keys];

    /// <summary>Names of Xledger's environments in the configuration.</summary>
    public IReadOnlyList<string> XledgerEnvironments => [.. xledgerOptions.Value.Environments.Keys];

    /// <summary>A client of Huma. The caller disposes of nothing: connections are shared.</summary>
    public IHumaClient Huma(
        string environment,
        string clientId,
        Secret clientSecret,
        IUsageMeter? usage = null,
        HumaEmployment? employment = null
    ) =>
        humaClients.Create(
            new HumaAccess(
                humaOptions.Value.AddressOf(environment) ?? throw Unknown(environment),
                clientId,
                clientSecret
            ),
            usage,
            employment
        );

    /// <summary>A client of Xledger for this token.</summary>
    public IXledgerClient Xledger(string environment, XledgerToken token, IUsageMeter? usage = null) =>
        xledgerClients.Create(new XledgerAccess(Endpoint(environment), token), usage);

    /// <summary>
    /// The client that people are read and written with: by the connection's employment rules and the main positions
    /// that were chosen.
    /// </summary>
    /// <exception cref="HumaFault">The stored secret can no longer be read: as good as a key that Huma
    /// refuses.</exception>
    public async Task<IHumaClient> HumaAsync(
        SyncDbContext context,
        Connection connection,
        IUsageMeter? usage,
        CancellationToken cancellation
    )
    {
        // Whole rows, few of them: only so it is seen whether this product stored the choice.
        var choices = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connection.Id && link.MainPositionId != null)
            .ToListAsync(cancellation);
        var chosen = choices
            .Where(link => !link.Doubted)
            .ToDictionary(link => link.HumaId, link => link.MainPositionId!);
        var several = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connection.Id && link.Outlook != null)
            .Select(link => link.HumaId)
            .ToListAsync(cancellation);
        return Huma(connection, usage, new HumaEmployment(connection.Employment, chosen, several.ToHashSet()));
    }

    /// <summary>A client for everything but people's values.</summary>
    /// <exception cref="HumaFault">The stored secret can no longer be read: as good as a key that Huma
    /// refuses.</exception>
    public IHumaClient Huma(Connection connection, IUsageMeter? usage = null, HumaEmployment? employment = null)
    {
        try
        {
            var secret = vault.Unprotect(
                connection.HumaClientSecret,
                SecretKind.HumaClientSecret,
                connection.Id,
                connection.HumaEnvironment
            );
            return Huma(connection.HumaEnvironment, connection.HumaClientId, secret, usage, employment);
        }
        catch (SecretUnreadable lost)
        {
            throw new HumaFault(
                HumaFaultCause.Secret,
                new Reason(AlertReasons.SecretUnreadable),
                transient: false,
                lost
            );
        }
    }

    /// <exception cref="XledgerFault">The stored token can no longer be read: as good as one that Xledger
    /// refuses.</exception>
    public IXledgerClient Xledger(Connection connection, IUsageMeter? usage = null) =>
        xledgerClients.Create(
            new XledgerAccess(Endpoint(connection.XledgerEnvironment), Token(connection)),
            usage,
            connection.XledgerBehavior
        );

    /// <summary>
    /// Counts the requests of a connection's clients; dispose it when they are done, so that all are in the ledger.
    /// </summary>
    internal RequestMeter Meter(Connection connection) => new(connection, usage);

    /// <summary>Whose profiles are read: a group, or everyone.</summary>
    public static HumaScope ScopeOf(Connection connection) =>
        connection.HumaGroupId is { } id
            ? new HumaScope(new HumaGroup(id, connection.HumaGroupType ?? "", connection.HumaGroupName ?? ""))
            : HumaScope.Everyone;

    private Uri Endpoint(string environment) =>
        xledgerOptions.Value.Environments.TryGetValue(environment, out var found)
            ? new Uri(found.Endpoint)
            : throw Unknown(environment);

    private static InvalidOperationException Unknown(string environment) =>
        new($"The settings name no environment {environment}.");

    private XledgerToken Token(Connection connection)
    {
        try
        {
            // A stored token was read once; it reads again.
            return XledgerToken.TryRead(
                vault
                    .Unprotect(
                        connection.XledgerToken,
                        SecretKind.XledgerToken,
                        connection.Id,
                        connection.XledgerEnvironment
                    )
                    .Reveal(),
                out _
            ) ?? throw new InvalidOperationException("The stored Xledger token does not have a token's form.");
        }
        catch (SecretUnreadable lost)
        {
            throw new XledgerFault(
                XledgerFaultCause.Secret,
                new Reason(AlertReasons.SecretUnreadable),
                transient: false,
                lost
            );
        }
    }
}
