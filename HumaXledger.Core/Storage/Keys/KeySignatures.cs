using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Signs the rows of the key ring with the private key of its certificate (RSASSA-PSS, SHA-256), and says which rows
/// are signed. Anyone who can write the database can encrypt a key of their own with the public certificate, which is
/// in the rows; only a signature shows that this installation stored it.
/// </summary>
public sealed class KeySignatures(KeyRingCertificates certificates)
{
    /// <summary>Signed with each row: a signature made for something else with the same certificate is none.</summary>
    internal const string ApplicationName = "HumaXledger";

    // Stands behind the element as a processing instruction, which readers of XML skip, those of the version before
    // included. Signed are the stored characters before it, so that no rule of XML decides what they are.
    private const string Target = "<?signature ";
    private const string End = "?>";

    // Characters: SHA-1 in hexadecimal; the whole instruction after its name, with the largest key that is in use.
    private const int ThumbprintLength = 40;
    private const int LongestSignature = 2_048;

    /// <summary>Whether rows need a signature: a certificate is configured.</summary>
    public bool On => certificates.All.Count > 0;

    /// <summary>The certificate that new rows are signed with; null where none is configured.</summary>
    private X509Certificate2? Signer => certificates.Current ?? (On ? certificates.All[0] : null);

    /// <summary>What is stored of an element: with its signature, where a certificate is configured.</summary>
    internal string Signed(string friendlyName, string element)
    {
        if (Signer is not { } signer)
        {
            return element;
        }

        using var key = signer.GetRSAPrivateKey()!;
        var signature = key.SignData(Text(friendlyName, element), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        return $"{element}{Target}{signer.Thumbprint} {Convert.ToBase64String(signature)}{End}";
    }

    /// <summary>The rows that count: all where no certificate is configured; otherwise those that one of the
    /// certificates has signed, each name once. A copy of a row is valid too, and Data Protection takes no key
    /// twice.</summary>
    internal IEnumerable<StoredKey> Trusted(IEnumerable<StoredKey> rows) =>
        On ? rows.Where(row => SignerOf(row) is not null).DistinctBy(row => row.FriendlyName) : rows;

    /// <summary>Whether the certificate that signs new rows has signed this one.</summary>
    internal bool IsCurrent(StoredKey row) => SignerOf(row) is { } signer && signer.Thumbprint == Signer?.Thumbprint;

    /// <summary>Whether one of the configured certificates has signed it.</summary>
    internal bool IsSigned(StoredKey row) => SignerOf(row) is not null;

    private X509Certificate2? SignerOf(StoredKey row)
    {
        // Anybody may have written it, and of any length: no more than its end is looked at.
        var at = row.Xml.LastIndexOf(Target, StringComparison.Ordinal);
        if (at < 0 || !row.Xml.EndsWith(End, StringComparison.Ordinal))
        {
            return null;
        }

        var said = row.Xml.AsSpan(at + Target.Length);
        if (said.Length is <= ThumbprintLength + 3 or > LongestSignature || said[ThumbprintLength] != ' ')
        {
            return null;
        }

        var by = said[..ThumbprintLength].ToString();
        var signer = certificates.All.FirstOrDefault(one => one.Thumbprint == by);
        var signature = new byte[LongestSignature];
        if (
            signer is null
            || !Convert.TryFromBase64Chars(said[(ThumbprintLength + 1)..^End.Length], signature, out var length)
        )
        {
            return null;
        }

        using var key = signer.GetRSAPublicKey()!;
        return key.VerifyData(
            Text(row.FriendlyName, row.Xml[..at]),
            signature.AsSpan(0, length),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pss
        )
            ? signer
            : null;
    }

    // The length says where the name ends.
    private static byte[] Text(string friendlyName, string element) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Row of the key ring, 1\n{ApplicationName}\n{friendlyName.Length} {friendlyName}\n{element}"
            )
        );
}
