using HumaXledger.Core.Xledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Xledger;

public class OptionsTests
{
    [Fact]
    public void Options_WithoutSettings_KnowTheTwoPublicInstallations()
    {
        var options = Read();

        Assert.Equal(
            ("https://www.xledger.net/graphql", "https://demo.xledger.net/graphql"),
            (options.Environments["Live"].Endpoint, options.Environments["Demo"].Endpoint)
        );
        Assert.Equal(
            (10_000, 20, 5, true),
            (options.PageSize, options.BurstRequests, options.BurstSeconds, options.AliasedWrites)
        );
    }

    [Fact]
    public void Options_OneMoreEnvironment_IsAddedToThem()
    {
        var options = Read(("Environments:Sandbox:Endpoint", "http://localhost:5081/xledger/graphql"));

        Assert.Equal(["Demo", "Live", "Sandbox"], options.Environments.Keys.Order());
    }

    [Theory]
    [InlineData("Environments:Live:Endpoint", "www.xledger.net")]
    [InlineData("Environments:Live:Endpoint", "http://www.xledger.net/graphql")]
    [InlineData("PageSize", "10001")]
    [InlineData("ParallelRequests", "0")]
    [InlineData("RequestTimeout", "00:00:00")]
    public void Options_Invalid_AreRefusedByName(string key, string value)
    {
        var problem = Assert.Throws<OptionsValidationException>(() => Read((key, value)));

        Assert.Contains(
            key.Split(':')[0] == "Environments" ? $"Xledger:{key}" : key,
            problem.Message,
            StringComparison.Ordinal
        );
    }

    private static XledgerOptions Read(params (string Key, string Value)[] settings)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        settings.Select(setting => new KeyValuePair<string, string?>(
                            $"Xledger:{setting.Key}",
                            setting.Value
                        ))
                    )
                    .Build()
            )
            .AddXledger()
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<XledgerOptions>>().Value;
    }
}
