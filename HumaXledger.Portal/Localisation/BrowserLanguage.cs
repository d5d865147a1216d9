using Microsoft.AspNetCore.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// Reads <c>Accept-Language</c>. Unlike the framework's provider it maps every Norwegian code (<c>no</c>, <c>nn</c>,
/// <c>nb</c>) to bokmål, and gives a bare language its home region, so that "en" does not mean American dates.
/// </summary>
public sealed class BrowserLanguage : RequestCultureProvider
{
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var wanted = httpContext
            .Request.GetTypedHeaders()
            .AcceptLanguage.Where(item => item.Quality != 0)
            .OrderByDescending(item => item.Quality ?? 1)
            .Select(item => item.Value.Value ?? "");
        return Task.FromResult(wanted.Select(Read).FirstOrDefault(result => result is not null));
    }

    private static ProviderCultureResult? Read(string tag)
    {
        var code = tag.Split('-')[0].ToLowerInvariant() switch
        {
            "no" or "nn" => "nb",
            var other => other,
        };
        var language = Languages.All.FirstOrDefault(language => language.Code == code);
        if (language is null)
        {
            return null;
        }

        var region = Languages.Regions.FirstOrDefault(region => region.Equals(tag, StringComparison.OrdinalIgnoreCase));
        return new ProviderCultureResult(region ?? language.Culture, language.Code);
    }
}
