using HumaXledger.Tests.Access.Circuits;
using HumaXledger.Tests.Browser.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Access;

/// <summary>What a sign-in and an open page leave in the log of the production portal.</summary>
public sealed class SignInLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.Trace)]
    public async Task SignIn_AtThisLevel_LeavesNoSecretOfSignInOrCircuitInTheLog(LogLevel level)
    {
        await using var portal = await EntraPortal.StartAsync(
            Cancellation,
            $"--Logging:LogLevel:Default={level}",
            "--Logging:Console:LogLevel:Default=None"
        );
        using var log = new CapturedLog();
        portal.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var visitor = portal.Visitor();
        var callback = await visitor.AtEntraAsync(Cancellation);
        using (await visitor.OpenAsync(callback.ToString(), Cancellation))
        {
            Assert.NotNull(visitor.Session);
        }

        var circuit = await CircuitSocket.OpenAsync(visitor, "/?q=zebrafinch", Cancellation);
        await circuit.CallAsync("again", "ConnectCircuit", circuit.Secret + "x");
        await circuit.CallAsync("again", "ConnectCircuit", circuit.Secret);
        await circuit.DisposeAsync();

        var query = QueryHelpers.ParseQuery(callback.Query);
        var secrets = new Dictionary<string, string>
        {
            ["code"] = $"{query["code"]}",
            ["state"] = $"{query["state"]}",
            ["session"] = visitor.Session!.Value,
            ["circuit"] = circuit.Secret,
            ["search"] = "zebrafinch",
        };
        Assert.All(secrets.Values, secret => Assert.NotEmpty(secret));
        Assert.NotEmpty(log.Lines);
        Assert.Equal(
            [],
            from line in log.Lines
            from secret in secrets
            where
                line.Contains(secret.Value, StringComparison.Ordinal)
                || line.Contains(Uri.EscapeDataString(secret.Value), StringComparison.Ordinal)
            select $"{secret.Key}: {line[..Math.Min(line.Length, 150)]}"
        );
    }
}
