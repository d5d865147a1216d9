using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class ContactMutationTests
{
    private const string Update =
        "mutation ($node: UpdateContactsInputNode!) { updateContacts(inputs: { node: $node }) "
        + "{ edges { node { jobTitle gender { code } address { streetAddress zipCode place country { code } } "
        + "country { code } } } } }";

    [Fact]
    public async Task UpdateContacts_GenderJobTitleAndAddress_AreWritten()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var contact = Contact(xledger);

        var reply = await xledger.SendAsync(
            Update,
            new
            {
                node = new
                {
                    dbId = $"{contact.DbId}",
                    id = contact.Id,
                    jobTitle = "Kokk",
                    gender = new { code = "M" },
                    country = new { code = "SE" },
                    address = new
                    {
                        streetAddress = "Drottninggatan 2",
                        zipCode = "111 51",
                        place = "Stockholm",
                    },
                },
            }
        );

        Assert.Equal(
            "{\"jobTitle\":\"Kokk\",\"gender\":{\"code\":\"M\"},\"address\":{\"streetAddress\":\"Drottninggatan 2\",\"zipCode\":\"111 51\",\"place\":\"Stockholm\",\"country\":{\"code\":\"SE\"}},\"country\":{\"code\":\"SE\"}}",
            reply.At("updateContacts", "edges", 0, "node")
        );
    }

    [Theory]
    [InlineData(AddressInput.ReplacesAll, null, null)]
    [InlineData(AddressInput.KeepsOtherParts, "0155", "NO")]
    public async Task UpdateContacts_AddressGivenInPart_KeepsTheRestOnlyIfTheSwitchSaysSo(
        AddressInput input,
        string? zip,
        string? country
    )
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.AddressInput = input);
        var contact = Contact(xledger);

        await xledger.SendAsync(
            Update,
            new
            {
                node = new
                {
                    dbId = contact.DbId,
                    id = contact.Id,
                    address = new { streetAddress = "Lillegata 3" },
                },
            }
        );

        var after = xledger.Store.Contacts.Find(contact.DbId)!.Address!;
        Assert.Equal(("Lillegata 3", zip, country), (after.StreetAddress, after.ZipCode, after.CountryCode));
    }

    [Fact]
    public async Task UpdateContacts_EmptyAddress_DoesNotClearTheAddress()
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.NullInput = NullInput.Clears);
        var contact = Contact(xledger);

        await xledger.SendAsync(
            Update,
            new
            {
                node = new
                {
                    dbId = contact.DbId,
                    id = contact.Id,
                    address = new
                    {
                        streetAddress = "",
                        zipCode = "",
                        place = "",
                    },
                },
            }
        );
        await xledger.SendAsync(
            Update,
            new
            {
                node = new
                {
                    dbId = contact.DbId,
                    id = contact.Id,
                    address = (object?)null,
                },
            }
        );

        Assert.Equal(contact.Address, xledger.Store.Contacts.Find(contact.DbId)!.Address);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "DK")]
    public async Task UpdateContacts_CountryAsPlainText_CountsOnlyIfTheSwitchSaysSo(bool counts, string? country)
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.AddressTakesCountryText = counts);
        var contact = Contact(xledger);

        await xledger.SendAsync(
            Update,
            new
            {
                node = new
                {
                    dbId = contact.DbId,
                    id = contact.Id,
                    address = new { streetAddress = "Bredgade 1", country = "Denmark" },
                },
            }
        );

        Assert.Equal(country, xledger.Store.Contacts.Find(contact.DbId)!.Address!.CountryCode);
    }

    [Fact]
    public async Task UpdateContacts_WithoutTheTextualId_IsRefusedUnlessTheSwitchSaysOtherwise()
    {
        await using var strict = await XledgerHost.StartAsync();
        await using var lenient = await XledgerHost.StartAsync(switches => switches.ContactIdRequired = false);

        var refused = await strict.SendAsync(
            Update,
            new { node = new { dbId = Contact(strict).DbId, jobTitle = "Kokk" } }
        );
        var accepted = await lenient.SendAsync(
            Update,
            new { node = new { dbId = Contact(lenient).DbId, jobTitle = "Kokk" } }
        );

        Assert.Equal("inputs.node.id: A value is required.", refused.Message);
        Assert.False(accepted.HasErrors);
    }

    [Theory]
    [InlineData(GenderCodes.English, "F", "FEMALE")]
    [InlineData(GenderCodes.Norwegian, "K", "KVINNE")]
    [InlineData(GenderCodes.Numbers, "1", "FEMALE")]
    public async Task UpdateContacts_Gender_IsFoundByCodeNameOrSubId(GenderCodes codes, string code, string name)
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.GenderCodes = codes);
        var contact = Contact(xledger);
        var female = xledger.Store.Gender(StandardValues.FemaleSubId).DbId;

        foreach (
            var gender in new object[] { new { code }, new { name }, new { dbSubId = 1 }, new { dbId = $"{female}" } }
        )
        {
            xledger.Store.Load(edit => edit.Change(contact, row => row.GenderDbId = null));
            await xledger.SendAsync(
                Update,
                new
                {
                    node = new
                    {
                        dbId = contact.DbId,
                        id = contact.Id,
                        gender,
                    },
                }
            );
            Assert.Equal(female, xledger.Store.Contacts.Find(contact.DbId)!.GenderDbId);
        }

        var unknown = await xledger.SendAsync(
            Update,
            new
            {
                node = new
                {
                    dbId = contact.DbId,
                    id = contact.Id,
                    gender = new { code = "X" },
                },
            }
        );
        Assert.Equal($"inputs.node.gender.code: No value matching owner {xledger.Norway}, code 'X'.", unknown.Message);
    }

    [Fact]
    public async Task UpdateSuppliers_DescriptionAndAddress_AreWrittenOnTheSubledger()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");

        var nested = await xledger.SendAsync(
            "mutation ($node: UpdateSuppliersInputNode!) { updateSuppliers(inputs: [{ clientId: \"x\", "
                + "node: $node }]) { edges { clientId node { description address { place country { code } } } } } }",
            new
            {
                node = new
                {
                    dbId = $"{employee.SubledgerDbId}",
                    description = "Kari Ny",
                    country = new { code = "NO" },
                    address = new
                    {
                        streetAddress = "Storgata 1",
                        zipCode = "0155",
                        place = "Oslo",
                    },
                },
            }
        );
        Assert.Equal(
            "{\"description\":\"Kari Ny\",\"address\":{\"place\":\"Oslo\",\"country\":{\"code\":\"NO\"}}}",
            nested.At("updateSuppliers", "edges", 0, "node")
        );

        await xledger.SendAsync(
            "mutation ($node: UpdateSuppliersInputNode!) { updateSuppliers(inputs: { node: $node }) "
                + "{ edges { clientId } } }",
            new
            {
                node = new
                {
                    dbId = $"{employee.SubledgerDbId}",
                    streetAddress = "Torget 2",
                    zipCode = "5014",
                    place = "Bergen",
                    country = new { code = "NO" },
                },
            }
        );
        Assert.Equal(
            new AddressRow("Torget 2", "5014", "Bergen", "NO"),
            xledger.Store.Subledgers.Find(employee.SubledgerDbId)!.Address
        );
    }

    [Fact]
    public async Task Webhooks_AreAddedListedAndRemoved()
    {
        await using var xledger = await XledgerHost.StartAsync();

        var added = await xledger.SendAsync(
            "mutation { addWebhooks(inputs: [{ node: { description: \"d\", url: \"https://example.no/hook\", "
                + "serializedPayload: \"{}\" } }]) { edges { node { dbId state { code } } } } }"
        );
        var dbId = added.Nodes("addWebhooks", "dbId").Single();
        Assert.Equal(
            [dbId],
            (await xledger.SendAsync("{ webhooks(first: 5) { edges { node { dbId } } } }")).Nodes("webhooks", "dbId")
        );

        var removed = await xledger.SendAsync(
            "mutation ($id: Int64String!) { removeWebhooks(dbIds: [$id, 4]) { numAffected skippedDbIds } }",
            new { id = dbId }
        );
        Assert.Equal("{\"numAffected\":1,\"skippedDbIds\":[\"4\"]}", removed.At("removeWebhooks"));
        Assert.Equal(
            "null",
            (await xledger.SendAsync("query ($id: ID) { webhook(dbId: $id) { url } }", new { id = dbId })).At("webhook")
        );
    }

    private static ContactRow Contact(XledgerHost xledger)
    {
        var employee = xledger.Hire("1", contact: row =>
            row.Address = new AddressRow("Storgata 1", "0155", "Oslo", "NO")
        );
        return xledger.Store.Contacts.Find(employee.ContactDbId)!;
    }
}
