using HumaXledger.Portal;
using HumaXledger.Portal.Access;

namespace HumaXledger.Tests.Portal;

public sealed class StartTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Build_OutsideDevelopment_IsRefusedWithWhatToDo(string environment)
    {
        var refused = Assert.Throws<StartRefusedException>(() => PortalHost.Build([$"--environment={environment}"]));

        Assert.Contains(environment, refused.Message, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_ENVIRONMENT=Development", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Mail:From=nobody", "Mail:From")]
    [InlineData("--Storage:Provider=Oracle", "Storage:Provider")]
    public async Task Run_SettingThatIsWrong_EndsWithOneAndNamesTheKey(string setting, string key)
    {
        var before = Console.Error;
        await using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            Assert.Equal(1, await PortalHost.RunAsync(["--environment=Development", "--urls=http://127.0.0.1:0", "--Sandbox:Enabled=false", setting]));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains(key, said.ToString(), StringComparison.Ordinal);
    }
}
