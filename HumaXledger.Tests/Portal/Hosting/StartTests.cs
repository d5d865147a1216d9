using HumaXledger.Portal;
using HumaXledger.Portal.Access;

namespace HumaXledger.Tests.Portal.Hosting;

public sealed class StartTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Build_OutsideDevelopmentWithoutEntra_IsRefusedWithTheRemedy(string environment)
    {
        var refused = Assert.Throws<StartRefusedException>(() => PortalHost.Build([$"--environment={environment}"]));

        Assert.Contains("AzureAd:ClientId", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_ENVIRONMENT=Development", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Build_OutsideDevelopmentWithItsSignIn_IsRefusedEvenBesideEntra(string environment)
    {
        var refused = Assert.Throws<StartRefusedException>(() =>
            PortalHost.Build([
                $"--environment={environment}",
                "--Access:DevelopmentSignIn=true",
                "--AzureAd:TenantId=5a7ab8b0-5d6c-4a8e-9a53-7a1b0a6a8a11",
                "--AzureAd:ClientId=1",
                "--AzureAd:ClientSecret=2",
            ])
        );

        Assert.Contains(environment, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Access:DevelopmentSignIn", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Mail:From=nobody", "Mail:From")]
    [InlineData("--Storage:Provider=Oracle", "Storage:Provider")]
    [InlineData(
        "--KeyRing:Certificate:Path=nowhere.pfx",
        "KeyRing:Certificate:Path is nowhere.pfx, and there is no such file"
    )]
    public async Task Run_InvalidSetting_ExitsWithOneAndNamesTheKey(string setting, string key)
    {
        var before = Console.Error;
        await using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            Assert.Equal(
                1,
                await PortalHost.RunAsync([
                    "--environment=Development",
                    "--urls=http://127.0.0.1:0",
                    "--Sandbox:Enabled=false",
                    setting,
                ])
            );
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains(key, said.ToString(), StringComparison.Ordinal);
    }
}
