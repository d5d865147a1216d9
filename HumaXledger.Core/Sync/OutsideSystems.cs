using HumaXledger.Core.Huma;
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

    public IHumaClient Huma(Connection connection, IUsageMeter? usage = null) =>
        Huma(connection.HumaEnvironment, connection.HumaClientId, vault.Unprotect(connection.HumaClientSecret, SecretKind.HumaClientSecret, connection.Id), usage);

    public IXledgerClient Xledger(Connection connection, IUsageMeter? usage = null) =>
        Xledger(connection.XledgerEnvironment, Token(connection), usage);

    public static HumaScope ScopeOf(Connection connection) => connection.HumaGroupId is { } id
        ? new HumaScope(new HumaGroup(id, connection.HumaGroupType ?? "", connection.HumaGroupName ?? ""))
        : HumaScope.Everyone;

    private Uri Endpoint(string environment) => xledgerOptions.Value.Environments.TryGetValue(environment, out var found) ? new Uri(found.Endpoint) : throw Unknown(environment);

    private static InvalidOperationException Unknown(string environment) => new($"The settings name no environment {environment}.");

    // A stored token was read once; it reads again.
    private XledgerToken Token(Connection connection) =>
        XledgerToken.TryRead(vault.Unprotect(connection.XledgerToken, SecretKind.XledgerToken, connection.Id).Reveal(), out _)
        ?? throw new InvalidOperationException("The stored Xledger token does not have a token's form.");
}
