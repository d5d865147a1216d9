using System.Text;
using HumaXledger.Core.Storage.Keys;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Tests.Storage.Keys;

/// <summary>Contents of an earlier version, after everything that can be opened was bound to its row.</summary>
public sealed class ValueVaultTests
{
    private readonly EphemeralDataProtectionProvider _keys = new();

    private ValueVault Vault => new(new ValueKeys(ring: null, () => _keys, TimeProvider.System), () => _keys);

    [Theory]
    [InlineData("")]
    [InlineData("HXS1")]
    public void OpenContent_ProtectedEarlierWithAKeyThatIsLost_IsNotReportedAsMisplaced(string head)
    {
        var stored = Protected(new EphemeralDataProtectionProvider(), head);

        Assert.Equal(Opened<byte[]>.WithoutKey, Vault.OpenContent(stored, "Messages.Body\n1", "purpose"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HXS1")]
    public void OpenContent_ProtectedEarlierAndPutBack_IsMisplaced(string head)
    {
        var stored = Protected(_keys, head);

        Assert.Equal(Opened<byte[]>.OfAnother, Vault.OpenContent(stored, "Messages.Body\n1", "purpose"));
    }

    [Fact]
    public void OpenContent_ThatNoVersionStored_IsMisplaced()
    {
        Assert.Equal(Opened<byte[]>.OfAnother, Vault.OpenContent([], "Messages.Body\n1", "purpose"));
        Assert.Equal(Opened<byte[]>.OfAnother, Vault.OpenContent([0x0B, 1, 2], "Messages.Body\n1", "purpose"));
    }

    private static byte[] Protected(IDataProtectionProvider keys, string head) =>
        [.. Encoding.UTF8.GetBytes(head), .. keys.CreateProtector("purpose").Protect([1, 2, 3])];
}
