namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// What the key ring in the database is encrypted with. Without a certificate whoever reads the whole database reads
/// what is sealed in it.
/// </summary>
public sealed class KeyRingOptions
{
    public const string Section = "KeyRing";

    /// <summary>Encrypts the keys in the table Keys, those that are there already included.</summary>
    public KeyRingCertificate Certificate { get; } = new();

    /// <summary>
    /// Certificates that keys may still be encrypted with; at the next start those keys are encrypted with
    /// <see cref="Certificate"/>, and afterwards they are not needed.
    /// </summary>
    public IList<KeyRingCertificate> EarlierCertificates { get; } = [];
}

/// <summary>
/// An RSA certificate with its private key: a file, or the thumbprint of one in the certificate store of the account or
/// the machine.
/// </summary>
public sealed class KeyRingCertificate
{
    /// <summary>A PKCS #12 file (<c>.pfx</c>, <c>.p12</c>).</summary>
    public string? Path { get; set; }

    /// <summary>The file's password.</summary>
    public string? Password { get; set; }

    /// <summary>SHA-1 thumbprint of a certificate in the store "My".</summary>
    public string? Thumbprint { get; set; }

    internal bool Configured => !string.IsNullOrWhiteSpace(Path) || !string.IsNullOrWhiteSpace(Thumbprint);

    public override string ToString() => Path ?? Thumbprint ?? "";
}
