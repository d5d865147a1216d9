using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.Huma.Webhooks;

namespace HumaXledger.Tests.Huma.Webhooks;

public sealed class SignatureTests
{
    /// <summary>All encodings in which a sender may write its hash.</summary>
    private static readonly Func<byte[], string>[] Writings =
    [
        Convert.ToHexStringLower,
        Convert.ToHexString,
        Convert.ToBase64String,
        hash => Convert.ToBase64String(hash).TrimEnd('='),
        hash => Convert.ToBase64String(hash).Replace('+', '-').Replace('/', '_'),
        hash => Convert.ToBase64String(hash).Replace('+', '-').Replace('/', '_').TrimEnd('='),
    ];

    private static readonly string[] Prefixes = ["", "sha256=", "SHA256=", "sha256= "];

    // The example of RFC 4231, case 2.
    [Fact]
    public void Signature_OfAPublishedExample_IsRecognised()
    {
        var hash = WebhookSignature.Read("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");

        Assert.True(WebhookSignature.IsOf("what do ya want for nothing?"u8, "Jefe"u8, hash));
    }

    [Fact]
    public void Signature_InEverySpellingAndWithSpaceAround_IsRecognised() =>
        Prop.ForAll(Bytes(), Bytes(), (body, secret) =>
            {
                var hash = HMACSHA256.HashData(secret, body);

                return Writings.All(write =>
                    Prefixes.All(prefix =>
                        WebhookSignature.Read($" \t{prefix}{write(hash)} ") is { } read
                        && WebhookSignature.IsOf(body, secret, read)
                    )
                );
            })
            .Check(Settled);

    [Fact]
    public void Signature_OneBitOfBodySecretOrHashChanged_IsNotRecognised() =>
        Prop.ForAll(Bytes(), Bytes(), ArbMap.Default.ArbFor<NonNegativeInt>(), (body, secret, bit) =>
            {
                var hash = HMACSHA256.HashData(secret, body);

                return !WebhookSignature.IsOf(Flip(body, bit.Get), secret, hash)
                    && !WebhookSignature.IsOf(body, Flip(secret, bit.Get), hash)
                    && !WebhookSignature.IsOf(body, secret, Flip(hash, bit.Get));
            })
            .Check(Settled);

    [Fact]
    public void Header_OfAnyText_IsReadAsThirtyTwoBytesOrNotAtAll() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), header => WebhookSignature.Read(header) is null or { Length: 32 })
            .Check(Settled);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha1=5bdcc146bf60754e6a042426089575c75a003f08")]
    [InlineData("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384")]
    [InlineData("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38433")]
    [InlineData("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384g")]
    [InlineData("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOE==")]
    [InlineData("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnex uWTsOEM=")]
    [InlineData("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnex!uWTsOEM=")]
    public void Header_ThatIsNoHash_IsNotRead(string? header) => Assert.Null(WebhookSignature.Read(header));

    [Fact]
    public void Secret_IsUsedAsItsUtf8Bytes()
    {
        var hash = HMACSHA256.HashData("nøkkel"u8, "{}"u8);

        Assert.True(WebhookSignature.IsOf("{}"u8, Encoding.UTF8.GetBytes("nøkkel"), hash));
    }

    private static Config Settled => Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_260_601, 31);

    private static Arbitrary<byte[]> Bytes() =>
        ArbMap.Default.ArbFor<byte>().Generator.ArrayOf().Where(bytes => bytes.Length is > 0 and <= 60).ToArbitrary();

    // A key longer than a block is hashed first; within 60 bytes keys of one length are different keys.
    private static byte[] Flip(byte[] bytes, int bit)
    {
        var changed = (byte[])bytes.Clone();
        changed[bit / 8 % bytes.Length] ^= (byte)(1 << (bit % 8));
        return changed;
    }
}
