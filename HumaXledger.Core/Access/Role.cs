namespace HumaXledger.Core.Access;

/// <summary>
/// What somebody is to this product (product.md section 7). The names are the values of the app roles in Entra ID.
/// </summary>
public enum Role
{
    /// <summary>Sees the state of connections and runs in numbers, and nobody's values.</summary>
    Viewer,

    /// <summary>Sees the people too, compares, and prepares decisions.</summary>
    IntegrationReviewer,

    /// <summary>Sets up, decides, synchronizes and changes settings.</summary>
    IntegrationAdministrator,

    /// <summary>
    /// Held beside one of the others: identification and bank numbers in clear, one at a time, each time recorded.
    /// </summary>
    SensitiveData,
}
