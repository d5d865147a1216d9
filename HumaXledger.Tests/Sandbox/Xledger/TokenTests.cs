using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class TokenTests
{
    private const string Probe = "{ __typename }";

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer {0}")]
    [InlineData("Token {0}")]
    [InlineData("{0}")]
    [InlineData("token {0}=")]
    [InlineData("token not base64url!")]
    public async Task Request_HeaderInAnotherForm_IsRefusedWithTheDocumentedMessage(string? header)
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.PostAsync(
            header is null ? null : string.Format(header, xledger.Full),
            new { query = Probe }
        );

        Assert.Equal(200, reply.Status);
        Assert.Equal("Bad format for API Token. Expected header: \"Authorization: token <your-token>\"", reply.Message);
        Assert.Equal("UNHANDLED_ERROR", reply.Error.GetProperty("code").GetString());
        Assert.Equal("UNHANDLED_ERROR", reply.Code);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Request_RevokedExpiredOrUnknownToken_IsRefusedWithTheChosenStatus(int status)
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.BadTokenStatus = status);
        var revoked = xledger.Token("revoked", xledger.Norway, XledgerRight.AskedForByHuma);
        var expired = xledger.Token("expired", xledger.Norway, XledgerRight.AskedForByHuma);
        Assert.Equal("\"Query\"", (await xledger.SendAsync(Probe, token: revoked)).At("__typename"));
        xledger.Store.Edit(edit =>
        {
            edit.Change(xledger.Store.Tokens.All().Single(token => token.Text == revoked), token =>
                token.Revoked = true
            );
            edit.Change(xledger.Store.Tokens.All().Single(token => token.Text == expired), token =>
                token.ExpiresAt = xledger.Clock.Now.UtcDateTime
            );
        });

        foreach (var token in new[] { revoked, expired, TokenText.From(new byte[48]) })
        {
            var reply = await xledger.SendAsync(Probe, token: token);
            Assert.Equal(status, reply.Status);
            Assert.True(reply.HasErrors);
        }
    }

    [Fact]
    public async Task Viewer_TokenOfACompany_NamesTheCompanysEntity()
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.SendAsync("{ viewer { entity { ownerDbId owner { code description } } } }");

        Assert.Equal(xledger.Norway.ToString(), reply.At("viewer", "entity", "ownerDbId"));
        Assert.Equal("\"Fjell Norge AS\"", reply.At("viewer", "entity", "owner", "description"));
    }

    [Fact]
    public async Task Entities_TokenOfTheGroup_ListsTheGroupAndBothCompanies_TokenOfACompanyOnlyItself()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var group = xledger.Token("group", xledger.Group, XledgerRight.Full);
        const string query = "{ entities(first: 10) { edges { node { ownerDbId } } } }";

        Assert.Equal(
            [$"{xledger.Group}", $"{xledger.Norway}", $"{xledger.Sweden}"],
            (await xledger.SendAsync(query, token: group)).Nodes("entities", "ownerDbId")
        );
        Assert.Equal([$"{xledger.Norway}"], (await xledger.SendAsync(query)).Nodes("entities", "ownerDbId"));
    }
}
