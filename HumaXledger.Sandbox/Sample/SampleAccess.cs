using System.Collections.Immutable;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Sample;

/// <summary>
/// Keys and tokens of the sample. They depend on the seed alone, so a connection survives a reset and a restart.
/// </summary>
internal static class SampleAccess
{
    /// <summary>Keys with different permissions; the first has all.</summary>
    public static ImmutableArray<HumaKey> HumaKeys(int seed)
    {
        return
        [
            Key("HumaXledger", "Full rights"),
            Key("HumaXledger, restricted", "bankAccount and identifications not visible") with
            {
                Hidden = ["bankAccount", "identifications"],
            },
            Key("HumaXledger, read only", "Profiles visible, nothing editable") with
            {
                ReadOnly = true,
            },
            Key("Old key", "Deactivated") with
            {
                Active = false,
            },
        ];

        HumaKey Key(string name, string purpose) =>
            new(
                name,
                purpose,
                SampleIds.Of(seed, "client " + name),
                SampleIds.Of(seed, "secret " + name),
                SampleIds.Of(seed, "service user " + name)
            );
    }

    /// <summary>One token for each case that the set-up distinguishes; the first has all rights.</summary>
    public static IEnumerable<TokenRow> XledgerTokens(int seed, int group, int norway, int sweden, DateTime now)
    {
        yield return Token("Full rights, Fjellheim Norge AS", norway);
        yield return Token("Full rights, group level (both companies)", group);
        yield return Token("Full rights, Fjellheim Sverige AB (another entity)", sweden);
        foreach (var right in XledgerRight.AskedForByHuma.OrderBy(right => right.Scope).ThenBy(right => right.Access))
        {
            var token = Token($"{right.Scope} {right.Access.ToString().ToLowerInvariant()} missing", norway);
            token.Rights = XledgerRight.Full.Remove(right);
            yield return token;
        }

        foreach (var (whose, entity) in new[] { ("Fjellheim Norge AS", norway), ("both companies", group) })
        {
            // Exactly the rights that are asked for, so entities cannot be listed.
            var asked = Token($"Owner read not ticked, {whose}", entity);
            asked.Rights = XledgerRight.AskedForByHuma;
            yield return asked;
        }

        var readOnly = Token("Read rights only", norway);
        readOnly.Rights = [.. XledgerRight.Full.Where(right => right.Access == XledgerAccess.Read)];
        yield return readOnly;
        var expired = Token("Expired", norway);
        expired.ExpiresAt = now.AddDays(-30);
        yield return expired;
        var revoked = Token("Revoked", norway);
        revoked.Revoked = true;
        yield return revoked;

        TokenRow Token(string description, int entity) =>
            new()
            {
                Text = TokenText.From(SampleRandom.For(seed, "token " + description).Bytes(48)),
                Description = description,
                EntityOwnerDbId = entity,
                OwnerDbId = entity,
            };
    }
}
