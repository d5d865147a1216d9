using HumaXledger.Core.Huma;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Huma;

public sealed class HumaOptionsTests
{
    [Fact]
    public void Options_NothingSet_KnowHumasTwoPublicAddresses()
    {
        var options = Read([]);

        Assert.Equal(new Uri("https://openapi.humahr.com"), options.AddressOf("Live"));
        Assert.Equal(new Uri("https://demo.openapi.humahr.com"), options.AddressOf("demo"));
        Assert.Null(options.AddressOf("Sandbox"));
        Assert.Equal(4, options.ParallelRequests);
    }

    [Fact]
    public void Options_FurtherEnvironment_IsAddedToTheOthers()
    {
        var options = Read(
            new()
            {
                ["Huma:Environments:Sandbox:BaseAddress"] = "http://localhost:5081/huma",
                ["Huma:ParallelRequests"] = "8",
            }
        );

        Assert.Equal(new Uri("http://localhost:5081/huma"), options.AddressOf("Sandbox"));
        Assert.NotNull(options.AddressOf("Live"));
        Assert.Equal(8, options.ParallelRequests);
    }

    [Theory]
    [InlineData("Huma:Environments:Demo:BaseAddress", "demo.openapi.humahr.com")]
    [InlineData("Huma:Environments:Demo:BaseAddress", "http://demo.openapi.humahr.com")]
    [InlineData("Huma:Environments:Demo:BaseAddress", "")]
    [InlineData("Huma:Environments:Demo:BaseAddress", "https://somebody:word@example.com")]
    [InlineData("Huma:ParallelRequests", "0")]
    [InlineData("Huma:ParallelRequests", "33")]
    [InlineData("Huma:RequestTimeout", "00:00:00")]
    public void Options_Invalid_NameTheSetting(string key, string value)
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => Read(new() { [key] = value }));

        Assert.Contains(key.Split(':')[^1], wrong.Message, StringComparison.Ordinal);
    }

    private static HumaOptions Read(Dictionary<string, string?> settings)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddHuma()
            .BuildServiceProvider();
        Assert.NotNull(services.GetRequiredService<IHumaClientFactory>());
        return services.GetRequiredService<IOptions<HumaOptions>>().Value;
    }
}
