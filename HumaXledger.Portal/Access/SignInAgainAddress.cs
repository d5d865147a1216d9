using HumaXledger.Portal.Localisation;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Where somebody proves once more who they are: at Entra ID at once where there is no other way to sign in, else on
/// the sign-in page.
/// </summary>
public sealed class SignInAgainAddress(IOptions<AccessOptions> access, IOptions<AzureAdOptions> entra)
{
    /// <param name="page">Path of this site to come back to.</param>
    public string From(string page)
    {
        var start = entra.Value.Configured && !access.Value.DevelopmentSignIn ? SignInRoutes.Entra : SignInRoutes.Page;
        return $"{start}?{SignInRoutes.Again}=1&{SignInRoutes.ReturnTo}={Uri.EscapeDataString(LanguageSwitch.Here(page))}";
    }
}
