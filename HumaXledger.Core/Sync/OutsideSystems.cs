using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Xledger;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync;

/// <summary>Opens the two systems of a connection or of a set-up: environment names to addresses, protected secrets to clients.</summary>
public sealed class OutsideSystems(
    IHumaClientFactory humaClients,
    IXledgerClientFactory xledgerClients,
    IOptions<HumaOptions> humaOptions,
    IOptions<XledgerOptions> xledgerOptions,
    SecretVault vault)
{
    public IReadOnlyList<string> HumaEnvironments => [.. humaOptions.Value.Environments.Keys];

    public IReadOnlyList<string> XledgerEnvironments => [.. xledgerOptions.Value.Environments.Keys];

    public IHumaClient Huma(string environment, string clientId, Secret clientSecret, IUsageMeter? usage = null) =>
        humaClients.Create(new HumaAccess(humaOptions.Value.AddressOf(environment) ?? throw Unknown(environment), clientId, clientSecret), usage);

    public IXledgerClient Xledger(string environment, XledgerToken token, IUsageMeter? usage = null) =>
        xledgerClients.Create(new XledgerAccess(Endpoint(environment), token), usage);

    /// <exception cref="HumaFault">The stored secret can no longer be read: as good as a key that Huma refuses.</exception>
    public IHumaClient Huma(Connection connection, IUsageMeter? usage = null)
    {
        try
        {
            return Huma(connection.HumaEnvironment, connection.HumaClientId, vault.Unprotect(connection.HumaClientSecret, SecretKind.HumaClientSecret, connection.Id), usage);
        }
        catch (SecretUnreadable lost)
        {
            throw new HumaFault(new Reason(ReasonCodes.SecretUnreadable), transient: false, lost);
        }
    }

    /// <exception cref="XledgerFault">The stored token can no longer be read: as good as one that Xledger refuses.</exception>
    public IXledgerClient Xledger(Connection connection, IUsageMeter? usage = null) =>
        Xledger(connection.XledgerEnvironment, Token(connection), usage);

    public static HumaScope ScopeOf(Connection connection) => connection.HumaGroupId is { } id
        ? new HumaScope(new HumaGroup(id, connection.HumaGroupType ?? "", connection.HumaGroupName ?? ""))
        : HumaScope.Everyone;

    private Uri Endpoint(string environment) => xledgerOptions.Value.Environments.TryGetValue(environment, out var found) ? new Uri(found.Endpoint) : throw Unknown(environment);

    private static InvalidOperationException Unknown(string environment) => new($"The settings name no environment {environment}.");

    private XledgerToken Token(Connection connection)
    {
        try
        {
            // A stored token was read once; it reads again.
            return XledgerToken.TryRead(vault.Unprotect(connection.XledgerToken, SecretKind.XledgerToken, connection.Id).Reveal(), out _)
                ?? throw new InvalidOperationException("The stored Xledger token does not have a token's form.");
        }
        catch (SecretUnreadable lost)
        {
            throw new XledgerFault(new Reason(ReasonCodes.SecretUnreadable), transient: false, lost);
        }
    }
}
