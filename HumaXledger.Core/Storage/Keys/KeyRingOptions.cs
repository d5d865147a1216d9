namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// The certificate that encrypts and signs the key ring in the database. Without one, a copy of the whole database is
/// enough to decrypt the secrets and sensitive values in it, and write access to it is enough to sign in as anyone.
/// </summary>
public sealed class KeyRingOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "KeyRing";

    /// <summary>
    /// The certificate in use. It encrypts and signs the keys of the table Keys; keys that no configured certificate
    /// has signed are left out. Keys that are there already are signed once by the verb sign-keys.
    /// </summary>
    public KeyRingCertificate Certificate { get; } = new();

    /// <summary>
    /// Former certificates. The next start encrypts and signs their keys with <see cref="Certificate"/>; afterwards the
    /// former ones can be removed from the settings.
    /// </summary>
    public IList<KeyRingCertificate> EarlierCertificates { get; } = [];
}

/// <summary>
/// An RSA certificate with its private key: a file, or the thumbprint of one in the certificate store of the account or
/// the machine.
/// </summary>
public sealed class KeyRingCertificate
{
    /// <summary>A PKCS #12 file (<c>.pfx</c>, <c>.p12</c>) with an RSA certificate and its private key.</summary>
    public string? Path { get; set; }

    /// <summary>Password of the file. Set it as an environment variable, not in a file.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// Instead of a file: SHA-1 thumbprint of a certificate in the store "My" of the account or the machine.
    /// </summary>
    public string? Thumbprint { get; set; }

    internal bool Configured => !string.IsNullOrWhiteSpace(Path) || !string.IsNullOrWhiteSpace(Thumbprint);

    public override string ToString() => Path ?? Thumbprint ?? "";
}
