using HumaXledger.Portal.Localisation;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>
/// The address for a new proof of identity: Entra ID directly when it is the only way to sign in, otherwise the sign-in
/// page.
/// </summary>
public sealed class SignInAgainAddress(IOptions<AccessOptions> access, IOptions<AzureAdOptions> entra)
{
    /// <param name="page">Path of this site to return to.</param>
    public string From(string page)
    {
        var start = entra.Value.Configured && !access.Value.DevelopmentSignIn ? SignInRoutes.Entra : SignInRoutes.Page;
        var returnTo = Uri.EscapeDataString(LanguageSwitch.Here(page));
        return $"{start}?{SignInRoutes.Again}=1&{SignInRoutes.ReturnTo}={returnTo}";
    }
}
