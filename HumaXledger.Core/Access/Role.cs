namespace HumaXledger.Core.Access;

/// <summary>The roles of users (product.md section 7). The names are the values of the app roles in Entra ID.</summary>
public enum Role
{
    /// <summary>Views the state of connections and runs in numbers, without personal values.</summary>
    Viewer,

    /// <summary>Also views people, compares, and prepares decisions.</summary>
    IntegrationReviewer,

    /// <summary>Sets up, decides, synchronizes and changes settings.</summary>
    IntegrationAdministrator,

    /// <summary>
    /// In addition to another role: views identification and bank numbers unmasked, one at a time, each time logged.
    /// </summary>
    SensitiveData,
}
